/** Gathers records into batches of bounded size, so that no slice or object fills the memory. */
import type { RawRecord, ReadPart } from './source.ts';

/** A transaction of this many rows takes a fraction of a second. */
export const BATCH_RECORDS_MAX = 5_000;
export const BATCH_CHARACTERS_MAX = 16 * 1024 * 1024;

/** Records that a reader has read already take a fiftieth of their texts. */
const BATCH_ROWS_MAX = 20_000;

/** Fills up with records and gives them out when there are enough. */
export class RecordBuffer {
  #records: RawRecord[] = [];
  #characters = 0;

  add(record: RawRecord): void {
    this.#records.push(record);
    this.#characters += record.text.length;
  }

  get isFull(): boolean {
    return this.#records.length >= BATCH_RECORDS_MAX || this.#characters >= BATCH_CHARACTERS_MAX;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** All records held, which are then forgotten. */
  take(): readonly RawRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#characters = 0;
    return records;
  }
}

/** Fills up with parts of objects: texts, or what a reader made of them. */
export class PartBuffer {
  readonly #records = new RecordBuffer();
  #parts: ReadPart[] = [];
  #count = 0;

  add(part: ReadPart): void {
    for (const record of part.records) this.#records.add(record);
    if (part.records.length > 0) return;
    this.#parts.push(part);
    this.#count += part.count;
  }

  get isFull(): boolean {
    return this.#records.isFull || this.#count >= BATCH_ROWS_MAX;
  }

  /** All that is held, which is then forgotten. */
  take(): { readonly records: readonly RawRecord[]; readonly parts: readonly ReadPart[] } {
    const parts = this.#parts;
    this.#parts = [];
    this.#count = 0;
    return { records: this.#records.take(), parts };
  }
}
