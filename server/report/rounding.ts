/** Rounds parts of a sum so that the rounded parts still add up to the rounded sum. */
import { assert } from '../../shared/assert.ts';

const ATTO_PER_CENT = 10_000_000_000_000_000n;

/**
 * Rounds amounts to cents by largest remainder: each is cut down to a cent, and the cents still
 * owed to the half-up rounded sum go to the parts that lost most, the earlier one first on a tie.
 *
 * @param parts atto-dollars, of either sign.
 * @returns cents in the order of the parts; they sum to `totalCents`, and each is less than a cent
 *   off its part; an exact part stays as it is. Never throws.
 */
export function roundToCents(parts: readonly bigint[]): {
  readonly partsCents: readonly bigint[];
  readonly totalCents: bigint;
} {
  const rounded = roundToUnit(parts, ATTO_PER_CENT);
  return { partsCents: rounded.parts, totalCents: rounded.total };
}

/**
 * Shares of a whole in thousandths that sum to exactly 1,000, by the same rule.
 *
 * @returns thousandths in the order of the parts; null when the whole is not above zero.
 */
export function sharesPermille(parts: readonly bigint[]): readonly bigint[] | null {
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  if (whole <= 0n) return null;
  const scaled = parts.map((part) => part * 1000n);
  return roundToUnit(scaled, whole).parts;
}

function roundToUnit(
  parts: readonly bigint[],
  unit: bigint,
): { readonly parts: readonly bigint[]; readonly total: bigint } {
  const sum = parts.reduce((before, part) => before + part, 0n);
  const total = floorDivide(2n * sum + unit, 2n * unit);
  const floors = parts.map((part) => floorDivide(part, unit));
  const owed = total - floors.reduce((before, floor) => before + floor, 0n);
  assert(owed >= 0n && owed <= parts.length, 'cutting down loses less than one unit a part');
  const remainder = (index: number): bigint => (parts[index] ?? 0n) - (floors[index] ?? 0n) * unit;
  const order = parts
    .map((_, index) => ({ index, lost: remainder(index) }))
    .sort((a, b) => (a.lost === b.lost ? a.index - b.index : a.lost > b.lost ? -1 : 1));
  const raised = new Set(order.slice(0, Number(owed)).map(({ index }) => index));
  return { parts: floors.map((floor, index) => (raised.has(index) ? floor + 1n : floor)), total };
}

/** Division toward minus infinity: BigInt's own goes toward zero. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
