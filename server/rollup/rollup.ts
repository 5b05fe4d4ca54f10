/** Increments of rollup cells: what a batch of new invocations adds per bucket and series. */
import { assert } from '../../shared/assert.ts';
import { Sketch } from './sketch.ts';

/** The part of an invocation that rollups count. */
export interface RollupEntry {
  readonly timestampMs: number;
  readonly seriesId: number;
  /** One quantity for each usage type of the series' usage set, in its order. */
  readonly quantities: readonly number[];
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
}

/** What one bucket of one series counts. */
export interface RollupCell {
  readonly bucketStartMs: number;
  readonly seriesId: number;
  invocations: number;
  readonly quantities: number[];
  readonly latency: Sketch;
  readonly firstToken: Sketch;
}

/** Gathers the cells of one level, such as hours, over a batch. */
export class RollupCells {
  readonly #bucketMs: number;
  readonly #cells = new Map<number, RollupCell>();

  constructor(bucketMs: number) {
    assert(bucketMs > 0, 'a bucket has a length');
    this.#bucketMs = bucketMs;
  }

  /** Counts one invocation that the store reported as new. */
  add(entry: RollupEntry): void {
    const cell = this.#cellOf(entry);
    cell.invocations += 1;
    entry.quantities.forEach((quantity, index) => {
      cell.quantities[index] = (cell.quantities[index] ?? 0) + quantity;
    });
    if (entry.latencyMs !== null) cell.latency.add(entry.latencyMs);
    if (entry.firstTokenMs !== null) cell.firstToken.add(entry.firstTokenMs);
  }

  /** All cells touched, by bucket and series, so that they are written in key order. */
  sorted(): readonly RollupCell[] {
    return [...this.#cells.values()].sort(
      (a, b) => a.bucketStartMs - b.bucketStartMs || a.seriesId - b.seriesId,
    );
  }

  #cellOf(entry: RollupEntry): RollupCell {
    const bucket = Math.floor(entry.timestampMs / this.#bucketMs);
    const key = bucket * SERIES_MAX + entry.seriesId;
    const known = this.#cells.get(key);
    if (known) return known;
    assert(entry.seriesId < SERIES_MAX, 'a series id fits beside its bucket in one number');
    const { seriesId, quantities } = entry;
    const cell = emptyCell({ bucketStartMs: bucket * this.#bucketMs, seriesId, quantities });
    this.#cells.set(key, cell);
    return cell;
  }
}

/** A cell that counts nothing yet, with room for as many quantities as the one given has. */
export function emptyCell({
  bucketStartMs,
  seriesId,
  quantities,
}: Pick<RollupCell, 'bucketStartMs' | 'seriesId'> & {
  readonly quantities: readonly number[];
}): RollupCell {
  return {
    bucketStartMs,
    seriesId,
    invocations: 0,
    quantities: quantities.map(() => 0),
    latency: new Sketch(),
    firstToken: new Sketch(),
  };
}

/** Minutes since 1970 take 25 bits and a number holds 53. */
const SERIES_MAX = 2 ** 26;
