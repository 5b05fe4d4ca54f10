/** Records that come after their rows were forgotten: nothing tells whether they were counted. */
import { DAY_MS } from '../../../shared/window.ts';
import type { Database } from './open-database.ts';

/** Refuses such records, and counts them; call it in the transaction of their batch. */
export class TooOld {
  readonly #add;
  readonly #refused = new Map<number, number>();
  #rowsFromMs = 0;

  constructor(database: Database) {
    this.#add = database.prepare<[number, number]>(`
      INSERT INTO too_old (day_start_ms, records) VALUES (?, ?)
        ON CONFLICT (day_start_ms) DO UPDATE SET records = records + excluded.records`);
  }

  /** Begins a batch; rows before this time have been forgotten. */
  begin(rowsFromMs: number): void {
    this.#refused.clear();
    this.#rowsFromMs = rowsFromMs;
  }

  /**
   * Tells whether a record of this time cannot be counted, and notes it if so.
   *
   * @param tenantFromMs before which what its tenant had was deleted.
   */
  refuses(timestampMs: number, tenantFromMs: number): boolean {
    if (timestampMs >= this.#rowsFromMs && timestampMs >= tenantFromMs) return false;
    const dayMs = Math.floor(timestampMs / DAY_MS) * DAY_MS;
    this.#refused.set(dayMs, (this.#refused.get(dayMs) ?? 0) + 1);
    return true;
  }

  /** Writes what the batch refused. @returns how many records. */
  save(): number {
    for (const [dayMs, records] of this.#refused) this.#add.run(dayMs, records);
    return [...this.#refused.values()].reduce((sum, records) => sum + records, 0);
  }
}

/** How many records were refused so far. */
export function countTooOld(database: Database): number {
  const sum = database.prepare<[], number>('SELECT coalesce(sum(records), 0) FROM too_old');
  return sum.pluck().get() ?? 0;
}
