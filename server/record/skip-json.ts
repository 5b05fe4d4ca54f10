/** Passes by a JSON value in bytes, as strictly as JSON.parse: whatever is wrong is refused. */

/** Where no JSON stands; also for what nests too deep. */
export const REFUSED = -1;

/** Genuine records nest under 20 deep. */
export const DEPTH_MAX = 60;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;

/** 1 for bytes that end the plain run of a string: controls, quote and backslash. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte < 0x20 || byte === QUOTE || byte === BACKSLASH),
);
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const WORDS = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')];

/**
 * Index behind the string whose first character lies at an index.
 *
 * @param bytes a newline must stand behind the record: it ends every string that is left open.
 */
export function skipString(bytes: Uint8Array, fromIndex: number): number {
  let index = fromIndex;
  for (;;) {
    index = plainEnd(bytes, index);
    const byte = bytes[index];
    if (byte === QUOTE) return index + 1;
    if (byte !== BACKSLASH) return REFUSED;
    const escape = bytes[index + 1] ?? 0;
    if (escape === 0x75 && areHex(bytes, index + 2)) index += 6;
    else if (ESCAPES.has(escape)) index += 2;
    else return REFUSED;
  }
}

/** Index of the next control, quote or backslash; looks at four bytes at once where many follow. */
function plainEnd(bytes: Uint8Array, fromIndex: number): number {
  let index = fromIndex;
  const nearIndex = fromIndex + 24;
  while (STOPS[bytes[index] ?? 0] === 0) {
    index += 1;
    if (index === nearIndex) index = plainWords(bytes, index);
  }
  return index;
}

/** The bytes of the buffer at hand, four by four. */
let words = new Int32Array(0);
const ONES = 0x01010101;
const TOPS = 0x80808080 | 0;

/** Index of a word that may hold one of STOPS; of no other byte than those of plain strings. */
function plainWords(bytes: Uint8Array, fromIndex: number): number {
  if (words.buffer !== bytes.buffer) words = wordsOf(bytes);
  let place = (bytes.byteOffset + fromIndex + 3) >> 2;
  for (let index = fromIndex; index < (place << 2) - bytes.byteOffset; index += 1) {
    if (STOPS[bytes[index] ?? 0] !== 0) return index;
  }
  for (; place < words.length; place += 1) {
    const word = words[place] ?? 0;
    const quotes = word ^ 0x22222222;
    const slashes = word ^ 0x5c5c5c5c;
    // A byte below a limit borrows from its top bit; what borrows from above it is looked at again.
    const found =
      ((word - 0x20202020) & ~word) | ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes);
    if ((found & TOPS) !== 0) break;
  }
  return Math.max(fromIndex, (place << 2) - bytes.byteOffset);
}

function wordsOf({ buffer }: Uint8Array): Int32Array<ArrayBuffer> {
  // The guarantee: lines lie in buffers of this thread alone.
  return new Int32Array(buffer as ArrayBuffer, 0, buffer.byteLength >> 2);
}

function areHex(bytes: Uint8Array, fromIndex: number): boolean {
  for (let index = fromIndex; index < fromIndex + 4; index += 1) {
    const byte = bytes[index] ?? 0;
    const letter = byte | 0x20;
    if (!isDigit(byte) && !(letter >= 0x61 && letter <= 0x66)) return false;
  }
  return true;
}

/** Index of the next byte that is no white space of JSON. */
export function skipSpace(bytes: Uint8Array, fromIndex: number): number {
  let index = fromIndex;
  for (let byte = bytes[index]; ; byte = bytes[index]) {
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return index;
    index += 1;
  }
}

/** Index behind the value that begins at an index, without space before or after. */
export function skipValue(bytes: Uint8Array, index: number, depth: number): number {
  const byte = bytes[index] ?? 0;
  if (byte === QUOTE) return skipString(bytes, index + 1);
  if (byte === OBJECT) return depth < DEPTH_MAX ? skipObject(bytes, index, depth) : REFUSED;
  if (byte === LIST) return depth < DEPTH_MAX ? skipList(bytes, index, depth) : REFUSED;
  return byte === 0x2d || isDigit(byte) ? skipNumber(bytes, index) : skipWord(bytes, index);
}

function skipObject(bytes: Uint8Array, startIndex: number, depth: number): number {
  let index = skipSpace(bytes, startIndex + 1);
  if (bytes[index] === OBJECT_END) return index + 1;
  for (;;) {
    if (bytes[index] !== QUOTE) return REFUSED;
    index = skipString(bytes, index + 1);
    if (index === REFUSED) return REFUSED;
    index = skipSpace(bytes, index);
    if (bytes[index] !== COLON) return REFUSED;
    index = skipValue(bytes, skipSpace(bytes, index + 1), depth + 1);
    if (index === REFUSED) return REFUSED;
    index = skipSpace(bytes, index);
    if (bytes[index] === OBJECT_END) return index + 1;
    if (bytes[index] !== COMMA) return REFUSED;
    index = skipSpace(bytes, index + 1);
  }
}

function skipList(bytes: Uint8Array, startIndex: number, depth: number): number {
  let index = skipSpace(bytes, startIndex + 1);
  if (bytes[index] === LIST_END) return index + 1;
  for (;;) {
    index = skipValue(bytes, index, depth + 1);
    if (index === REFUSED) return REFUSED;
    index = skipSpace(bytes, index);
    if (bytes[index] === LIST_END) return index + 1;
    if (bytes[index] !== COMMA) return REFUSED;
    index = skipSpace(bytes, index + 1);
  }
}

/** Index behind the number at an index: no plus, no leading zero, digits around point and power. */
export function skipNumber(bytes: Uint8Array, startIndex: number): number {
  let index = bytes[startIndex] === 0x2d ? startIndex + 1 : startIndex;
  index = bytes[index] === 0x30 ? index + 1 : skipDigits(bytes, index);
  if (index !== REFUSED && bytes[index] === 0x2e) index = skipDigits(bytes, index + 1);
  if (index === REFUSED || ((bytes[index] ?? 0) | 0x20) !== 0x65) return index;
  const sign = bytes[index + 1];
  return skipDigits(bytes, sign === 0x2b || sign === 0x2d ? index + 2 : index + 1);
}

/** At least one. */
function skipDigits(bytes: Uint8Array, startIndex: number): number {
  let index = startIndex;
  while (isDigit(bytes[index] ?? 0)) index += 1;
  return index > startIndex ? index : REFUSED;
}

function skipWord(bytes: Uint8Array, startIndex: number): number {
  for (const word of WORDS) {
    let index = 0;
    while (index < word.length && bytes[startIndex + index] === word[index]) index += 1;
    if (index === word.length) return startIndex + index;
  }
  return REFUSED;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
