/** A small trend line as an SVG path; gaps break the line. */

interface SparkBox {
  readonly width: number;
  readonly height: number;
  /** The box reaches at least so high, in the unit of the values. */
  readonly top?: number;
}

/**
 * Lays values into a box, zero at its bottom.
 *
 * @param values by step; null is a gap.
 * @returns path data for the line and for the area under it; '' without values. Never throws.
 */
export function sparkPath(
  values: readonly (number | null)[],
  { width, height, top: least = 0 }: SparkBox,
): { readonly line: string; readonly area: string } {
  const top = Math.max(...values.map((value) => value ?? 0), least);
  const stepWidth = values.length > 1 ? width / (values.length - 1) : 0;
  const runs: [number, number][][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([index * stepWidth, yOf(value, top, height)]);
  });
  const drawn = runs.filter((run) => run.length > 0);
  return {
    line: drawn.map(lineOf).join(''),
    area: drawn.map((run) => areaOf(run, height)).join(''),
  };
}

function yOf(value: number, top: number, height: number): number {
  const inset = 1; // Half of the stroke would be cut at the edge.
  return top === 0 ? height - inset : height - inset - (value / top) * (height - 2 * inset);
}

function lineOf(run: readonly [number, number][]): string {
  const [first] = run;
  if (run.length === 1 && first) return `M${short(first)}h0.01`;
  return run.map((point, index) => `${index === 0 ? 'M' : 'L'}${short(point)}`).join('');
}

function areaOf(run: readonly [number, number][], height: number): string {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last || run.length < 2) return '';
  return `${lineOf(run)}L${short([last[0], height])}L${short([first[0], height])}Z`;
}

function short([x, y]: readonly [number, number]): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** Fewer points by adding neighbours up, so that a hundred pixels do not carry two hundred. */
export function thinned(
  values: readonly (number | null)[],
  pointsMax: number,
): readonly (number | null)[] {
  const size = Math.ceil(values.length / pointsMax);
  if (size <= 1) return values;
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => {
    const known = values.slice(at * size, (at + 1) * size).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
