/** Increments of rollup cells: what a batch of new invocations adds per bucket and series. */
import { assert } from '../../shared/assert.ts';
import { Sketch } from './sketch.ts';

/** The part of an invocation that rollups count. */
export interface RollupEntry {
  readonly timestampMs: number;
  readonly seriesId: number;
  /** One quantity for each usage type of the series' usage set, in its order. */
  readonly quantities: ArrayLike<number>;
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

  /**
   * Counts one invocation that the store reported as new.
   *
   * @param seriesId where it counts: its own series, or the reduced one of this level.
   */
  add(entry: RollupEntry, seriesId = entry.seriesId): void {
    const { quantities, latencyMs, firstTokenMs } = entry;
    const cell = this.#cellOf(entry.timestampMs, seriesId);
    cell.invocations += 1;
    addQuantities(cell.quantities, quantities);
    if (latencyMs !== null) cell.latency.add(latencyMs);
    if (firstTokenMs !== null) cell.firstToken.add(firstTokenMs);
  }

  /** All cells touched, by bucket and series, so that they are written in key order. */
  sorted(): readonly RollupCell[] {
    return [...this.#cells.values()].sort(
      (a, b) => a.bucketStartMs - b.bucketStartMs || a.seriesId - b.seriesId,
    );
  }

  /** The cells of a level whose buckets hold whole ones of this, such as days; sorted as well. */
  coarser(bucketMs: number): readonly RollupCell[] {
    assert(bucketMs % this.#bucketMs === 0, 'coarse buckets hold whole fine ones');
    const coarse = new RollupCells(bucketMs);
    for (const cell of this.#cells.values()) {
      addCell(coarse.#cellOf(cell.bucketStartMs, cell.seriesId), cell);
    }
    return coarse.sorted();
  }

  #cellOf(timestampMs: number, seriesId: number): RollupCell {
    const bucket = Math.floor(timestampMs / this.#bucketMs);
    const key = bucket * SERIES_MAX + seriesId;
    const known = this.#cells.get(key);
    if (known) return known;
    assert(seriesId < SERIES_MAX, 'a series id fits beside its bucket in one number');
    const cell = emptyCell(bucket * this.#bucketMs, seriesId);
    this.#cells.set(key, cell);
    return cell;
  }
}

/** Minutes since 1970 take 25 bits and a number holds 53. */
const SERIES_MAX = 2 ** 26;

/** A cell that counts nothing yet. */
export function emptyCell(bucketStartMs: number, seriesId: number): RollupCell {
  return {
    bucketStartMs,
    seriesId,
    invocations: 0,
    quantities: [],
    latency: new Sketch(),
    firstToken: new Sketch(),
  };
}

/** Adds all that another cell of the same series counts. */
export function addCell(cell: RollupCell, other: RollupCell): void {
  cell.invocations += other.invocations;
  addQuantities(cell.quantities, other.quantities);
  cell.latency.merge(other.latency);
  cell.firstToken.merge(other.firstToken);
}

/** Takes away what another cell counts, which was added before. */
export function subtractCell(cell: RollupCell, other: RollupCell): void {
  cell.invocations -= other.invocations;
  other.quantities.forEach((quantity, index) => {
    cell.quantities[index] = (cell.quantities[index] ?? 0) - quantity;
  });
  cell.latency.subtract(other.latency);
  cell.firstToken.subtract(other.firstToken);
}

/** Adds one quantity each to sums that may not have been begun. */
export function addQuantities(sums: number[], quantities: ArrayLike<number>): void {
  for (let index = 0; index < quantities.length; index += 1) {
    sums[index] = (sums[index] ?? 0) + (quantities[index] ?? 0);
  }
}
