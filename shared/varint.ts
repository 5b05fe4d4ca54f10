/** Small whole numbers as few bytes: how quantities and sketches are stored. */
import { assert } from './assert.ts';

/**
 * Writes whole numbers one after the other, seven bits a byte, lowest first.
 *
 * @param values integers from 0 to Number.MAX_SAFE_INTEGER.
 */
export function encodeVarints(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(bytesFor(values));
  let place = 0;
  for (let index = 0; index < values.length; index += 1) {
    let rest = values[index] ?? 0;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      bytes[place++] = (rest % 128) + 128; // Shifts would cut at 32 bits.
    }
    bytes[place++] = rest;
  }
  return bytes;
}

function bytesFor(values: ArrayLike<number>): number {
  let bytes = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    assert(Number.isSafeInteger(value) && value >= 0, 'a varint is a safe natural number');
    bytes += 1;
    for (let limit = 128; value >= limit; limit *= 128) bytes += 1;
  }
  return bytes;
}

/**
 * Reads all numbers that encodeVarints wrote.
 *
 * @param from index of the first byte to read.
 */
export function decodeVarints(bytes: Uint8Array, from = 0): number[] {
  const values: number[] = [];
  let value = 0;
  let factor = 1;
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) {
      values.push(value);
      value = 0;
      factor = 1;
    }
  }
  assert(factor === 1, 'the last varint is whole');
  return values;
}
