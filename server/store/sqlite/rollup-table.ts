/** The three rollup tables: their levels, and adding a batch's cells to what they hold. */
import { assert } from '../../../shared/assert.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/window.ts';
import { decodeVarints, encodeVarints } from '../../../shared/varint.ts';
import { ByteRoom } from '../../rollup/byte-room.ts';
import { mergedSketches } from '../../rollup/encoded-sketch.ts';
import { addQuantities, emptyCell, subtractCell, type RollupCell } from '../../rollup/rollup.ts';
import type { EncodedCell } from '../../rollup/rollup-log.ts';
import type { Sketch } from '../../rollup/sketch.ts';
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

/** The columns of a rollup table, named as cells have them. */
export const CELL_COLUMNS = `bucket_start_ms AS bucketStartMs, series_id AS seriesId, invocations,
  quantities, latency, first_token AS firstToken`;

/** What was made of rollup cells, and is told when they change. */
export interface Forgetful {
  forget(level: Level, bucketStartsMs: readonly number[]): void;
}

/** Cells that one statement writes: a statement for each would cost twice as much. */
const CELLS_AT_ONCE = 32;

type StoredColumns = readonly [
  invocations: number,
  quantities: Uint8Array | null,
  latency: Uint8Array | null,
  firstToken: Uint8Array | null,
];

/** Adds cells to one rollup table and takes them away; call it in the transaction of their rows. */
export class RollupTable {
  readonly #level: Level;
  readonly #packs: Forgetful;
  readonly #hasBucket;
  readonly #read;
  readonly #write;
  readonly #writeMany;
  /** Of the cells that are written together; used again for the next ones. */
  readonly #values: Value[] = [];
  readonly #delete;

  constructor(database: Database, level: Level, packs: Forgetful) {
    this.#level = level;
    this.#packs = packs;
    const table = TABLE_OF[level];
    this.#hasBucket = database.prepare<[number], 1>(
      `SELECT 1 FROM ${table} WHERE bucket_start_ms = ? LIMIT 1`,
    );
    this.#read = database
      .prepare<[number, number], StoredColumns>(
        `SELECT invocations, quantities, latency, first_token FROM ${table}
          WHERE bucket_start_ms = ? AND series_id = ?`,
      )
      .raw();
    const write = (cells: number) =>
      database.prepare(`
        INSERT OR REPLACE INTO ${table}
          (bucket_start_ms, series_id, invocations, quantities, latency, first_token)
        VALUES ${Array.from({ length: cells }, () => '(?, ?, ?, ?, ?, ?)').join(', ')}`);
    this.#write = write(1);
    this.#writeMany = write(CELLS_AT_ONCE);
    this.#delete = database.prepare(
      `DELETE FROM ${table} WHERE bucket_start_ms = ? AND series_id = ?`,
    );
  }

  /** @param cells each bucket and series once, in this order. */
  add(cells: readonly EncodedCell[]): void {
    this.#forgetPacks(cells);
    const room = new ByteRoom();
    let [bucketMs, hasBucket] = [Number.NaN, false];
    const sums = cells.map((cell) => {
      if (cell.bucketStartMs !== bucketMs) {
        bucketMs = cell.bucketStartMs;
        hasBucket = this.#hasBucket.get(bucketMs) !== undefined;
      }
      if (!hasBucket) return cell;
      const stored = this.#read.get(bucketMs, cell.seriesId);
      return stored ? sumOf(cell, stored, room) : cell;
    });
    this.#saveAll(sums);
  }

  /** Takes away what was added before; a cell that counts nothing any more is deleted. */
  subtract(cells: readonly EncodedCell[]): void {
    this.#forgetPacks(cells);
    for (const cell of cells) {
      const { bucketStartMs, seriesId } = cell;
      const stored = this.#read.get(bucketStartMs, seriesId);
      if (!stored) continue; // Past its retention, sooner than the row was.
      const [invocations, quantities, latency, firstToken] = stored;
      const rest = emptyCell(bucketStartMs, seriesId);
      addStored(rest, { ...cell, invocations, quantities, latency, firstToken });
      const gone = emptyCell(bucketStartMs, seriesId);
      addStored(gone, cell);
      subtractCell(rest, gone);
      if (rest.invocations > 0) this.#saveAll([encodeCell(rest)]);
      else this.#delete.run(bucketStartMs, seriesId);
    }
  }

  #forgetPacks(cells: readonly EncodedCell[]): void {
    this.#packs.forget(this.#level, [...new Set(cells.map((cell) => cell.bucketStartMs))]);
  }

  #saveAll(cells: readonly EncodedCell[]): void {
    let next = 0;
    for (; next + CELLS_AT_ONCE <= cells.length; next += CELLS_AT_ONCE) {
      for (let index = 0; index < CELLS_AT_ONCE; index += 1) {
        putValues(this.#values, index * COLUMN_COUNT, cells[next + index]);
      }
      this.#writeMany.run(...this.#values);
    }
    for (const cell of cells.slice(next)) {
      const values: Value[] = [];
      putValues(values, 0, cell);
      this.#write.run(...values);
    }
  }
}

type Value = number | Uint8Array | null;
const COLUMN_COUNT = 6;

function putValues(values: Value[], at: number, cell: EncodedCell | undefined): void {
  assert(cell !== undefined, 'as many cells are written at once as there are');
  values[at] = cell.bucketStartMs;
  values[at + 1] = cell.seriesId;
  values[at + 2] = cell.invocations;
  values[at + 3] = cell.quantities;
  values[at + 4] = cell.latency;
  values[at + 5] = cell.firstToken;
}

/** A cell with what is stored of the same series and bucket. */
function sumOf(cell: EncodedCell, stored: StoredColumns, room: ByteRoom): EncodedCell {
  const { bucketStartMs, seriesId } = cell;
  const [invocations, quantities, latency, firstToken] = stored;
  return {
    bucketStartMs,
    seriesId,
    invocations: cell.invocations + invocations,
    quantities: summedQuantities(cell.quantities, quantities, room),
    latency: mergedSketches(cell.latency, latency, room),
    firstToken: mergedSketches(cell.firstToken, firstToken, room),
  };
}

function summedQuantities(
  a: Uint8Array | null,
  b: Uint8Array | null,
  room: ByteRoom,
): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  const sums = decodeVarints(a);
  addQuantities(sums, decodeVarints(b));
  room.begin(sums.length);
  for (const sum of sums) room.write(sum);
  return room.end();
}

/** Adds what is stored to a cell of the same series. */
export function addStored(cell: RollupCell, stored: EncodedCell): void {
  cell.invocations += stored.invocations;
  addQuantities(cell.quantities, decodeQuantities(stored.quantities));
  if (stored.latency) cell.latency.mergeEncoded(stored.latency);
  if (stored.firstToken) cell.firstToken.mergeEncoded(stored.firstToken);
}

/** A cell as its table holds it: equal cells have equal bytes. */
export function encodeCell(cell: RollupCell): EncodedCell {
  return {
    bucketStartMs: cell.bucketStartMs,
    seriesId: cell.seriesId,
    invocations: cell.invocations,
    quantities: encodeQuantities(cell.quantities),
    latency: encodeSketch(cell.latency),
    firstToken: encodeSketch(cell.firstToken),
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
