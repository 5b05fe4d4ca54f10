/** The order of calls by the cell that they count in. */
import { assert } from '../../shared/assert.ts';

const INDEX_BITS_MAX = 22;
const SERIES_BITS = 26;
/** What one key holds: a rank of the bucket, a series, an index. */
const KEY_BITS = 64;

/**
 * Sorts by bucket and series; equal ones stay as they stand.
 *
 * Both and the index become one number of 64 bits, which sorts natively: some ten times as fast as
 * a function that compares.
 *
 * @param buckets one for each call, of at most 4 million; few enough to be ranked beside these.
 * @param seriesIds below 2 ** 26, one for each call.
 * @returns indexes of the calls.
 */
export function orderByCell(buckets: Float64Array, seriesIds: Uint32Array): Uint32Array {
  const count = buckets.length;
  const indexBits = 32 - Math.clz32(count);
  const ranks = ranksOf(buckets);
  const rankMax = 2 ** (KEY_BITS - SERIES_BITS - indexBits);
  assert(indexBits <= INDEX_BITS_MAX && ranks.size <= rankMax, 'calls and buckets fit in a key');
  const keys = new BigUint64Array(count);
  const halves = new Uint32Array(keys.buffer);
  const [lowUnit, highUnit] = [2 ** indexBits, 2 ** (32 - indexBits)];
  let [bucket, rank] = [Number.NaN, 0];
  for (let index = 0; index < count; index += 1) {
    if (buckets[index] !== bucket) {
      bucket = buckets[index] ?? 0;
      rank = ranks.get(bucket) ?? 0;
    }
    const seriesId = seriesIds[index] ?? 0;
    assert(seriesId < SERIES_MAX, 'a series id fits beside its bucket in one number');
    const cell = rank * SERIES_MAX + seriesId;
    const high = Math.floor(cell / highUnit);
    halves[index * 2 + LOW] = (cell - high * highUnit) * lowUnit + index;
    halves[index * 2 + HIGH] = high;
  }
  keys.sort();
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) {
    order[place] = (halves[place * 2 + LOW] ?? 0) & (lowUnit - 1);
  }
  return order;
}

const SERIES_MAX = 2 ** SERIES_BITS;

/** Which half of a number of 64 bits comes first in memory. */
const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

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
