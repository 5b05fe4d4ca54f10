/** The order of whole numbers that a list of millions is sorted by. */
import { assert } from './assert.ts';

/**
 * Sorts by key; places of equal keys stay as they stand.
 *
 * A key and its place become one number of 64 bits, which sorts natively: some ten times as fast as
 * with a function that compares.
 *
 * @param keys natural numbers that fit beside a place: below 2 ** 42 for 4 million of them.
 * @returns places in `keys`.
 */
export function orderOf(keys: Float64Array): Uint32Array {
  const count = keys.length;
  if (isAscending(keys)) return inPlace(count);
  const placeBits = 32 - Math.clz32(count);
  const keyMax = 2 ** (64 - placeBits);
  const [lowUnit, highUnit] = [2 ** placeBits, 2 ** (32 - placeBits)];
  const pairs = new BigUint64Array(count);
  const halves = new Uint32Array(pairs.buffer);
  for (let place = 0; place < count; place += 1) {
    const key = keys[place] ?? 0;
    assert(key >= 0 && key < keyMax, 'a key fits beside its place in one number');
    const high = Math.floor(key / highUnit);
    halves[place * 2 + LOW] = (key - high * highUnit) * lowUnit + place;
    halves[place * 2 + HIGH] = high;
  }
  pairs.sort();
  const order = new Uint32Array(count);
  for (let rank = 0; rank < count; rank += 1) {
    order[rank] = (halves[rank * 2 + LOW] ?? 0) & (lowUnit - 1);
  }
  return order;
}

function inPlace(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) order[place] = place;
  return order;
}

/** Records of a file mostly are. */
function isAscending(keys: Float64Array): boolean {
  let before = 0;
  for (const key of keys) {
    if (!(key >= before)) return false;
    before = key;
  }
  return true;
}

/** Which half of a number of 64 bits comes first in memory. */
const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
