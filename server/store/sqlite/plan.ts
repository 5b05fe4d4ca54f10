/** The planner: cuts intervals into the coarsest rollups that answer exactly, rows at the edges. */
import {
  ROLLED_DIMENSIONS,
  tagKeyOf,
  type Dimension,
  type RolledDimension,
} from '../../../shared/dimensions.ts';
import { PACK_BUCKET_MS, PACK_LEVELS, type PackLevel } from './pack-levels.ts';
import type { SeriesColumns } from './series-columns.ts';
import { MINUTE_OMITS } from './series.ts';

/** A range to scan at one level; `rows` reads single invocations. */
export interface Segment {
  readonly level: PackLevel | 'rows';
  readonly startMs: number;
  readonly endMs: number;
}

/** From when on each kind of data is kept; days are kept for ever. */
export interface Horizons {
  readonly rowsMs: number;
  readonly minutesMs: number;
  readonly hoursMs: number;
}

export interface Plan {
  /** The cuts of the question; those that nothing tells apart any more lie on a whole bucket. */
  readonly boundariesMs: readonly number[];
  /** In order of time; neighbours of one level are joined. */
  readonly segments: readonly Segment[];
}

const ROLLED = new Set<string>(ROLLED_DIMENSIONS);

/**
 * Levels that can tell all asked dimensions apart, coarsest first.
 *
 * @param dimensions all that the filter and the grouping name.
 * @param columns of the series in the store: a tag counts only if every full one knows it.
 */
export function usableLevels(
  dimensions: readonly Dimension[],
  columns: Pick<SeriesColumns, 'isKnown'>,
): readonly PackLevel[] {
  const isRolled = (dimension: Dimension): boolean => {
    if (tagKeyOf(dimension) === null) return ROLLED.has(dimension);
    return columns.isKnown(dimension);
  };
  if (!dimensions.every(isRolled)) return [];
  const inMinutes = (dimension: Dimension): boolean =>
    tagKeyOf(dimension) === null && !MINUTE_OMITS.has(dimension as RolledDimension); // Is rolled.
  if (dimensions.every(inMinutes)) return PACK_LEVELS;
  return PACK_LEVELS.filter((level) => level !== 'minute');
}

/**
 * Covers the intervals between the boundaries exactly once.
 *
 * A boundary within an hour needs minutes or rows. Past their retention it moves back to the start
 * of the finest bucket that is left: sums stay whole, only the cut between two steps is coarser.
 *
 * @param boundariesMs ascending cuts.
 */
export function planSegments(
  boundariesMs: readonly number[],
  levels: readonly PackLevel[],
  horizons: Horizons,
): Plan {
  const cuts = boundariesMs.map((atMs) => readableCut(atMs, levels, horizons));
  const segments: { level: Segment['level']; startMs: number; endMs: number }[] = [];
  const push = (level: Segment['level'], startMs: number, endMs: number): void => {
    if (startMs >= endMs) return;
    const last = segments.at(-1);
    if (last?.level === level && last.endMs === startMs) last.endMs = endMs;
    else segments.push({ level, startMs, endMs });
  };
  const cover = (startMs: number, endMs: number, from: number): void => {
    const level = levels[from];
    if (startMs >= endMs) return;
    if (level === undefined) return push('rows', startMs, endMs);
    const bucketMs = PACK_BUCKET_MS[level];
    const fromMs = Math.max(startMs, horizonOf(level, horizons));
    const innerStartMs = Math.ceil(fromMs / bucketMs) * bucketMs;
    const innerEndMs = Math.floor(endMs / bucketMs) * bucketMs;
    if (innerStartMs >= innerEndMs) return cover(startMs, endMs, from + 1);
    cover(startMs, innerStartMs, from + 1);
    push(level, innerStartMs, innerEndMs);
    cover(innerEndMs, endMs, from + 1);
  };
  cuts.slice(1).forEach((endMs, index) => cover(cuts[index] ?? endMs, endMs, 0));
  return { boundariesMs: cuts, segments };
}

function horizonOf(level: PackLevel, { rowsMs, minutesMs, hoursMs }: Horizons): number {
  return { day: 0, hour: hoursMs, fiveMinutes: rowsMs, minute: minutesMs }[level];
}

/** The cut itself where something tells it apart; else the start of the bucket that holds it. */
function readableCut(atMs: number, levels: readonly PackLevel[], horizons: Horizons): number {
  if (atMs >= horizons.rowsMs || levels.length === 0) return atMs;
  const finest = levels.findLast((level) => atMs >= horizonOf(level, horizons)) ?? 'day';
  return Math.floor(atMs / PACK_BUCKET_MS[finest]) * PACK_BUCKET_MS[finest];
}
