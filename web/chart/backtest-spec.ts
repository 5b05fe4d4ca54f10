/** An alarm that is being written, over the past: values, threshold, where it would stand. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import type { AlarmTestReply } from '../../shared/notify-contract.ts';
import { formatPlural } from '../format/number.ts';
import { formatValue, UNKNOWN } from '../format/metric.ts';
import { axisOf } from './axis.ts';
import { stepLabels, stepTicks, type Steps } from './steps.ts';
import { axisReach, thresholdLines } from './threshold.ts';
import { timeTable, type ColourToken, type TimeSeries, type TimeSpec } from './time-spec.ts';

const GROUPS_MAX = 5;
const COLOURS: readonly ColourToken[] = [
  'series-1',
  'series-5',
  'series-3',
  'series-8',
  'series-4',
];

export interface BacktestInput {
  readonly alarm: AlarmStatus;
  readonly metric: MetricKey;
  readonly rows: readonly QueryRow[];
  readonly steps: Steps;
  readonly tested: AlarmTestReply | null;
}

/** Lays out the largest groups as lines, and over them where the alarm would have stood. */
export function backtestSpec({ alarm, metric, rows, steps, tested }: BacktestInput): TimeSpec {
  const labels = stepLabels(steps);
  const groups = largestGroups(rows, metric, steps);
  const series = groups.map(({ name, values }, index) =>
    seriesOf(name === '' ? METRICS[metric].label : name, values, {
      metric,
      colour: COLOURS[index] ?? 'other',
    }),
  );
  const stands = standing(groups, steps, tested);
  const breach = seriesOf('Would stand', stands, { metric, colour: 'series-6' });
  const dataMax = Math.max(0, ...groups.flatMap(({ values }) => values.map((one) => one ?? 0)));
  const lines = thresholdLines({
    alarms: [alarm],
    metrics: [metric],
    filter: '',
    step: steps.step,
    dataMax,
  });
  const axis = axisOf(axisReach(dataMax, lines), METRICS[metric].unit);
  const count = tested?.spans.length ?? 0;
  const all = count === 0 ? series : [...series, breach];
  return {
    kind: 'lines',
    unit: METRICS[metric].unit,
    labels,
    ticks: stepTicks(steps),
    series: all,
    thresholds: lines,
    marks: [],
    provisionalFrom: null,
    axis,
    summary: `${METRICS[metric].label}: the alarm would have fired ${formatPlural(count, 'time')}.`,
    table: timeTable(labels, all, steps.timeZone),
    isEmpty: groups.length === 0,
  };
}

interface GroupValues {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

function largestGroups(
  rows: readonly QueryRow[],
  metric: MetricKey,
  { startsMs }: Steps,
): readonly GroupValues[] {
  const indexOf = new Map(startsMs.map((startMs, index) => [startMs, index]));
  const byName = new Map<string, (number | null)[]>();
  for (const row of rows) {
    const name = Object.values(row.group).join(' ');
    const values = byName.get(name) ?? startsMs.map(() => null);
    const index = indexOf.get(Date.parse(row.start));
    const value = row.values[metric];
    if (index !== undefined && value !== null && value !== undefined) values[index] = Number(value);
    byName.set(name, values);
  }
  const peak = (values: readonly (number | null)[]): number =>
    Math.max(0, ...values.map((value) => value ?? 0));
  const groups = [...byName].map(([name, values]) => ({ name, values }));
  return groups.sort((a, b) => peak(b.values) - peak(a.values)).slice(0, GROUPS_MAX);
}

function seriesOf(
  name: string,
  values: readonly (number | null)[],
  { metric, colour }: { readonly metric: MetricKey; readonly colour: ColourToken },
): TimeSeries {
  const isMoney = METRICS[metric].unit === 'usd';
  const texts = values.map((value) => {
    if (value === null) return UNKNOWN;
    return formatValue(metric, isMoney ? String(value) : value);
  });
  return { name, colour, values, texts, total: '', terms: null };
}

/** The largest value of each step in which any group would have stood. */
function standing(
  groups: readonly GroupValues[],
  { startsMs, endMs }: Steps,
  tested: AlarmTestReply | null,
): readonly (number | null)[] {
  const spans = (tested?.spans ?? []).map(({ from, to }) => ({
    startMs: Date.parse(from),
    endMs: to === null ? endMs : Date.parse(to),
  }));
  return startsMs.map((startMs, index) => {
    const nextMs = startsMs[index + 1] ?? endMs;
    const isStanding = spans.some((span) => span.startMs <= nextMs && span.endMs > startMs);
    if (!isStanding) return null;
    return Math.max(0, ...groups.map(({ values }) => values[index] ?? 0));
  });
}
