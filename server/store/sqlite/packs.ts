/** Packs of rollup cells: which spans have one, reading ranges, and rows where there is none. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/window.ts';
import type { Cube } from './cube.ts';
import type { Database } from './open-database.ts';
import { readPack, type CellSink, type PackBodies } from './pack-format.ts';
import type { ReadBudget } from './read-budget.ts';
import {
  BUCKET_MS,
  TABLE_OF,
  decodeQuantities,
  type Forgetful,
  type Level,
} from './rollup-table.ts';

/** How much time one pack holds; a span is packed anew when late records are added to it. */
export const SPAN_MS: Record<Level, number> = {
  day: DAY_MS,
  hour: HOUR_MS,
  minute: 10 * MINUTE_MS,
};

export const PACK_PARTS = ['counts', 'latency', 'firstToken'] as const;
type PackPart = (typeof PACK_PARTS)[number];

/** Cubes that a level is packed in; minute rollups tell no more apart than the tenant cube. */
export const CUBES_OF: Record<Level, readonly Cube[]> = {
  day: ['full', 'tenant', 'model'],
  hour: ['full', 'tenant', 'model'],
  minute: ['tenant', 'model'],
};

/** The only place where a pack's name is made. */
export function packKind(level: Level, cube: Cube, part: PackPart): string {
  return `${level}/${cube}/${part}`;
}

/** A range of whole buckets of one level, read in one cube. */
export interface PackRange {
  readonly level: Level;
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
  readonly #starts;
  readonly #body;
  readonly #markUnpacked;
  readonly #drop;
  readonly #scans;

  constructor(database: Database) {
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
  forget(level: Level, bucketStartsMs: Iterable<number>): void {
    const spanMs = SPAN_MS[level];
    const spans = new Set<number>();
    for (const atMs of bucketStartsMs) spans.add(Math.floor(atMs / spanMs) * spanMs);
    for (const startMs of spans) {
      if (this.#markUnpacked.run(level, startMs).changes === 0) continue; // It has none.
      for (const cube of CUBES_OF[level]) {
        for (const part of PACK_PARTS) this.#drop.run(packKind(level, cube, part), startMs);
      }
    }
  }

  /** Hands all cells of a range to a sink, and of the packs at its edges some that lie outside. */
  read(range: PackRange, sink: CellSink, budget: ReadBudget): void {
    const { level, cube, startMs, endMs } = range;
    const spanMs = SPAN_MS[level];
    const firstMs = Math.floor(startMs / spanMs) * spanMs;
    let atMs = startMs;
    for (const packMs of this.#starts.all(packKind(level, cube, 'counts'), firstMs, endMs)) {
      this.#readRows(range, { startMs: atMs, endMs: packMs }, sink, budget);
      const bodies = this.#bodies(range, packMs);
      if (bodies) readPack(bodies, { startMs: packMs, bucketMs: BUCKET_MS[level] }, sink);
      budget.spend(1);
      atMs = packMs + spanMs;
    }
    this.#readRows(range, { startMs: atMs, endMs }, sink, budget);
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

  /** Rows of the rollup table tell all apart that any cube does. */
  #readRows(
    range: PackRange,
    { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
    sink: CellSink,
    budget: ReadBudget,
  ): void {
    if (startMs >= endMs) return;
    const scan = this.#scans[range.latency || range.firstToken ? 'all' : 'counts'][range.level];
    let bucketMs = -1;
    for (const row of scan.iterate(startMs, endMs)) {
      budget.spend(1);
      if (row[0] !== bucketMs) sink.bucket((bucketMs = row[0]));
      const isWanted = sink.cell(row[1], row[2], decodeQuantities(row[3]));
      if (isWanted) handSketches(row, range, sink);
    }
  }
}

function handSketches(row: CellRow, range: PackRange, sink: CellSink): void {
  const [latency, firstToken] = [row[4], row[5]];
  if (range.latency && latency) sink.latency(latency, 0, latency.length);
  if (range.firstToken && firstToken) sink.firstToken(firstToken, 0, firstToken.length);
}
