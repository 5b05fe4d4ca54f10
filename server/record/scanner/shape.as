/** The shape of the line at hand, byte for byte as shape.ts makes it, with figures beside it. */
import { COMMA, LIST, OBJECT, OBJECT_END, QUOTE, REFUSED, ZERO } from './json';
import { OUT_COUNTS, OUT_SLOTS, SHAPE, SHAPE_BYTES_MAX } from './places';

const ONE: u8 = 0x31;
const WORD_BYTES_MAX: u32 = 256;
const COUNT_DIGITS_MAX: u32 = 12;
const COUNTS_MAX: u32 = 32;
const METADATA: i32 = 3;

/** Where the next byte goes, from the start of the shape. */
export let shapeEnd: u32 = 0;
export let countTotal: u32 = 0;
/** Where each count stands in the shape. */
const countPlaces = memory.data(128, 16);

export function beginShape(): void {
  shapeEnd = 0;
  countTotal = 0;
  memory.fill(OUT_SLOTS, 0, 32);
}

// @ts-ignore: decorator
@inline
export function write(byte: u8): void {
  if (shapeEnd < SHAPE_BYTES_MAX) store<u8>(SHAPE + shapeEnd, byte);
  shapeEnd += 1;
}

/** A comma, unless an object or a list has just begun. */
export function separate(): void {
  if (shapeEnd > SHAPE_BYTES_MAX) return;
  const before = load<u8>(SHAPE + shapeEnd - 1);
  if (before != OBJECT && before != LIST) write(COMMA);
}

/** Behind the bracket in the line; a shape that has outgrown its room is refused. */
export function close(bracket: u8, at: usize): usize {
  if (shapeEnd >= SHAPE_BYTES_MAX) return REFUSED;
  write(bracket);
  return at + 1;
}

/** A word or figure as it stands. */
export function copy(start: usize, end: usize): usize {
  const length = <u32>(end - start);
  if (length > WORD_BYTES_MAX) return REFUSED;
  if (shapeEnd < SHAPE_BYTES_MAX) memory.copy(SHAPE + shapeEnd, start, length);
  shapeEnd += length;
  return end;
}

/** A text that is only asked for being there. */
export function flag(start: usize, end: usize): usize {
  write(QUOTE);
  if (end - start > 2) write(ONE);
  write(QUOTE);
  return end;
}

export function count(start: usize, end: usize): usize {
  if (<u32>(end - start) > COUNT_DIGITS_MAX || countTotal >= COUNTS_MAX) return REFUSED;
  let sum: u64 = 0;
  for (let at = start; at < end; at += 1) {
    const digit = <u32>load<u8>(at) - ZERO;
    if (digit > 9) return REFUSED; // A sign, a fraction or a power.
    sum = sum * 10 + digit;
  }
  store<f64>(OUT_COUNTS + (countTotal << 3), <f64>sum);
  store<u32>(countPlaces + (countTotal << 2), shapeEnd);
  countTotal += 1;
  write(sum == 0 ? ZERO : ONE);
  return end;
}

/** False for a slot that is filled already: twice in one record is rare. */
export function fill(slot: i32, start: usize, end: usize): bool {
  const place = OUT_SLOTS + (<usize>slot << 3);
  if (load<u32>(place) != 0) return false;
  store<u32>(place, <u32>start);
  store<u32>(place + 4, <u32>end);
  write(slot == METADATA ? OBJECT : QUOTE);
  write(slot == METADATA ? OBJECT_END : QUOTE);
  return true;
}

/** Forgets all from a place on. */
export function rewind(place: u32): void {
  shapeEnd = place;
  while (countTotal > 0 && load<u32>(countPlaces + ((countTotal - 1) << 2)) >= place) {
    countTotal -= 1;
  }
}
