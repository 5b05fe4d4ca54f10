/** What can be packed: rollups, and five minutes, which have no table but are packed of rows. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/window.ts';
import type { Cube } from './cube.ts';
import { BUCKET_MS, type Level } from './rollup-table.ts';

/** Coarsest first. */
export const PACK_LEVELS = ['day', 'hour', 'fiveMinutes', 'minute'] as const;
export type PackLevel = (typeof PACK_LEVELS)[number];

/** Length of the buckets that a level tells apart. */
export const PACK_BUCKET_MS: Record<PackLevel, number> = {
  ...BUCKET_MS,
  fiveMinutes: 5 * MINUTE_MS,
};

/** How much time one pack holds; a span is packed anew when late records are added to it. */
export const SPAN_MS: Record<PackLevel, number> = {
  day: DAY_MS,
  hour: HOUR_MS,
  fiveMinutes: 10 * MINUTE_MS,
  minute: 10 * MINUTE_MS,
};

/** Cubes that a level is packed in; minute rollups tell no more apart than the tenant cube. */
export const CUBES_OF: Record<PackLevel, readonly Cube[]> = {
  day: ['full', 'tenant', 'model'],
  hour: ['full', 'tenant', 'model'],
  fiveMinutes: ['full', 'tenant', 'model'],
  minute: ['tenant', 'model'],
};

export const PACK_PARTS = ['counts', 'latency', 'firstToken'] as const;
export type PackPart = (typeof PACK_PARTS)[number];

/** The only place where a pack's name is made. */
export function packKind(level: PackLevel, cube: Cube, part: PackPart): string {
  return `${level}/${cube}/${part}`;
}

/** Spans of a level that buckets of it lie in. */
export function spansOf(level: PackLevel, bucketStartsMs: Iterable<number>): ReadonlySet<number> {
  const spanMs = SPAN_MS[level];
  const spans = new Set<number>();
  for (const atMs of bucketStartsMs) spans.add(Math.floor(atMs / spanMs) * spanMs);
  return spans;
}

/**
 * Spans of five minutes whose rows have changed when buckets of a rollup have.
 *
 * @param minutesMs minutes tell it to ten minutes; rows before are not counted by them, and hours
 *   tell it.
 */
export function changedSpans(
  level: Level,
  bucketStartsMs: readonly number[],
  minutesMs: number,
): ReadonlySet<number> {
  if (level === 'minute') return spansOf('fiveMinutes', bucketStartsMs);
  if (level === 'day') return new Set();
  const old = bucketStartsMs.filter((atMs) => atMs < minutesMs);
  const spanMs = SPAN_MS.fiveMinutes;
  const spans = old.flatMap((hourMs) =>
    Array.from({ length: HOUR_MS / spanMs }, (_, index) => hourMs + index * spanMs),
  );
  return new Set(spans);
}
