/** One digest a closed day, over its rows and sums: what changes a byte unnoticed, changes it. */
import { createHash, type Hash } from 'node:crypto';
import { DAY_MS, type Window } from '../../../shared/window.ts';
import { readHorizons } from './horizons.ts';
import type { RowPlace } from './erase-rows.ts';
import type { Database } from './open-database.ts';

/** Measured: 10,000 rows take some 20 ms to read and digest. */
const STEP_ROWS = 10_000;

interface Stored {
  readonly day_start_ms: number;
  readonly rows_digest: string;
  readonly sums_digest: string;
}

export interface DigestFinding {
  readonly days: number;
  readonly wrong: readonly { readonly dayMs: number; readonly of: 'rows' | 'sums' }[];
}

type Value = number | string | Uint8Array | null;
type RowValues = readonly Value[];
type StoredRow = readonly [number, Uint8Array | string, number, ...Value[]];

const ROWS = `SELECT * FROM invocation WHERE timestamp_ms >= ? AND timestamp_ms < ?
  ORDER BY timestamp_ms, request_id, scope_id`;
const NEXT_ROWS = `SELECT * FROM invocation
  WHERE (timestamp_ms, request_id, scope_id) > (?, ?, ?) AND timestamp_ms < ?
  ORDER BY timestamp_ms, request_id, scope_id LIMIT ${STEP_ROWS}`;
const SUMS = `SELECT * FROM rollup_day WHERE bucket_start_ms = ? ORDER BY series_id`;

/** A day that is being worked out; a write to it in between takes its mark away. */
interface Work {
  readonly dayMs: number;
  readonly hash: Hash;
  /** Key of the last row that was added. */
  place: RowPlace;
}

/** Digests of the days of one file. */
export class DayDigests {
  readonly #database: Database;
  readonly #write: <Answer>(work: () => Answer) => Answer;
  #work: Work | null = null;

  constructor(database: Database, write: <Answer>(work: () => Answer) => Answer) {
    this.#database = database;
    this.#write = write;
  }

  /** A short step for the oldest day that ended before an instant. @returns whether more is due. */
  step(closedMs: number): boolean {
    return this.#write(() => this.#step(closedMs));
  }

  /** Works the digests of a window out anew. */
  check({ startMs, endMs }: Window): DigestFinding {
    const stored = this.#database
      .prepare<[number, number], Stored>(
        `SELECT * FROM day_digest
          WHERE day_start_ms >= ? AND day_start_ms < ? AND sums_digest <> ''`,
      )
      .all(startMs, endMs);
    const { rowsMs } = readHorizons(this.#database);
    const wrong = stored.flatMap(({ day_start_ms: dayMs, ...day }) => {
      const areSumsWrong = day.sums_digest !== this.#sumsOf(dayMs);
      const areRowsWrong = dayMs >= rowsMs && day.rows_digest !== this.#rowsOf(dayMs);
      return [
        ...(areRowsWrong ? [{ dayMs, of: 'rows' as const }] : []),
        ...(areSumsWrong ? [{ dayMs, of: 'sums' as const }] : []),
      ];
    });
    return { days: stored.length, wrong };
  }

  #step(closedMs: number): boolean {
    const work = this.#work ?? this.#begin(closedMs);
    this.#work = work;
    if (!work) return false;
    const rows = this.#database
      .prepare<unknown[], StoredRow>(NEXT_ROWS)
      .raw()
      .all(...work.place, work.dayMs + DAY_MS);
    for (const row of rows) addRow(work.hash, row);
    const last = rows.at(-1);
    if (last) work.place = [last[0], last[1], last[2]];
    if (rows.length === STEP_ROWS) return true;
    this.#work = null;
    this.#database
      .prepare('UPDATE day_digest SET rows_digest = ?, sums_digest = ? WHERE day_start_ms = ?')
      .run(work.hash.digest('hex'), this.#sumsOf(work.dayMs), work.dayMs);
    return true;
  }

  /** Days whose rows have been forgotten have no digest, if they have none by then. */
  #begin(closedMs: number): Work | null {
    const { rowsMs } = readHorizons(this.#database);
    const dayMs = this.#database
      .prepare<[number, number], number>(
        `SELECT bucket_start_ms FROM rollup_day
          WHERE bucket_start_ms >= ? AND bucket_start_ms <= ?
            AND bucket_start_ms NOT IN (SELECT day_start_ms FROM day_digest WHERE sums_digest <> '')
          ORDER BY bucket_start_ms LIMIT 1`,
      )
      .pluck()
      .get(rowsMs, closedMs - DAY_MS);
    if (dayMs === undefined) return null;
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO day_digest (day_start_ms, rows_digest, sums_digest)
         VALUES (?, '', '')`,
      )
      .run(dayMs);
    return { dayMs, hash: createHash('sha256'), place: [dayMs, -1, -1] };
  }

  #rowsOf(dayMs: number): string {
    const hash = createHash('sha256');
    const rows = this.#database.prepare<[number, number], RowValues>(ROWS).raw();
    for (const row of rows.iterate(dayMs, dayMs + DAY_MS)) addRow(hash, row);
    return hash.digest('hex');
  }

  #sumsOf(dayMs: number): string {
    const hash = createHash('sha256');
    const sums = this.#database.prepare<[number], RowValues>(SUMS).raw();
    for (const row of sums.iterate(dayMs)) addRow(hash, row);
    return hash.digest('hex');
  }
}

/** Values with their kind and length, so that no two rows have one text. */
function addRow(hash: Hash, row: RowValues): void {
  for (const value of row) {
    const isBytes = value instanceof Uint8Array;
    hash.update(`${typeof value}${isBytes ? value.length : String(value)};`);
    if (isBytes) hash.update(value);
  }
}
