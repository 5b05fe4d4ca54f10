/** Packs of rollup cells: which spans have one, reading ranges, and rows where there is none. */
import type { Cube } from './cube.ts';
import { readHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import { readPack, type CellSink, type PackBodies } from './pack-format.ts';
import {
  CUBES_OF,
  PACK_BUCKET_MS,
  PACK_PARTS,
  SPAN_MS,
  changedSpans,
  packKind,
  spansOf,
  type PackLevel,
  type PackPart,
} from './pack-levels.ts';
import type { ReadBudget } from './read-budget.ts';
import { TABLE_OF, decodeQuantities, type Forgetful, type Level } from './rollup-table.ts';

/** A range of whole buckets of one level, read in one cube. */
export interface PackRange {
  readonly level: PackLevel;
  readonly cube: Cube;
  readonly startMs: number;
  readonly endMs: number;
  readonly latency: boolean;
  readonly firstToken: boolean;
}

type CellRow = readonly [
  bucketStartMs: number,
  seriesId: number,
  invocations: number,
  quantities: Uint8Array | null,
  latency?: Uint8Array | null,
  firstToken?: Uint8Array | null,
];

/** Reads and drops packs; the statements are prepared once. */
export class Packs implements Forgetful {
  readonly #database: Database;
  readonly #starts;
  readonly #body;
  readonly #markUnpacked;
  readonly #drop;
  readonly #dropDigest;
  readonly #scans;

  constructor(database: Database) {
    this.#database = database;
    this.#starts = database
      .prepare<[string, number, number], number>(
        `SELECT start_ms FROM rollup_pack
          WHERE kind = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`,
      )
      .pluck();
    this.#body = database
      .prepare<[string, number], Uint8Array>(
        'SELECT body FROM rollup_pack WHERE kind = ? AND start_ms = ?',
      )
      .pluck();
    this.#markUnpacked = database.prepare<[string, number]>(
      'INSERT OR IGNORE INTO rollup_unpacked (level, start_ms) VALUES (?, ?)',
    );
    this.#drop = database.prepare<[string, number]>(
      'DELETE FROM rollup_pack WHERE kind = ? AND start_ms = ?',
    );
    this.#dropDigest = database.prepare<[number]>('DELETE FROM day_digest WHERE day_start_ms = ?');
    const scan = (level: Level, columns: string) =>
      database
        .prepare<[number, number], CellRow>(
          `SELECT bucket_start_ms, series_id, invocations, quantities${columns}
             FROM ${TABLE_OF[level]} WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`,
        )
        .raw();
    const scans = (columns: string) => ({
      day: scan('day', columns),
      hour: scan('hour', columns),
      minute: scan('minute', columns),
    });
    this.#scans = { counts: scans(''), all: scans(', latency, first_token') };
  }

  /** Drops the packs of buckets that were written to; call it in the same transaction. */
  forget(level: Level, bucketStartsMs: readonly number[]): void {
    if (bucketStartsMs.length === 0) return;
    if (level === 'day') for (const dayMs of bucketStartsMs) this.#dropDigest.run(dayMs);
    this.#forgetSpans(level, spansOf(level, bucketStartsMs));
    const { minutesMs } = readHorizons(this.#database);
    this.#forgetSpans('fiveMinutes', changedSpans(level, bucketStartsMs, minutesMs));
  }

  #forgetSpans(level: PackLevel, spans: ReadonlySet<number>): void {
    for (const startMs of spans) {
      if (this.#markUnpacked.run(level, startMs).changes === 0) continue; // It has none.
      for (const cube of CUBES_OF[level]) {
        for (const part of PACK_PARTS) this.#drop.run(packKind(level, cube, part), startMs);
      }
    }
  }

  /**
   * Hands all cells of a range to a sink, and of the packs at its edges some that lie outside.
   *
   * @param onGap told of each part that has no pack, between the parts that have.
   */
  read(
    range: PackRange,
    { sink, budget }: PackSink,
    onGap: (startMs: number, endMs: number) => void,
  ): void {
    const { level, cube, startMs, endMs } = range;
    const spanMs = SPAN_MS[level];
    const firstMs = Math.floor(startMs / spanMs) * spanMs;
    let atMs = startMs;
    for (const packMs of this.#starts.all(packKind(level, cube, 'counts'), firstMs, endMs)) {
      if (atMs < packMs) onGap(atMs, packMs);
      const bodies = this.#bodies(range, packMs);
      if (bodies) readPack(bodies, { startMs: packMs, bucketMs: PACK_BUCKET_MS[level] }, sink);
      budget.spend(1);
      atMs = packMs + spanMs;
    }
    if (atMs < endMs) onGap(atMs, endMs);
  }

  /** Hands the cells of a rollup table to a sink: they tell all apart that any cube does. */
  readTable(range: PackRange & { readonly level: Level }, { sink, budget }: PackSink): void {
    const scan = this.#scans[range.latency || range.firstToken ? 'all' : 'counts'][range.level];
    let bucketMs = -1;
    for (const row of scan.iterate(range.startMs, range.endMs)) {
      budget.spend(1);
      if (row[0] !== bucketMs) sink.bucket((bucketMs = row[0]));
      const isWanted = sink.cell(row[1], row[2], decodeQuantities(row[3]));
      if (isWanted) handSketches(row, range, sink);
    }
  }

  #bodies({ level, cube, latency, firstToken }: PackRange, packMs: number): PackBodies | null {
    const body = (part: PackPart): Uint8Array | null =>
      this.#body.get(packKind(level, cube, part), packMs) ?? null;
    const counts = body('counts');
    return (
      counts && {
        counts,
        latency: latency ? body('latency') : null,
        firstToken: firstToken ? body('firstToken') : null,
      }
    );
  }
}

/** Where cells go, and what counts them. */
export interface PackSink {
  readonly sink: CellSink;
  readonly budget: ReadBudget;
}

function handSketches(row: CellRow, range: PackRange, sink: CellSink): void {
  const [latency, firstToken] = [row[4], row[5]];
  if (range.latency && latency) sink.latency(latency, 0, latency.length);
  if (range.firstToken && firstToken) sink.firstToken(firstToken, 0, firstToken.length);
}
