/** The shape of a record as it is skimmed: what reading looks at, in bytes that can be compared. */
import { REFUSED } from './skip-json.ts';
import type { Member } from './skim-paths.ts';

/** A range of bytes in the record; start -1 for none. */
export interface Range {
  start: number;
  end: number;
}

/** Texts that differ from call to call and stand beside the shape. */
export type SlotName = 'time' | 'id' | 'arn' | 'metadata';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const ZERO = 0x30;
const ONE = 0x31;

const BYTES_MAX = 8192;
/** Longer words are read in full; none that AWS writes is. */
const WORD_BYTES_MAX = 256;
/** A hundred thousand million of anything, and the reader takes no more. */
const COUNT_DIGITS_MAX = 12;
const COUNTS_MAX = 32;

/**
 * Bytes are written without looking at the room left; close refuses a shape that has outgrown it,
 * and every object and list is closed.
 */
export class Shape {
  /** The shape lies at [0, end). */
  readonly bytes = Buffer.alloc(BYTES_MAX);
  end = 0;
  /** Counts in their order, and where they stand. */
  readonly counts: number[] = [];
  readonly countPlaces: number[] = [];
  readonly slots: Readonly<Record<SlotName, Range>> = {
    time: { start: -1, end: -1 },
    id: { start: -1, end: -1 },
    arn: { start: -1, end: -1 },
    metadata: { start: -1, end: -1 },
  };
  readonly slotPlaces: Record<SlotName, number> = { time: 0, id: 0, arn: 0, metadata: 0 };
  #isText = false;

  /** @param isText true writes JSON, false a sign for each key, which is shorter. */
  begin(isText: boolean): void {
    const { time, id, arn, metadata } = this.slots;
    time.start = id.start = arn.start = metadata.start = -1;
    this.end = 0;
    this.counts.length = 0;
    this.countPlaces.length = 0;
    this.#isText = isText;
  }

  write(byte: number): void {
    this.bytes[this.end] = byte;
    this.end += 1;
  }

  /** A comma, unless an object or a list has just begun. */
  separate(): void {
    const before = this.bytes[this.end - 1];
    if (before !== OBJECT && before !== LIST) this.write(COMMA);
  }

  key({ key, sign }: Member): void {
    if (!this.#isText) {
      this.write(sign);
      return;
    }
    this.separate();
    this.write(QUOTE);
    for (const byte of key) this.write(byte);
    this.write(QUOTE);
    this.write(COLON);
  }

  /** @returns the index behind the bracket in the record, or REFUSED. */
  close(bracket: number, index: number): number {
    if (this.end >= BYTES_MAX) return REFUSED;
    this.write(bracket);
    return index + 1;
  }

  /** A word or figure as it stands at [start, end) of a record. */
  copy(record: Uint8Array, start: number, end: number): number {
    if (end - start > WORD_BYTES_MAX) return REFUSED;
    const { bytes } = this;
    let place = this.end;
    for (let index = start; index < end; index += 1) bytes[place++] = record[index] ?? 0;
    this.end = place;
    return end;
  }

  /** A text that is only asked for being there. */
  flag(start: number, end: number): number {
    this.write(QUOTE);
    if (end - start > 2) this.write(ONE);
    this.write(QUOTE);
    return end;
  }

  count(record: Uint8Array, start: number, end: number): number {
    if (end - start > COUNT_DIGITS_MAX || this.counts.length >= COUNTS_MAX) return REFUSED;
    let count = 0;
    for (let index = start; index < end; index += 1) {
      const digit = (record[index] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return REFUSED; // A sign, a fraction or a power.
      count = count * 10 + digit;
    }
    this.counts.push(count);
    this.countPlaces.push(this.end);
    this.write(count === 0 ? ZERO : ONE);
    return end;
  }

  /** @returns false for a slot that is filled already: twice in one record is rare. */
  fill(name: SlotName, start: number, end: number): boolean {
    const slot = this.slots[name];
    if (slot.start !== -1) return false;
    slot.start = start;
    slot.end = end;
    this.slotPlaces[name] = this.end;
    this.write(name === 'metadata' ? OBJECT : QUOTE);
    this.write(name === 'metadata' ? OBJECT_END : QUOTE);
    return true;
  }

  /** Forgets all from a place on. */
  rewind(place: number): void {
    this.end = place;
    while ((this.countPlaces.at(-1) ?? -1) >= place) {
      this.countPlaces.pop();
      this.counts.pop();
    }
  }
}
