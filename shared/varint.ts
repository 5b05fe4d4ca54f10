/** Small whole numbers as few bytes: how quantities and sketches are stored. */
import { assert } from './assert.ts';

/** Bytes that the largest safe number takes. */
export const VARINT_BYTES_MAX = 8;

/**
 * Writes whole numbers one after the other, seven bits a byte, lowest first.
 *
 * @param values integers from 0 to Number.MAX_SAFE_INTEGER.
 */
export function encodeVarints(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(bytesFor(values));
  let place = 0;
  for (let index = 0; index < values.length; index += 1) {
    place = writeVarint(bytes, place, values[index] ?? 0);
  }
  return bytes;
}

/**
 * Writes one number into bytes that have room for it: at most VARINT_BYTES_MAX.
 *
 * @param value an integer from 0 to Number.MAX_SAFE_INTEGER.
 * @returns the place after it.
 */
export function writeVarint(bytes: Uint8Array, place: number, value: number): number {
  assertNatural(value);
  let at = place;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) {
    bytes[at++] = (rest % 128) + 128; // Shifts would cut at 32 bits.
  }
  bytes[at++] = rest;
  return at;
}

function assertNatural(value: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, 'a varint is a safe natural number');
}

function bytesFor(values: ArrayLike<number>): number {
  let bytes = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    assertNatural(value);
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
  readVarints(bytes.subarray(from), values, 0);
  return values;
}

/**
 * Reads them into a list that has room, from a place on; there are at most as many as bytes.
 *
 * @returns the place after the last one.
 */
export function readVarints(bytes: Uint8Array, values: NumberList, place: number): number {
  let at = place;
  let value = 0;
  let factor = 1;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) {
      values[at++] = value;
      value = 0;
      factor = 1;
    }
  }
  assert(factor === 1, 'the last varint is whole');
  return at;
}

interface NumberList {
  [index: number]: number;
}
