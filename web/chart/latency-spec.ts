/** Latency percentiles over time: one hue in three strengths; no data is a gap. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { formatDurationMs } from '../format/number.ts';
import { UNKNOWN } from '../format/metric.ts';
import { axisOf } from './axis.ts';
import { provisionalFrom, stepLabels, stepNumbers, stepTicks, type Steps } from './steps.ts';
import { axisReach, thresholdLines, thresholdWords } from './threshold.ts';
import { timeTable, type TimeSeries, type TimeSpec } from './time-spec.ts';

const LINES = [
  { end: 'P99', name: 'p99', colour: 'percentile-3' },
  { end: 'P90', name: 'p90', colour: 'percentile-2' },
  { end: 'P50', name: 'p50', colour: 'percentile-1' },
] as const;

export interface LatencyInput {
  readonly steps: Steps;
  readonly rows: readonly QueryRow[];
  readonly alarms: readonly AlarmStatus[];
  readonly filter: string;
  /** To the last byte, or to the first. */
  readonly of?: 'latency' | 'firstToken';
}

/** Lays out the three lines. Never throws. */
export function latencySpec(input: LatencyInput): TimeSpec {
  const { steps, rows, alarms, filter, of = 'latency' } = input;
  const labels = stepLabels(steps);
  const series = LINES.map(({ end, name, colour }): TimeSeries => {
    const values = stepNumbers(rows, `${of}${end}`, steps);
    const texts = values.map((value) => (value === null ? UNKNOWN : formatDurationMs(value)));
    return { name, colour, values, texts, total: '', terms: null };
  });
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const dataMax = Math.max(0, ...known);
  const metrics = LINES.map(({ end }) => `${of}${end}` as const);
  const thresholds = thresholdLines({ alarms, metrics, filter, step: steps.step, dataMax });
  const axis = axisOf(axisReach(dataMax, thresholds), 'ms');
  return {
    kind: 'lines',
    unit: 'ms',
    labels,
    ticks: stepTicks(steps),
    series,
    thresholds,
    marks: [],
    provisionalFrom: provisionalFrom(steps),
    axis,
    summary: latencySummary(series, labels, of) + thresholdWords(thresholds),
    table: timeTable(labels, series, steps.timeZone),
    isEmpty: known.length === 0,
  };
}

function latencySummary(
  series: readonly TimeSeries[],
  labels: readonly string[],
  of: 'latency' | 'firstToken',
): string {
  const slow = series[0]?.values ?? [];
  const peak = slow.reduce<number | null>((best, value, index) => {
    if (value === null) return best;
    return best === null || value > (slow[best] ?? 0) ? index : best;
  }, null);
  if (peak === null) return 'No invocation with a latency in this range.';
  const text = formatDurationMs(slow[peak] ?? 0);
  const what = of === 'latency' ? 'latency' : 'the time to first token';
  return `The 99th percentile of ${what} peaked at ${text}, at ${labels[peak] ?? ''}.`;
}
