/** The order of calls by the cell that they count in. */
import { assert } from '../../shared/assert.ts';
import { orderOf } from '../../shared/wide-order.ts';

const SERIES_MAX = 2 ** 26;

/**
 * Sorts by bucket and series; equal ones stay as they stand.
 *
 * @param buckets one for each call, of at most 4 million calls.
 * @param seriesIds below 2 ** 26, one for each call.
 * @returns indexes of the calls.
 */
export function orderByCell(buckets: Float64Array, seriesIds: Uint32Array): Uint32Array {
  const ranks = ranksOf(buckets);
  const cells = new Float64Array(buckets.length);
  let bucket = Number.NaN;
  let rank = 0;
  for (let index = 0; index < buckets.length; index += 1) {
    if (buckets[index] !== bucket) {
      bucket = buckets[index] ?? 0;
      rank = ranks.get(bucket) ?? 0;
    }
    const seriesId = seriesIds[index] ?? 0;
    assert(seriesId < SERIES_MAX, 'a series id fits beside its bucket in one number');
    cells[index] = rank * SERIES_MAX + seriesId;
  }
  return orderOf(cells);
}

/** Few enough to be counted: a bucket itself would leave no room beside a series. */
function ranksOf(buckets: Float64Array): ReadonlyMap<number, number> {
  const distinct = new Set<number>();
  let last = Number.NaN;
  for (const bucket of buckets) {
    if (bucket === last) continue;
    last = bucket;
    distinct.add(bucket);
  }
  const sorted = [...distinct].sort((a, b) => a - b);
  return new Map(sorted.map((bucket, rank) => [bucket, rank]));
}
