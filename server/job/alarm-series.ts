/** The values that an alarm is judged by: one question for all groups, and what is usual. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import { periodsLike, usualOf, type Baseline } from '../alarm/baseline.ts';
import type { SeriesPoint } from '../alarm/series-point.ts';
import { assert } from '../../shared/assert.ts';
import { parseFilter } from '../../shared/filter.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, DAY_MS, STEPS, stepMs, WINDOW_STEPS_MAX } from '../../shared/window.ts';
import type { Step, Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AnswerValue } from '../query/query.ts';
import type { QueryStore } from '../query/query-store.ts';
import { runQuery } from '../query/run-query.ts';
import type { Store } from '../store/store.ts';

/** Points of one group by the start of their period. */
export type Points = ReadonlyMap<number, SeriesPoint>;
/** Points of all groups, by their values as JSON text. */
export type Series = ReadonlyMap<string, Points>;

interface SeriesParts {
  readonly store: QueryStore & Pick<Store, 'extent'>;
  readonly book: PriceBook;
}

/** Whether no call at all is a true zero of the metric, rather than nothing known. */
export function isSum(metric: MetricKey): boolean {
  const { kind } = METRICS[metric].formula;
  return !['percentile', 'ratio', 'cloudWatch', 'bill'].includes(kind);
}

/** Values of all groups over a span. @throws StoreError */
function readSeries(rule: AlarmRule, span: Window, parts: SeriesParts): Series {
  const series = new Map<string, Map<number, SeriesPoint>>();
  readInto(series, rule, span, parts);
  return series;
}

function readInto(
  series: Map<string, Map<number, SeriesPoint>>,
  rule: AlarmRule,
  window: Window,
  { store, book }: SeriesParts,
): void {
  const filter = parseFilter(rule.filter);
  assert(filter.ok, 'the filter of a rule was checked when the rule was read');
  const { metric, groupBy, periodMs } = rule;
  const step = stepOf(periodMs);
  const asked = { filter: filter.value, groupBy, window, step, timeZone: 'UTC' };
  const { rows } = runQuery({ metrics: [metric, 'invocations'], ...asked }, store, book);
  for (const row of rows) {
    const key = JSON.stringify(row.group);
    const points = series.get(key) ?? new Map<number, SeriesPoint>();
    const value = alarmValue(row.values.get(metric) ?? null);
    const invocations = Number(row.values.get('invocations') ?? 0);
    points.set(row.startMs, { startMs: row.startMs, value, invocations });
    series.set(key, points);
  }
}

function stepOf(periodMs: number): Step {
  const step = STEPS.find((one) => stepMs(one) === periodMs);
  assert(step !== undefined, 'the period of a rule is a step of queries');
  return step;
}

function alarmValue(value: AnswerValue): string | number | null {
  return typeof value === 'bigint' ? formatAttoUsd(value) : value;
}

/** Values over a span, each with what is usual where the rule has a baseline. @throws StoreError */
export function readJudged(rule: AlarmRule, asked: Window, parts: SeriesParts): Series {
  const { baseline } = rule;
  if (!baseline) return readSeries(rule, asked, parts);
  const span = { startMs: aligned(asked.startMs, rule), endMs: aligned(asked.endMs, rule) };
  const all = new Map<string, Map<number, SeriesPoint>>();
  for (const window of pastAndPresent(rule, baseline, span)) readInto(all, rule, window, parts);
  const like = new Map<number, Weeks>();
  for (let startMs = span.startMs; startMs < span.endMs; startMs += rule.periodMs) {
    like.set(startMs, periodsLike(startMs, rule.periodMs, baseline));
  }
  const knownFromMs = parts.store.extent()?.startMs ?? Infinity;
  return new Map([...all].map(([key, points]) => [key, judged(rule, points, like, knownFromMs)]));
}

/** One window where the weeks hang together or nearly, else one for each week. */
function pastAndPresent(rule: AlarmRule, baseline: Baseline, span: Window): readonly Window[] {
  const slackMs = HOUR_MS + rule.periodMs; // Clocks change by an hour; neighbours count too.
  const backMs = baseline.weeks * WEEK_MS + slackMs;
  const whole = { startMs: aligned(span.startMs - backMs, rule), endMs: span.endMs };
  const isFew = (whole.endMs - whole.startMs) / rule.periodMs <= WINDOW_STEPS_MAX;
  if (span.endMs - span.startMs > WEEK_MS / 2 && isFew) return [whole];
  const past = Array.from({ length: baseline.weeks }, (_, week) => {
    const shiftMs = (week + 1) * WEEK_MS;
    const startMs = aligned(span.startMs - shiftMs - slackMs, rule);
    return { startMs, endMs: aligned(span.endMs - shiftMs + slackMs + rule.periodMs, rule) };
  });
  return [...past, span];
}

const WEEK_MS = 7 * DAY_MS;

function aligned(atMs: number, { periodMs }: AlarmRule): number {
  return Math.floor(atMs / periodMs) * periodMs;
}

/** Starts of the periods that one is held against, by week. */
type Weeks = ReturnType<typeof periodsLike>;

/** Points of the span with what is usual; without a call it is zero, from the first data on. */
function judged(
  rule: AlarmRule,
  points: Points,
  like: ReadonlyMap<number, Weeks>,
  knownFromMs: number,
): Points {
  const valueAt = (startMs: number): number | null => {
    const point = points.get(startMs);
    if (!point) return isSum(rule.metric) && startMs >= knownFromMs ? 0 : null;
    const isFew = point.invocations < rule.minimumInvocations;
    return point.value === null || isFew ? null : Number(point.value);
  };
  return new Map(
    [...like].flatMap(([startMs, weeks]): [number, SeriesPoint][] => {
      const zero = isSum(rule.metric) ? { startMs, value: 0, invocations: 0 } : null;
      const point = points.get(startMs) ?? zero;
      if (!point) return [];
      const kind = isSum(rule.metric) ? 'sum' : 'level';
      const usual = usualOf(
        weeks.map((week) => week.map(valueAt)),
        kind,
      );
      return [[startMs, { ...point, usual }]];
    }),
  );
}
