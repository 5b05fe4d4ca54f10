/** Counts over time as stacked bars: throttles and errors, invocations, tokens. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import type { MetricUnit } from '../../shared/metric.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatCount, formatShort } from '../format/number.ts';
import { axisOf } from './axis.ts';
import { provisionalFrom, stepCounts, stepLabels, stepTicks, type Steps } from './steps.ts';
import { axisReach, thresholdLines, thresholdWords } from './threshold.ts';
import { timeTable, type ColourToken, type TimeSeries, type TimeSpec } from './time-spec.ts';

export interface CountInput {
  readonly steps: Steps;
  readonly rows: readonly QueryRow[];
  /** In the order of the stack, from the axis up. */
  readonly metrics: readonly {
    readonly metric: MetricKey;
    readonly colour: ColourToken;
    /** Status of the calls that it counts, where it counts those of one alone. */
    readonly status?: string;
  }[];
  /** Metrics whose alarms are drawn here; those of CloudWatch's own counts among them. */
  readonly watched: readonly MetricKey[];
  readonly unit: MetricUnit;
  readonly alarms: readonly AlarmStatus[];
  readonly filter: string;
  /** What the summary says when all is zero. */
  readonly none: string;
}

/** Lays out a stack of counts. Never throws. */
export function countSpec(input: CountInput): TimeSpec {
  const { steps, rows, unit, alarms, filter } = input;
  const labels = stepLabels(steps);
  const series = input.metrics.map(({ metric, colour, status }): TimeSeries => {
    const values = stepCounts(rows, metric, steps);
    return {
      name: METRICS[metric].label,
      colour,
      values,
      texts: values.map((value) => (value === null ? UNKNOWN : formatCount(value))),
      total: formatShort(sumOf(values)),
      terms:
        status === undefined ? [] : [{ dimension: 'status', negated: false, values: [status] }],
    };
  });
  const dataMax = Math.max(0, ...labels.map((_, index) => stackAt(series, index)));
  const thresholds = thresholdLines({
    alarms,
    metrics: input.watched,
    filter,
    step: steps.step,
    dataMax,
  });
  const axis = axisOf(axisReach(dataMax, thresholds), unit);
  return {
    kind: 'bars',
    unit,
    labels,
    ticks: stepTicks(steps),
    series,
    thresholds,
    marks: [],
    provisionalFrom: provisionalFrom(steps),
    axis,
    summary: countSummary(series, labels, input.none) + thresholdWords(thresholds),
    table: timeTable(labels, series, steps.timeZone),
    isEmpty: dataMax === 0,
  };
}

function countSummary(
  series: readonly TimeSeries[],
  labels: readonly string[],
  none: string,
): string {
  const stacks = labels.map((_, index) => stackAt(series, index));
  const peak = stacks.indexOf(Math.max(0, ...stacks));
  if ((stacks[peak] ?? 0) === 0) return none;
  const parts = series.map(({ name, values }) => `${formatCount(sumOf(values))} ${lower(name)}`);
  return `${parts.join(', ')}; most at ${labels[peak] ?? ''}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function stackAt(series: readonly TimeSeries[], index: number): number {
  return series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0);
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
