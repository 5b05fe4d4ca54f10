/** Packs spans of rollup cells that have settled: a copy for reading, never the only one. */
import { assert } from '../../../shared/assert.ts';
import { RollupLog, type EncodedCell } from '../../rollup/rollup-log.ts';
import { Sketch } from '../../rollup/sketch.ts';
import type { Window } from '../../../shared/window.ts';
import { CubeSeries, type Cube } from './cube.ts';
import type { Database } from './open-database.ts';
import { encodeCounts, encodeSketches, type PackCell } from './pack-format.ts';
import {
  CUBES_OF,
  PACK_BUCKET_MS,
  PACK_LEVELS,
  PACK_PARTS,
  SPAN_MS,
  packKind,
  type PackLevel,
} from './pack-levels.ts';
import { CELL_COLUMNS, TABLE_OF, decodeQuantities, type Level } from './rollup-table.ts';
import type { RowReader } from './row-reader.ts';
import type { SeriesIndex } from './series.ts';

/** Whether one pack holds what it should. */
interface CheckedPack {
  readonly kind: string;
  readonly startMs: number;
  readonly isWrong: boolean;
}

interface Span {
  readonly level: PackLevel;
  readonly startMs: number;
}

const SPANS_MAX = 8;
/** Nobody else writes meanwhile. */
const STEP_MS = 20;

/** Writes packs; the statements are prepared once. */
export class Packer {
  readonly #database: Database;
  readonly #series: SeriesIndex;
  readonly #rows: RowReader;
  readonly #cubes = { model: new CubeSeries('model'), tenant: new CubeSeries('tenant') };
  readonly #unpacked;
  readonly #done;
  readonly #write;
  readonly #packed;
  readonly #body;
  readonly #cells;

  constructor(database: Database, series: SeriesIndex, rows: RowReader) {
    this.#database = database;
    this.#series = series;
    this.#rows = rows;
    this.#unpacked = database.prepare<[string, number, number], number>(`
      SELECT start_ms FROM rollup_unpacked
       WHERE level = ? AND start_ms <= ? ORDER BY start_ms DESC LIMIT ?`);
    this.#unpacked.pluck();
    this.#done = database.prepare<[string, number]>(
      'DELETE FROM rollup_unpacked WHERE level = ? AND start_ms = ?',
    );
    this.#write = database.prepare<[string, number, Uint8Array]>(
      'INSERT OR REPLACE INTO rollup_pack (kind, start_ms, body) VALUES (?, ?, ?)',
    );
    this.#packed = database
      .prepare<[string, number, number], number>(
        'SELECT start_ms FROM rollup_pack WHERE kind = ? AND start_ms >= ? AND start_ms < ?',
      )
      .pluck();
    this.#body = database
      .prepare<[string, number], Uint8Array>(
        'SELECT body FROM rollup_pack WHERE kind = ? AND start_ms = ?',
      )
      .pluck();
    const cells = (level: Level) =>
      database.prepare<[number, number], EncodedCell>(`
        SELECT ${CELL_COLUMNS}
          FROM ${TABLE_OF[level]} WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`);
    this.#cells = { day: cells('day'), hour: cells('hour'), minute: cells('minute') };
  }

  /**
   * Packs some spans that ended before an instant, the newest first, for a few milliseconds; one
   * span at least, which may take longer.
   *
   * @returns whether more are left.
   */
  pack(endedBeforeMs: number): boolean {
    const spans: Span[] = [];
    for (const level of PACK_LEVELS) {
      const latestMs = endedBeforeMs - SPAN_MS[level];
      const starts = this.#unpacked.all(level, latestMs, SPANS_MAX - spans.length);
      spans.push(...starts.map((startMs) => ({ level, startMs })));
    }
    if (spans.length === 0) return false;
    let packed = 0;
    const work = this.#database.transaction(() => {
      const endMs = performance.now() + STEP_MS;
      for (const span of spans) {
        if (packed > 0 && performance.now() >= endMs) return;
        this.#packSpan(span);
        packed += 1;
      }
    });
    work.immediate();
    return packed < spans.length || spans.length === SPANS_MAX;
  }

  /** Compares the packs of a window's spans with what packing makes of their rollups. */
  *checkPacks({ startMs, endMs }: Window): Generator<CheckedPack> {
    for (const level of PACK_LEVELS) {
      const [widest] = CUBES_OF[level];
      const kind = packKind(level, widest ?? 'full', 'counts');
      for (const packMs of this.#packed.all(kind, startMs, endMs)) {
        yield* this.#checkSpan({ level, startMs: packMs });
      }
    }
  }

  *#checkSpan({ level, startMs }: Span): Generator<CheckedPack> {
    const base = this.#base({ level, startMs });
    for (const cube of CUBES_OF[level]) {
      for (const [part, body] of Object.entries(this.#bodies({ level, startMs }, cube, base))) {
        const kind = `${level}/${cube}/${part}`;
        const stored = this.#body.get(kind, startMs);
        yield { kind, startMs, isWrong: !stored || Buffer.compare(stored, body) !== 0 };
      }
    }
  }

  #packSpan({ level, startMs }: Span): void {
    const base = this.#base({ level, startMs });
    if (base.length > 0) {
      for (const cube of CUBES_OF[level]) {
        const bodies = this.#bodies({ level, startMs }, cube, base);
        for (const part of PACK_PARTS) {
          this.#write.run(packKind(level, cube, part), startMs, bodies[part]);
        }
      }
    }
    this.#done.run(level, startMs);
  }

  #base({ level, startMs }: Span): readonly PackCell[] {
    const endMs = startMs + SPAN_MS[level];
    if (level !== 'fiveMinutes') return this.#cells[level].all(startMs, endMs).map(toPackCell);
    const log = new RollupLog();
    for (const row of this.#rows.figures(startMs, endMs)) {
      const [timestampMs, seriesId, latencyMs, firstTokenMs, quantities] = row;
      log.add({ timestampMs, seriesId, latencyMs, firstTokenMs, quantities });
    }
    return log.cells({ bucketMs: PACK_BUCKET_MS[level] }).map(toPackCell);
  }

  #bodies(
    { level, startMs }: Span,
    cube: Cube,
    base: readonly PackCell[],
  ): Readonly<Record<(typeof PACK_PARTS)[number], Uint8Array>> {
    const cells = cube === 'full' ? base : this.#reduce(base, this.#cubes[cube]);
    return {
      counts: encodeCounts(cells, { startMs, bucketMs: PACK_BUCKET_MS[level] }),
      latency: encodeSketches(cells.map((cell) => cell.latency)),
      firstToken: encodeSketches(cells.map((cell) => cell.firstToken)),
    };
  }

  /** Adds cells up that a cube does not tell apart. */
  #reduce(base: readonly PackCell[], cube: CubeSeries): readonly PackCell[] {
    const series = this.#series.current();
    cube.learn(series);
    const groups = new Map<string, { readonly seriesId: number; readonly cells: PackCell[] }>();
    for (const cell of base) {
      const one = series[cell.seriesId];
      assert(one !== undefined, 'a cell that is committed has its series');
      const seriesId = cube.standInOf(one.id);
      const key = `${cell.bucketStartMs}/${seriesId}`;
      const known = groups.get(key);
      if (known) known.cells.push(cell);
      else groups.set(key, { seriesId, cells: [cell] });
    }
    const sums = [...groups.values()].map(({ seriesId, cells }) => addUp(seriesId, cells));
    return sums.sort((a, b) => a.bucketStartMs - b.bucketStartMs || a.seriesId - b.seriesId);
  }
}

function toPackCell(cell: EncodedCell): PackCell {
  return { ...cell, quantities: decodeQuantities(cell.quantities) };
}

/** One cell for all cells of a bucket that one series stands for; they have one usage set. */
function addUp(seriesId: number, cells: readonly PackCell[]): PackCell {
  const [first, ...rest] = cells;
  assert(first !== undefined, 'a group has a cell');
  if (rest.length === 0) return { ...first, seriesId };
  const quantities = first.quantities.map((_, index) =>
    cells.reduce((sum, cell) => sum + (cell.quantities[index] ?? 0), 0),
  );
  return {
    bucketStartMs: first.bucketStartMs,
    seriesId,
    invocations: cells.reduce((sum, cell) => sum + cell.invocations, 0),
    quantities,
    latency: mergeAll(cells.map((cell) => cell.latency)),
    firstToken: mergeAll(cells.map((cell) => cell.firstToken)),
  };
}

function mergeAll(sketches: readonly (Uint8Array | null)[]): Uint8Array | null {
  const known = sketches.filter((sketch) => sketch !== null);
  const [first] = known;
  if (!first || known.length === 1) return first ?? null;
  const sum = new Sketch();
  for (const sketch of known) sum.mergeEncoded(sketch);
  return sum.encode();
}
