/** How busy an hour is: nights, weekends and growth, so that a demo looks like people at work. */
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import type { Workload } from './demo-workload.ts';

const WEEKEND = 0.42;
/** Such that a whole week has the mean of one. */
const WEEKDAY = (7 - 2 * WEEKEND) / 5;
/** Growth ends here, or a demo left running would drown. */
const GROWTH_DAYS_MAX = 30;

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const OFFICE = normalized(HOURS.map((hour) => 0.28 + bell(hour, 14, 3.8)));
const NIGHTLY = normalized(HOURS.map((hour) => 0.12 + 3 * bell(hour, 3, 1.4)));

/**
 * Mean calls of a workload in one hour.
 *
 * @param endMs the demo's reference time, from which growth is counted.
 */
export function meanCalls(workload: Workload, hourStartMs: number, endMs: number): number {
  const localMs = hourStartMs + utcOffsetHours(workload.region) * HOUR_MS;
  const local = new Date(localMs);
  const { callsPerDay, rhythm, growthPerDay } = workload;
  const days = Math.min((hourStartMs - endMs) / DAY_MS, GROWTH_DAYS_MAX);
  const growth = (1 + growthPerDay) ** (days + GROWTH_DAYS_MAX / 2);
  return (callsPerDay / 24) * growth * share(rhythm, local);
}

function share(rhythm: Workload['rhythm'], local: Date): number {
  if (rhythm === 'flat') return 1;
  if (rhythm === 'nightly') return NIGHTLY[local.getUTCHours()] ?? 1;
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6;
  return (OFFICE[local.getUTCHours()] ?? 1) * (isWeekend ? WEEKEND : WEEKDAY);
}

/** Standard time of the people behind a Region; summer time does not matter to a demo. */
function utcOffsetHours(region: string): number {
  if (region.startsWith('eu-')) return 1;
  return region === 'us-west-2' ? -8 : -5;
}

function bell(hour: number, peak: number, width: number): number {
  return Math.exp(-((hour - peak) ** 2) / (2 * width ** 2));
}

function normalized(weights: readonly number[]): readonly number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
