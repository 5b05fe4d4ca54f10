/** Shares a whole out by weights so that the parts are integers and add up to it exactly. */
import { assert } from '../../shared/assert.ts';

/**
 * Shares out by largest remainder: each part is cut down to an integer, and the units still owed
 * go one each to the parts that lost most, the earlier one first on a tie.
 *
 * Hand the weights over in an order that does not change, such as by name: a tie is then settled
 * alike whenever it is asked.
 *
 * @param whole any integer of the smallest unit, such as atto-dollars or thousandths of an hour.
 * @param weights none below zero.
 * @returns parts in the order of the weights, which sum to the whole; each is less than one unit
 *   off its exact share, and 0 where its weight is. Null when no weight is above zero: then nobody
 *   has a share, and the caller says whose the whole is.
 * @throws Error on a weight below zero.
 */
export function allocate(whole: bigint, weights: readonly bigint[]): readonly bigint[] | null {
  assert(
    weights.every((weight) => weight >= 0n),
    'a share has a weight of zero or more',
  );
  const sum = weights.reduce((before, weight) => before + weight, 0n);
  if (sum === 0n) return null;
  const size = whole < 0n ? -whole : whole;
  const parts = weights.map((weight) => (size * weight) / sum);
  const owed = size - parts.reduce((before, part) => before + part, 0n);
  const order = weights
    .map((weight, index) => ({ index, lost: (size * weight) % sum }))
    .sort((a, b) => (a.lost === b.lost ? a.index - b.index : a.lost > b.lost ? -1 : 1));
  const raised = new Set(order.slice(0, Number(owed)).map(({ index }) => index));
  const sign = whole < 0n ? -1n : 1n;
  return parts.map((part, index) => sign * (raised.has(index) ? part + 1n : part));
}
