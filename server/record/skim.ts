/** Walks a record in bytes and keeps what reading looks at: its shape, and the figures in it. */
import { Shape, type Range } from './shape.ts';
import { RECORD_KEYS, type Keep, type Keys } from './skim-paths.ts';
import { DEPTH_MAX, REFUSED, skipNumber, skipSpace, skipString, skipValue } from './skip-json.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;
const NULL = 0x6e;
const ZERO = 0x30;
const NINE = 0x39;
const ONE = 0x31;
const MINUS = 0x2d;
const NEWLINE = 0x0a;

/** Longer lists, other than of chunks, are read in full. */
const LENGTH_MAX = 200;
const CONTENT = Buffer.from('"content_block');

/**
 * Skims one record after the other.
 *
 * The shape is the record without all that reading passes by, with counts as 1 or 0 and with the
 * slots empty: records with equal shapes read alike, but for counts and slots.
 */
export class Skimmer {
  /** Of the last record, valid until the next one. */
  readonly shape = new Shape();
  #bytes: Uint8Array = new Uint8Array(0);
  /** What the chunk at hand is, by its own members. */
  #isContent = false;
  #isEvent = false;
  #isGuardrail = false;
  #isTelling = false;

  /**
   * Skims the record at [start, end).
   *
   * @param bytes with a newline at `end`.
   * @param isText true writes the shape as JSON.
   * @returns false for what is no record, or one so rare that it has to be read in full.
   */
  skim(bytes: Uint8Array, { start, end }: Range, isText = false): boolean {
    this.#bytes = bytes;
    this.shape.begin(isText);
    const first = skipSpace(bytes, start);
    if (bytes[end] !== NEWLINE || bytes[first] !== OBJECT) return false;
    const last = this.#object(first, RECORD_KEYS, 0);
    // A line may hold a record and a half: only space may follow.
    return last !== REFUSED && last <= end && skipSpace(bytes, last) >= end;
  }

  #object(startIndex: number, keys: Keys, depth: number): number {
    const bytes = this.#bytes;
    if (depth >= DEPTH_MAX) return REFUSED;
    this.shape.write(OBJECT);
    let index = skipSpace(bytes, startIndex + 1);
    if (bytes[index] === OBJECT_END) return this.shape.close(OBJECT_END, index);
    for (;;) {
      index = this.#member(index, keys, depth + 1);
      if (index === REFUSED) return REFUSED;
      index = skipSpace(bytes, index);
      if (bytes[index] === OBJECT_END) return this.shape.close(OBJECT_END, index);
      if (bytes[index] !== COMMA) return REFUSED;
      index = skipSpace(bytes, index + 1);
    }
  }

  #member(startIndex: number, keys: Keys, depth: number): number {
    const bytes = this.#bytes;
    if (bytes[startIndex] !== QUOTE) return REFUSED;
    const keyStart = startIndex + 1;
    const keyEnd = skipString(bytes, keyStart);
    if (keyEnd === REFUSED) return REFUSED;
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== COLON) return REFUSED;
    const index = skipSpace(bytes, colon + 1);
    const member = keys.find(bytes, keyStart, keyEnd - 1);
    if (member === null) {
      // An escape could hide a name that is looked for.
      return hasBackslash(bytes, keyStart, keyEnd) ? REFUSED : skipValue(bytes, index, depth);
    }
    if (keys.isChunk && this.#isPassedBy(member.keep, index)) return skipValue(bytes, index, depth);
    this.shape.key(member);
    return this.#value(index, member.keep, depth);
  }

  /** Notes what a chunk says of itself; tells whether this member stays out of its shape. */
  #isPassedBy({ marks }: Keep, index: number): boolean {
    const bytes = this.#bytes;
    if (marks === 'guardrail') this.#isGuardrail = true;
    if (marks === 'content') this.#isEvent = true;
    if (marks === 'type')
      this.#isContent = startsWith(CONTENT, bytes, index); // The last counts.
    else if (bytes[index] !== NULL) this.#isTelling = true;
    return marks === 'content';
  }

  #value(index: number, keep: Keep, depth: number): number {
    switch (this.#bytes[index]) {
      case QUOTE:
        return this.#text(index, keep);
      case OBJECT:
        return this.#nested(index, keep, depth);
      case LIST:
        return this.#list(index, keep, depth);
      default:
        return this.#figure(index, keep);
    }
  }

  #text(index: number, { text }: Keep): number {
    const end = skipString(this.#bytes, index + 1);
    if (end === REFUSED || text === undefined) return REFUSED;
    if (text === 'word') return this.shape.copy(this.#bytes, index, end);
    if (text === 'flag') return this.shape.flag(index, end);
    if (hasBackslash(this.#bytes, index, end)) return REFUSED;
    return this.shape.fill(text, index + 1, end - 1) ? end : REFUSED;
  }

  #nested(index: number, { object }: Keep, depth: number): number {
    if (object === undefined) return REFUSED;
    if (object !== 'metadata' && object !== 'empty') return this.#object(index, object, depth);
    const end = skipValue(this.#bytes, index, depth);
    if (end === REFUSED) return REFUSED;
    if (object === 'metadata') return this.shape.fill('metadata', index, end) ? end : REFUSED;
    this.shape.write(OBJECT);
    return this.shape.close(OBJECT_END, end - 1);
  }

  #list(index: number, { list }: Keep, depth: number): number {
    if (list === undefined) return REFUSED;
    if (list !== 'empty') return this.#elements(index, list, depth);
    const end = skipValue(this.#bytes, index, depth);
    if (end === REFUSED) return REFUSED;
    this.shape.write(LIST);
    return this.shape.close(LIST_END, end - 1);
  }

  #elements(startIndex: number, each: Keys | 'length', depth: number): number {
    const bytes = this.#bytes;
    this.shape.write(LIST);
    let index = skipSpace(bytes, startIndex + 1);
    if (bytes[index] === LIST_END) return this.shape.close(LIST_END, index);
    for (let kept = 0; kept <= LENGTH_MAX;) {
      const place = this.shape.end;
      index = this.#element(index, each, depth + 1);
      if (index === REFUSED) return REFUSED;
      if (this.shape.end !== place) kept += 1;
      index = skipSpace(bytes, index);
      if (bytes[index] === LIST_END) return this.shape.close(LIST_END, index);
      if (bytes[index] !== COMMA) return REFUSED;
      index = skipSpace(bytes, index + 1);
    }
    return REFUSED;
  }

  #element(index: number, each: Keys | 'length', depth: number): number {
    const { shape } = this;
    const place = shape.end;
    shape.separate();
    if (each === 'length' || this.#bytes[index] !== OBJECT) {
      shape.write(ZERO); // What is no object tells nothing here, whatever it is.
      if (each !== 'length' && each.isChunk) shape.rewind(place);
      return skipValue(this.#bytes, index, depth);
    }
    if (!each.isChunk) return this.#object(index, each, depth);
    this.#isContent = false;
    this.#isEvent = false;
    this.#isGuardrail = false;
    this.#isTelling = false;
    const end = this.#object(index, each, depth);
    if (this.#tellsNothing) shape.rewind(place);
    return end;
  }

  /** Content without a guardrail's word, or a chunk of nothing that is read. */
  get #tellsNothing(): boolean {
    return !this.#isTelling || ((this.#isContent || this.#isEvent) && !this.#isGuardrail);
  }

  #figure(index: number, { number }: Keep): number {
    const byte = this.#bytes[index] ?? 0;
    if (byte !== MINUS && (byte < ZERO || byte > NINE)) return this.#nothing(index);
    const end = skipNumber(this.#bytes, index);
    if (end === REFUSED || number === undefined) return REFUSED;
    if (number === 'count') return this.shape.count(this.#bytes, index, end);
    if (number === 'figure' || byte === MINUS) return this.shape.copy(this.#bytes, index, end);
    this.shape.write(ONE);
    return end;
  }

  /** Null is what AWS writes for nothing; true and false stand nowhere that is read. */
  #nothing(index: number): number {
    const end = this.#bytes[index] === NULL ? skipValue(this.#bytes, index, 0) : REFUSED;
    return end === REFUSED ? REFUSED : this.shape.copy(this.#bytes, index, end);
  }
}

function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (bytes[index] === 0x5c) return true;
  return false;
}

function startsWith(head: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < head.length; index += 1) {
    if (head[index] !== bytes[start + index]) return false;
  }
  return true;
}
