/** What a metric is like at this time of the week, and the bar for a departure from it. */
import { z } from 'zod';
import { DAY_MS, HOUR_MS, offsetMs } from '../../shared/window.ts';
import type { Comparison } from './threshold.ts';

export const BASELINE_KINDS = ['band', 'change'] as const;

/** An alarm with a baseline is held against its own past instead of a fixed threshold. */
export interface Baseline {
  /** `band`: the threshold counts spreads; `change`: it is a percentage of the median. */
  readonly kind: (typeof BASELINE_KINDS)[number];
  /** How many weeks back the past reaches. */
  readonly weeks: number;
  /** A departure by less, in the metric's unit, is none. */
  readonly minimumChange: number;
  /** Zone in which the hours of the week are counted. */
  readonly timeZone: string;
}

/** Keys of `baseline` in the config. */
export const BaselineText = z.strictObject({
  kind: z.enum(BASELINE_KINDS).default('band'),
  weeks: z.int().min(2).max(8).default(4),
  minimumChange: z.number().min(0).default(0),
});

/** What is usual: statistics, so plain numbers also for money. */
export interface Usual {
  readonly median: number;
  /** As a standard deviation would be, but that a few odd weeks do not move it. */
  readonly spread: number;
}

/** Of fewer weeks nobody knows what is usual. */
const WEEKS_MIN = 2;
/** Makes the median deviation of a normal distribution its standard deviation. */
const SIGMA = 1.4826;
/** A past without any spread would make every cent a departure. */
const SPREAD_MIN = 0.05;

/**
 * Median and spread of the same time of earlier weeks.
 *
 * The median of a sum is of that time alone, so that a job that runs for an hour is usual in its
 * hour; that of a level, such as a percentile or a ratio, is of the times beside it too, since it
 * hangs on chance more than on the hour. The spread is the largest of three: that of that time;
 * that with the times beside it, of which more are known; and the burst of an ordinary week, so
 * that work which comes at odd hours, as videos do, is usual too. One odd week in four moves none.
 *
 * @param weeks values of each week in the order of periodsLike; null where none is known.
 * @returns null where fewer than two weeks are known.
 */
export function usualOf(
  weeks: readonly (readonly (number | null)[])[],
  of: 'sum' | 'level' = 'sum',
): Usual | null {
  const same = weeks.flatMap(([value]) => value ?? []);
  if (same.length < WEEKS_MIN) return null;
  const all = weeks.flatMap((week) => week.flatMap((value) => value ?? []));
  const median = medianOf(of === 'sum' ? same : all);
  const deviation = SIGMA * Math.max(deviationOf(same), deviationOf(all));
  return { median, spread: Math.max(deviation, burstOf(weeks), SPREAD_MIN * Math.abs(median)) };
}

/** By count of values: where the largest of so many normal departures lies half of the time. */
const LARGEST_SIGMAS = [Infinity, 0.6745, 1.0518, 1.2638] as const;

/** How far the oddest period of an ordinary week departs from its time, as a spread. */
function burstOf(weeks: readonly (readonly (number | null)[])[]): number {
  const slots = Math.max(...weeks.map((week) => week.length));
  const medians = Array.from({ length: slots }, (_, slot) => {
    return medianOf(weeks.flatMap((week) => week[slot] ?? []));
  });
  const bursts = weeks.flatMap((week) => {
    const departures = week.flatMap((value, slot) => {
      return value === null ? [] : Math.abs(value - (medians[slot] ?? 0));
    });
    const sigmas = LARGEST_SIGMAS[departures.length] ?? Infinity;
    return departures.length === 0 ? [] : Math.max(...departures) / sigmas;
  });
  return medianOf(bursts);
}

function deviationOf(values: readonly number[]): number {
  const median = medianOf(values);
  return medianOf(values.map((value) => Math.abs(value - median)));
}

/** The middle of some values; 0 of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

/**
 * The value from which on a period departs from what is usual: above it or below, by comparison.
 *
 * @param amount the rule's threshold: spreads for a band, percent for a change.
 * @returns in the metric's unit; never below 0.
 */
export function barOf(
  baseline: Baseline,
  { median, spread }: Usual,
  comparison: Comparison,
  amount: number,
): number {
  const by = baseline.kind === 'band' ? amount * spread : (amount / 100) * Math.abs(median);
  const change = Math.max(by, baseline.minimumChange);
  return Math.max(0, comparison.startsWith('>') ? median + change : median - change);
}

/** How far a value is above what is usual, in the unit of the threshold. */
export function departureOf(
  { kind }: Pick<Baseline, 'kind'>,
  { median, spread }: Usual,
  value: number,
): number {
  return kind === 'band' ? (value - median) / spread : (100 * (value - median)) / Math.abs(median);
}

/**
 * The periods of earlier weeks that a period is held against: the same time on the clock of the
 * wall, and for periods of up to an hour those right beside it.
 *
 * @param startMs start of a period; periods are aligned to the epoch.
 * @returns starts of periods for each week: the same time first, then those before and after it.
 */
export function periodsLike(
  startMs: number,
  periodMs: number,
  baseline: Baseline,
): readonly (readonly number[])[] {
  const isShort = periodMs <= HOUR_MS;
  return Array.from({ length: baseline.weeks }, (_, week) => {
    const thenMs = startMs - (week + 1) * 7 * DAY_MS;
    const shiftMs = isShort
      ? offsetMs(startMs, baseline.timeZone) - offsetMs(thenMs, baseline.timeZone)
      : 0; // Days of alarms are those of UTC.
    const sameMs = Math.floor((thenMs + shiftMs) / periodMs) * periodMs;
    return isShort ? [sameMs, sameMs - periodMs, sameMs + periodMs] : [sameMs];
  });
}
