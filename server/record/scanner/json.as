/** Passes by a JSON value as strictly as JSON.parse does, sixteen bytes of a string at once. */

/** Where no JSON stands; also for what nests too deep. */
export const REFUSED: usize = 0;
/** Genuine records nest under 20 deep. */
export const DEPTH_MAX: i32 = 60;

export const QUOTE: u8 = 0x22;
export const BACKSLASH: u8 = 0x5c;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const OBJECT: u8 = 0x7b;
export const OBJECT_END: u8 = 0x7d;
export const LIST: u8 = 0x5b;
export const LIST_END: u8 = 0x5d;
export const MINUS: u8 = 0x2d;
export const ZERO: u8 = 0x30;

/** Whether the last string that was passed by holds an escape. */
export let isEscaped: bool = false;

/** Behind the string whose first character lies here; the newline behind a line ends them all. */
export function skipString(from: usize): usize {
  let at = from;
  isEscaped = false;
  while (true) {
    const bytes = v128.load(at);
    const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
    const slashes = i8x16.eq(bytes, i8x16.splat(0x5c));
    const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
    const stops = i8x16.bitmask(v128.or(v128.or(quotes, slashes), controls));
    if (stops == 0) {
      at += 16;
      continue;
    }
    at += ctz(stops);
    const byte = load<u8>(at);
    if (byte == QUOTE) return at + 1;
    if (byte != BACKSLASH) return REFUSED;
    isEscaped = true;
    at = behindEscape(at + 1);
    if (at == REFUSED) return REFUSED;
  }
}

function behindEscape(at: usize): usize {
  switch (load<u8>(at)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let index: usize = 1; index < 5; index += 1) {
        if (!isHex(load<u8>(at + index))) return REFUSED;
      }
      return at + 5;
    default:
      return REFUSED;
  }
}

// @ts-ignore: decorator
@inline
function isHex(byte: u8): bool {
  const letter: u8 = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

// @ts-ignore: decorator
@inline
export function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** The next byte that is no white space of JSON. */
// @ts-ignore: decorator
@inline
export function skipSpace(from: usize): usize {
  let at = from;
  while (true) {
    const byte = load<u8>(at);
    if (byte > 0x20) return at;
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return at;
    at += 1;
    if (at >= end) return at;
  }
}

/** Nothing behind here is looked at for white space: what lies there is an older line. */
let end: usize = 0;
export function setEnd(at: usize): void {
  end = at;
}

/** Behind the value that begins here, without space before or after. */
export function skipValue(at: usize, depth: i32): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) return skipString(at + 1);
  if (byte == OBJECT) return depth < DEPTH_MAX ? skipObject(at, depth) : REFUSED;
  if (byte == LIST) return depth < DEPTH_MAX ? skipList(at, depth) : REFUSED;
  return byte == MINUS || isDigit(byte) ? skipNumber(at) : skipWord(at);
}

function skipObject(from: usize, depth: i32): usize {
  let at = skipSpace(from + 1);
  if (load<u8>(at) == OBJECT_END) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return REFUSED;
    at = skipString(at + 1);
    if (at == REFUSED) return REFUSED;
    at = skipSpace(at);
    if (load<u8>(at) != COLON) return REFUSED;
    at = skipValue(skipSpace(at + 1), depth + 1);
    if (at == REFUSED) return REFUSED;
    at = skipSpace(at);
    const byte = load<u8>(at);
    if (byte == OBJECT_END) return at + 1;
    if (byte != COMMA) return REFUSED;
    at = skipSpace(at + 1);
  }
}

function skipList(from: usize, depth: i32): usize {
  let at = skipSpace(from + 1);
  if (load<u8>(at) == LIST_END) return at + 1;
  while (true) {
    at = skipValue(at, depth + 1);
    if (at == REFUSED) return REFUSED;
    at = skipSpace(at);
    const byte = load<u8>(at);
    if (byte == LIST_END) return at + 1;
    if (byte != COMMA) return REFUSED;
    at = skipSpace(at + 1);
  }
}

/** Behind the number here: no plus, no leading zero, digits around point and power. */
export function skipNumber(from: usize): usize {
  let at = load<u8>(from) == MINUS ? from + 1 : from;
  at = load<u8>(at) == ZERO ? at + 1 : skipDigits(at);
  if (at != REFUSED && load<u8>(at) == 0x2e) at = skipDigits(at + 1);
  if (at == REFUSED || (load<u8>(at) | 0x20) != 0x65) return at;
  const sign = load<u8>(at + 1);
  return skipDigits(sign == 0x2b || sign == MINUS ? at + 2 : at + 1);
}

/** At least one. */
function skipDigits(from: usize): usize {
  let at = from;
  while (isDigit(load<u8>(at))) at += 1;
  return at > from ? at : REFUSED;
}

const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

function skipWord(at: usize): usize {
  const word = load<u32>(at);
  if (word == TRUE || word == NULL) return at + 4;
  return load<u8>(at) == 0x66 && load<u32>(at + 1) == ALSE ? at + 5 : REFUSED;
}
