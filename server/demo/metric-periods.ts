/** Gathers the minutes of a metric into periods and gives one statistic for each. */
import { MINUTE_MS } from '../../shared/window.ts';
import type { AwsScope, AwsWorld, MetricSeries } from './aws-world.ts';
import { statisticOf } from './metric-statistic.ts';

export interface PeriodQuestion extends AwsScope {
  readonly series: MetricSeries;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
}

export interface PeriodValue {
  readonly startMs: number;
  readonly value: number;
}

const DAY_MS = 86_400_000;
/** How long CloudWatch keeps points of a period: 1 minute, 5 minutes, else an hour or more. */
const RETENTION_DAYS: readonly (readonly [periodSeconds: number, days: number])[] = [
  [300, 15],
  [3600, 63],
];

/** Values by period, aligned to the epoch, oldest first; a period without samples is left out. */
export function periodValues(
  world: Pick<AwsWorld, 'metricMinutes'>,
  question: PeriodQuestion,
): readonly PeriodValue[] {
  const { statistic, periodSeconds, nowMs } = question;
  const periodMs = periodSeconds * 1000;
  const keptFromMs = Math.max(question.startMs, nowMs - retentionMs(periodSeconds));
  const startMs = Math.floor(keptFromMs / periodMs) * periodMs;
  const samples = new Map<number, number[]>();
  for (const minute of world.metricMinutes({ ...question, startMs })) {
    const periodStartMs = Math.floor(minute.startMs / periodMs) * periodMs;
    const values = samples.get(periodStartMs);
    if (values) values.push(...minute.values);
    else samples.set(periodStartMs, [...minute.values]);
  }
  return [...samples].flatMap(([start, values]) => {
    const value = statisticOf(statistic, values);
    return value === null ? [] : [{ startMs: start, value }];
  });
}

function retentionMs(periodSeconds: number): number {
  const kept = RETENTION_DAYS.find(([below]) => periodSeconds < below);
  return (kept?.[1] ?? 455) * DAY_MS;
}

/** Rounds a start down as GetMetricData does: to the minute, at least. */
export function minuteStartMs(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
}
