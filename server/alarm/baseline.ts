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
 * The median is of that time alone, so that a job that runs for an hour is usual in its hour; the
 * spread is the larger one of that time and of the hours around it, of which more are known.
 *
 * @param same values of that time, at most one a week. @param beside those right beside it.
 * @returns null where fewer than two weeks are known.
 */
export function usualOf(same: readonly number[], beside: readonly number[]): Usual | null {
  if (same.length < WEEKS_MIN) return null;
  const median = medianOf(same);
  const deviation = Math.max(deviationOf(same), deviationOf([...same, ...beside]));
  return { median, spread: Math.max(SIGMA * deviation, SPREAD_MIN * Math.abs(median)) };
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

/** Starts of periods that another one is held against. */
export interface PeriodsLike {
  readonly same: readonly number[];
  readonly beside: readonly number[];
}

/**
 * The periods of earlier weeks that a period is held against: the same time on the clock of the
 * wall, and for periods of up to an hour those right beside it.
 *
 * @param startMs start of a period; periods are aligned to the epoch.
 */
export function periodsLike(startMs: number, periodMs: number, baseline: Baseline): PeriodsLike {
  const isShort = periodMs <= HOUR_MS;
  const same = Array.from({ length: baseline.weeks }, (_, week) => {
    const thenMs = startMs - (week + 1) * 7 * DAY_MS;
    const shiftMs = isShort
      ? offsetMs(startMs, baseline.timeZone) - offsetMs(thenMs, baseline.timeZone)
      : 0; // Days of alarms are those of UTC.
    return Math.floor((thenMs + shiftMs) / periodMs) * periodMs;
  });
  const beside = same.flatMap((atMs) => [atMs - periodMs, atMs + periodMs]);
  return { same, beside: isShort ? beside : [] };
}
