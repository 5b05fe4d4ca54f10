/** An alarm against its own past as a small chart: values, and the band that is usual. */
import { sparkPath } from './spark-spec.ts';

export interface BandSeries {
  readonly values: readonly (number | null)[];
  readonly usual: readonly (number | null)[];
  readonly bars: readonly (number | null)[];
}

export interface BandShape {
  readonly line: string;
  readonly area: string;
  /** The bar from period to period. */
  readonly bar: string;
  /** From the usual to the bar: the closed outline of each stretch that is known. */
  readonly band: string;
}

const ROOM = 1.05; // The bar is not the edge of the box.

/**
 * Lays values and band into one box, zero at its bottom.
 *
 * @returns paths; '' where nothing is known. Never throws.
 */
export function bandShape(
  { values, usual, bars }: BandSeries,
  { width, height }: { readonly width: number; readonly height: number },
): BandShape {
  const known = [...values, ...bars].map((value) => value ?? 0);
  const top = Math.max(0, ...known) * ROOM;
  const box = { width, height, top };
  const xOf = (at: number): number => (values.length > 1 ? (at * width) / (values.length - 1) : 0);
  const yOf = (value: number): number =>
    top === 0 ? height - 1 : height - 1 - (value / top) * (height - 2);
  const point = (at: number, value: number): string =>
    `${xOf(at).toFixed(1)} ${yOf(value).toFixed(1)}`;
  const band = stretches(usual, bars).map((stretch) => {
    const there = stretch.map(({ at, bar }) => point(at, bar));
    const back = stretch.toReversed().map(({ at, low }) => point(at, low));
    return `M${[...there, ...back].join('L')}Z`;
  });
  return { ...sparkPath(values, box), bar: sparkPath(bars, box).line, band: band.join('') };
}

interface Rung {
  readonly at: number;
  readonly low: number;
  readonly bar: number;
}

/** Runs of periods of which both are known, of two periods or more. */
function stretches(
  usual: readonly (number | null)[],
  bars: readonly (number | null)[],
): readonly (readonly Rung[])[] {
  const runs: Rung[][] = [[]];
  bars.forEach((bar, at) => {
    const low = usual[at] ?? null;
    if (bar === null || low === null) runs.push([]);
    else runs.at(-1)?.push({ at, low, bar });
  });
  return runs.filter((run) => run.length > 1);
}
