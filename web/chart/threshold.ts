/** Thresholds of alarms as lines on the chart of the metric that they watch. */
import type { AlarmStatus } from '../../shared/contract.ts';
import { matchesPattern, parseFilter, type Filter } from '../../shared/filter.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { stepMs, type Step } from '../../shared/window.ts';
import { formatAxis, formatThreshold } from '../format/metric.ts';
import { formatSpan } from '../format/number.ts';

export interface ThresholdLine {
  readonly name: string;
  /** Where the line lies, in the unit of the axis. */
  readonly value: number;
  /** Name, value, and how the value was brought to the step of the chart. */
  readonly label: string;
  /** Value alone, for the end of the line. */
  readonly short: string;
  readonly isBreached: boolean;
  /** Above the axis: said in the legend and not drawn, since it would flatten the data. */
  readonly isOffScale: boolean;
  readonly metric: MetricKey;
}

export const LINES_MAX = 4;
/** A threshold may stretch the axis to this many times the data, and no further. */
const STRETCH_MAX = 6;

interface ThresholdQuestion {
  readonly alarms: readonly AlarmStatus[];
  readonly metrics: readonly MetricKey[];
  readonly filter: string;
  readonly step: Step;
  readonly dataMax: number;
}

/**
 * The thresholds that belong on a chart, breached ones first, then the lowest.
 *
 * Alarms whose scope the filter rules out are left out; the states of one rule fanned out over
 * many groups are one line. Counts and money add up over time, so their thresholds are brought
 * from the alarm's period to the chart's step, and the label says so.
 *
 * @returns every line that applies; those past LINES_MAX are off scale. Never throws.
 */
export function thresholdLines(question: ThresholdQuestion): readonly ThresholdLine[] {
  const { metrics, filter, step, dataMax } = question;
  const watching = watchingAlarms(question.alarms, { metrics, filter });
  const byLabel = new Map<string, ThresholdLine>();
  for (const alarm of watching) {
    const line = lineOf(alarm, step);
    if (line === null) continue;
    const before = byLabel.get(line.label);
    const isBreached = line.isBreached || (before?.isBreached ?? false);
    byLabel.set(line.label, { ...line, isBreached });
  }
  const lines = [...byLabel.values()].sort((a, b) => {
    if (a.isBreached !== b.isBreached) return a.isBreached ? -1 : 1;
    return a.value - b.value;
  });
  const reachMax = dataMax === 0 ? Infinity : dataMax * STRETCH_MAX;
  return lines.map((line, index) => {
    // A line at zero would be the axis itself.
    const isDrawn = index < LINES_MAX && line.value <= reachMax && line.value !== 0;
    return { ...line, isOffScale: !isDrawn };
  });
}

/** Alarms on one of these metrics whose scope the filter does not rule out. */
export function watchingAlarms(
  alarms: readonly AlarmStatus[],
  { metrics, filter }: Pick<ThresholdQuestion, 'metrics' | 'filter'>,
): readonly AlarmStatus[] {
  const parsed = parseFilter(filter);
  return alarms.filter((alarm) => {
    if (alarm.metric === null || !metrics.includes(alarm.metric)) return false;
    return !parsed.ok || !isRuledOut(alarm, parsed.value);
  });
}

function lineOf(alarm: AlarmStatus, step: Step): ThresholdLine | null {
  const { metric } = alarm;
  if (metric === null) return null;
  const { unit, formula } = METRICS[metric];
  const common = {
    name: alarm.name,
    metric,
    isBreached: alarm.state === 'ALARM',
    isOffScale: false,
  } as const;
  const threshold = formatThreshold(metric, alarm);
  const label = `${alarm.name} ${alarm.comparison} ${threshold}`;
  const scope = scopeWords(alarm);
  if (AT_ANY_STEP.has(formula.kind)) {
    return { ...common, value: alarm.threshold, label: label + scope, short: threshold };
  }
  const lengthMs = stepMs(step);
  if (lengthMs === null) return null;
  const value = (alarm.threshold * lengthMs) / (alarm.periodSeconds * 1000);
  const period = `${label} per ${formatSpan(alarm.periodSeconds)}`;
  const isSame = lengthMs === alarm.periodSeconds * 1000 || value === 0;
  const atStep = `\u2192 ${formatAxis(unit, value)} per ${formatSpan(lengthMs / 1000)}`;
  const short = formatAxis(unit, value);
  return { ...common, value, label: (isSame ? period : `${period} ${atStep}`) + scope, short };
}

/** Values that do not grow with the length of a step. */
const AT_ANY_STEP = new Set(['percentile', 'ratio', 'minutePeak']);

/** What a threshold is on, when it is not on everything; accounts are told by the alarm's page. */
function scopeWords(alarm: AlarmStatus): string {
  const parsed = parseFilter(alarm.filter);
  const terms = parsed.ok ? parsed.value.terms : [];
  const named = terms.filter(({ dimension }) => dimension !== 'account' || terms.length === 1);
  const on = named.flatMap(({ negated, values }) => (negated ? [] : values));
  const each = Object.keys(alarm.group).map((dimension) => `each ${dimension}`);
  const words = [...on, ...each];
  return words.length === 0 ? '' : `, for ${words.join(' ')}`;
}

/** Whether the filter asks for values that the alarm does not watch. */
function isRuledOut(alarm: AlarmStatus, filter: Filter): boolean {
  const scope = scopeOfAlarm(alarm);
  return filter.terms.some(({ dimension, negated, values }) => {
    const watched = scope.get(dimension);
    if (watched === undefined) return false;
    const isAsked = watched.some((value) => {
      return values.some((pattern) => matchesPattern(pattern, value));
    });
    return isAsked === negated;
  });
}

function scopeOfAlarm(alarm: AlarmStatus): ReadonlyMap<string, readonly string[]> {
  const scope = new Map<string, readonly string[]>();
  const parsed = parseFilter(alarm.filter);
  for (const term of parsed.ok ? parsed.value.terms : []) {
    const isExact = !term.negated && term.values.every((value) => !value.includes('*'));
    if (isExact) scope.set(term.dimension, term.values);
  }
  for (const [dimension, value] of Object.entries(alarm.group)) scope.set(dimension, [value]);
  return scope;
}

/** The axis reaches the data and every line that is drawn, with room for a label. */
export function axisReach(dataMax: number, lines: readonly ThresholdLine[]): number {
  const drawn = lines.filter((line) => !line.isOffScale).map((line) => line.value);
  return Math.max(dataMax, ...drawn) * 1.08;
}

/** The thresholds as the end of a summary; '' without any. */
export function thresholdWords(lines: readonly ThresholdLine[]): string {
  if (lines.length === 0) return '';
  const breached = lines.filter((line) => line.isBreached).length;
  const state = breached === 0 ? 'none in alarm' : `${breached} in alarm`;
  return ` Thresholds, ${state}: ${lines.map((line) => line.label).join('; ')}.`;
}
