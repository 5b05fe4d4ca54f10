/** The three rollup tables: their levels, and adding a batch's cells to what they hold. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/window.ts';
import { decodeVarints, encodeVarints } from '../../../shared/varint.ts';
import type { Sketch } from '../../rollup/sketch.ts';
import { addQuantities, emptyCell, subtractCell, type RollupCell } from '../../rollup/rollup.ts';
import type { Database } from './open-database.ts';

export const LEVELS = ['day', 'hour', 'minute'] as const;
export type Level = (typeof LEVELS)[number];

export const BUCKET_MS: Record<Level, number> = { day: DAY_MS, hour: HOUR_MS, minute: MINUTE_MS };

/** The only place where a level becomes the name of a table. */
export const TABLE_OF: Record<Level, string> = {
  day: 'rollup_day',
  hour: 'rollup_hour',
  minute: 'rollup_minute',
};

/** What a rollup table holds of a cell. */
export interface StoredCell {
  readonly invocations: number;
  readonly quantities: Uint8Array | null;
  readonly latency: Uint8Array | null;
  readonly first_token: Uint8Array | null;
}

/** What was made of rollup cells, and is told when they change. */
export interface Forgetful {
  forget(level: Level, bucketStartsMs: readonly number[]): void;
}

/** Adds cells to one rollup table and takes them away; call it in the transaction of their rows. */
export class RollupTable {
  readonly #level: Level;
  readonly #packs: Forgetful;
  readonly #read;
  readonly #write;
  readonly #delete;

  constructor(database: Database, level: Level, packs: Forgetful) {
    this.#level = level;
    this.#packs = packs;
    const table = TABLE_OF[level];
    this.#read = database.prepare<[number, number], StoredCell>(`
      SELECT invocations, quantities, latency, first_token FROM ${table}
       WHERE bucket_start_ms = ? AND series_id = ?`);
    this.#write = database.prepare(`
      INSERT OR REPLACE INTO ${table}
        (bucket_start_ms, series_id, invocations, quantities, latency, first_token)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.#delete = database.prepare(
      `DELETE FROM ${table} WHERE bucket_start_ms = ? AND series_id = ?`,
    );
  }

  add(cells: readonly RollupCell[]): void {
    this.#forgetPacks(cells);
    for (const cell of cells) {
      const stored = this.#read.get(cell.bucketStartMs, cell.seriesId);
      if (stored) addStored(cell, stored);
      this.#save(cell);
    }
  }

  /** Takes away what was added before; a cell that counts nothing any more is deleted. */
  subtract(cells: readonly RollupCell[]): void {
    this.#forgetPacks(cells);
    for (const cell of cells) {
      const stored = this.#read.get(cell.bucketStartMs, cell.seriesId);
      if (!stored) continue; // Past its retention, sooner than the row was.
      const rest = emptyCell(cell.bucketStartMs, cell.seriesId);
      addStored(rest, stored);
      subtractCell(rest, cell);
      if (rest.invocations > 0) this.#save(rest);
      else this.#delete.run(cell.bucketStartMs, cell.seriesId);
    }
  }

  #forgetPacks(cells: readonly RollupCell[]): void {
    this.#packs.forget(
      this.#level,
      cells.map((cell) => cell.bucketStartMs),
    );
  }

  #save(cell: RollupCell): void {
    const stored = encodeCell(cell);
    this.#write.run(
      cell.bucketStartMs,
      cell.seriesId,
      stored.invocations,
      stored.quantities,
      stored.latency,
      stored.first_token,
    );
  }
}

/** Adds what is stored to a cell of the same series. */
export function addStored(cell: RollupCell, stored: StoredCell): void {
  cell.invocations += stored.invocations;
  addQuantities(cell.quantities, decodeQuantities(stored.quantities));
  if (stored.latency) cell.latency.mergeEncoded(stored.latency);
  if (stored.first_token) cell.firstToken.mergeEncoded(stored.first_token);
}

/** A cell as its table holds it: equal cells have equal bytes. */
export function encodeCell(cell: RollupCell): StoredCell {
  return {
    invocations: cell.invocations,
    quantities: encodeQuantities(cell.quantities),
    latency: encodeSketch(cell.latency),
    first_token: encodeSketch(cell.firstToken),
  };
}

function encodeSketch(sketch: Sketch): Uint8Array | null {
  return sketch.total === 0 ? null : sketch.encode();
}

/** Bytes of quantities in the order of their usage set; null when there are none. */
export function encodeQuantities(quantities: ArrayLike<number>): Uint8Array | null {
  return quantities.length === 0 ? null : encodeVarints(quantities);
}

/** Quantities that encodeQuantities wrote. */
export function decodeQuantities(bytes: Uint8Array | null): readonly number[] {
  return bytes === null ? [] : decodeVarints(bytes);
}
