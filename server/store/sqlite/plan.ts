/** The planner: cuts intervals into the coarsest rollups that answer exactly, rows at the edges. */
import {
  ROLLED_DIMENSIONS,
  tagKeyOf,
  type Dimension,
  type RolledDimension,
} from '../../../shared/dimensions.ts';
import { BUCKET_MS, LEVELS, type Level } from './rollup-table.ts';
import { MINUTE_OMITS, type Series } from './series.ts';

/** A range to scan at one level; `rows` reads single invocations. */
export interface Segment {
  readonly level: Level | 'rows';
  readonly startMs: number;
  readonly endMs: number;
}

const ROLLED = new Set<string>(ROLLED_DIMENSIONS);

/**
 * Levels that can tell all asked dimensions apart, coarsest first.
 *
 * @param dimensions all that the filter and the grouping name.
 * @param series the full series in the store: a tag counts only if every one knows it.
 */
export function usableLevels(
  dimensions: readonly Dimension[],
  series: readonly (Series | undefined)[],
): readonly Level[] {
  const isRolled = (dimension: Dimension): boolean => {
    if (tagKeyOf(dimension) === null) return ROLLED.has(dimension);
    return series.every((one) => !one?.isFull || one.knows(dimension));
  };
  if (!dimensions.every(isRolled)) return [];
  const inMinutes = (dimension: Dimension): boolean =>
    tagKeyOf(dimension) === null && !MINUTE_OMITS.has(dimension as RolledDimension); // Is rolled.
  return dimensions.every(inMinutes) ? LEVELS : LEVELS.filter((level) => level !== 'minute');
}

/**
 * Covers the intervals between the boundaries exactly once.
 *
 * @param boundariesMs ascending cuts.
 * @returns segments in order of time; neighbours of one level are joined.
 */
export function planSegments(
  boundariesMs: readonly number[],
  levels: readonly Level[],
): readonly Segment[] {
  const segments: { level: Segment['level']; startMs: number; endMs: number }[] = [];
  const push = (level: Segment['level'], startMs: number, endMs: number): void => {
    if (startMs >= endMs) return;
    const last = segments.at(-1);
    if (last?.level === level && last.endMs === startMs) last.endMs = endMs;
    else segments.push({ level, startMs, endMs });
  };
  const cover = (startMs: number, endMs: number, from: number): void => {
    const level = levels[from];
    if (level === undefined) return push('rows', startMs, endMs);
    const bucketMs = BUCKET_MS[level];
    const innerStartMs = Math.ceil(startMs / bucketMs) * bucketMs;
    const innerEndMs = Math.floor(endMs / bucketMs) * bucketMs;
    if (innerStartMs >= innerEndMs) return cover(startMs, endMs, from + 1);
    cover(startMs, innerStartMs, from + 1);
    push(level, innerStartMs, innerEndMs);
    cover(innerEndMs, endMs, from + 1);
  };
  boundariesMs.slice(1).forEach((endMs, index) => cover(boundariesMs[index] ?? endMs, endMs, 0));
  return segments;
}
