/** Gathers records into batches of bounded size, so that no slice or object fills the memory. */
import type { RawRecord } from './source.ts';

/** A transaction of this many rows takes a fraction of a second. */
export const BATCH_RECORDS_MAX = 5_000;
export const BATCH_CHARACTERS_MAX = 16 * 1024 * 1024;

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
