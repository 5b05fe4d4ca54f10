/** Rollup cells with sums and sketches that can be added to and taken from. */
import { Sketch } from './sketch.ts';

/** What one bucket of one series counts. */
export interface RollupCell {
  readonly bucketStartMs: number;
  readonly seriesId: number;
  invocations: number;
  readonly quantities: number[];
  readonly latency: Sketch;
  readonly firstToken: Sketch;
}

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
