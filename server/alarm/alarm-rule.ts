/** What somebody wants to be told of: one metric, one threshold, and for how many periods. */
import { z } from 'zod';
import { isDimension, type Dimension } from '../../shared/dimensions.ts';
import { formatFilter, parseFilter } from '../../shared/filter.ts';
import { isMetric, METRICS, type MetricKey } from '../../shared/metrics.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { BaselineText, type Baseline } from './baseline.ts';
import { MuteText, type MuteWindow } from './mute.ts';
import { MISSING_DATA_TREATMENTS, type MissingDataTreatment } from './evaluate-points.ts';
import { COMPARISONS, parseThreshold, type Comparison, type Threshold } from './threshold.ts';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface AlarmRule {
  /** Unique among rules; states and notices are kept under it. */
  readonly name: string;
  readonly metric: MetricKey;
  /** In the filter grammar, as formatFilter writes it; '' for all invocations. */
  readonly filter: string;
  /** One alarm state for each group of these; none makes one state for all. */
  readonly groupBy: readonly Dimension[];
  readonly comparison: Comparison;
  /** A bar for the metric; with a baseline spreads or percent. */
  readonly threshold: Threshold;
  /** Null for a fixed threshold. */
  readonly baseline: Baseline | null;
  /** One of the steps that queries answer, so that periods agree with charts. */
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingDataTreatment;
  /** A period is looked at this long after its end, to let late records come. */
  readonly evaluationDelayMs: number;
  /** A period with fewer invocations counts as missing: a ratio of two calls says nothing. */
  readonly minimumInvocations: number;
  /** An alarm ends only when its periods have been good for so long; 0 ends it at once. */
  readonly keepFiringMs: number;
  /** People are told again while it stands, this often; null tells once. */
  readonly repeatMs: number | null;
  /** Times of the week in which nobody is told. */
  readonly mute: readonly MuteWindow[];
  /** Alarms that tell of a larger trouble: while one of them stands, this one tells nobody. */
  readonly inhibitedBy: readonly string[];
  readonly severity: Severity;
  /** Who looks after it; '' for nobody. */
  readonly owner: string;
  /** Where to read on, for whom it wakes; '' for none. */
  readonly runbook: string;
}

export interface AlarmRuleProblem {
  /** Key at fault, such as `threshold` or `groupBy.0`; '' for the rule as a whole. */
  readonly path: string;
  readonly message: string;
}

const PERIOD_MS = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': HOUR_MS, '1d': DAY_MS };
const GROUP_BY_MAX = 3;
const SPAN_MS_MAX = 7 * DAY_MS;
const BASELINE_PERIOD_MS_MIN = 5 * MINUTE_MS;
const SHORT_SPAN_MS_MAX = DAY_MS; // For periods under an hour, as in CloudWatch.

const duration = z
  .string()
  .regex(/^\d{1,5}[smhd]$/, 'write a duration such as 90s, 5m or 1h')
  .transform(durationMs)
  .refine((delayMs) => delayMs <= DAY_MS, 'at most one day');

/** A name that fits into expressions, patterns of silences and messages. */
export const AlarmName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/()-]{0,99}$/u, 'up to 100 letters, digits, spaces, ._:/()-');

export const AlarmText = z.strictObject({
  name: AlarmName,
  metric: z.string(),
  filter: z.string().default(''),
  groupBy: z.array(z.string()).max(GROUP_BY_MAX).default([]),
  comparison: z.enum(COMPARISONS).default('>'),
  threshold: z.union([z.string(), z.number().transform(String)]),
  warning: z.union([z.string(), z.number().transform(String)]).optional(), // See alarmLevels.
  baseline: BaselineText.optional(),
  period: z.enum(['1m', '5m', '15m', '1h', '1d']).default('5m'),
  evaluationPeriods: z.int().min(1).max(1440).default(1),
  datapointsToAlarm: z.int().min(1).optional(),
  treatMissingData: z.enum(MISSING_DATA_TREATMENTS).optional(),
  evaluationDelay: duration.prefault('1m'),
  minimumInvocations: z.int().min(0).default(0),
  keepFiring: duration.prefault('0s'),
  repeat: duration.refine((ms) => ms >= MINUTE_MS, 'at least a minute').optional(),
  mute: z.array(MuteText).max(20).default([]),
  inhibitedBy: z.array(z.string()).max(20).default([]),
  severity: z.enum(SEVERITIES).default('warning'),
  owner: z.string().max(200).default(''),
  runbook: z
    .string()
    .max(500)
    .regex(/^\P{Cc}*$/u, 'no control characters')
    .default(''),
});

/**
 * Reads one rule as people write it: `{name, metric, filter, groupBy, comparison, threshold,
 * warning, baseline, period: '5m', evaluationPeriods, datapointsToAlarm, treatMissingData,
 * evaluationDelay: '1m', minimumInvocations, keepFiring, repeat, mute, inhibitedBy, severity,
 * owner, runbook}`. Only name, metric and threshold must be there; datapointsToAlarm is all of
 * evaluationPeriods when left out, and treatMissingData what usualTreatment says.
 *
 * @param value parsed YAML or JSON, not to be trusted.
 * @param timeZone zone of the week of baselines.
 * @returns the rule, or the first thing that is wrong with it. Never throws.
 */
export function parseAlarmRule(
  value: unknown,
  timeZone = 'UTC',
): Result<AlarmRule, AlarmRuleProblem> {
  const parsed = AlarmText.safeParse(value);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const { metric, threshold, period, groupBy, baseline, ...others } = parsed.data;
  const { evaluationDelay, keepFiring, repeat, warning: _, ...rest } = others;
  if (!isMetric(metric)) return err({ path: 'metric', message: `there is no metric "${metric}"` });
  // Spreads and percent are plain numbers, whatever the metric is.
  const bar = parseThreshold(baseline ? 'invocations' : metric, threshold);
  if (!bar) return err({ path: 'threshold', message: 'write a plain decimal such as 12.50' });
  const dimensions = parseGroupBy(groupBy);
  if (!dimensions.ok) return dimensions;
  const filter = parseFilter(rest.filter);
  if (!filter.ok) {
    const { message, index } = filter.problem;
    return err({ path: 'filter', message: `${message} (at character ${index + 1})` });
  }
  return checkSpan({
    ...rest,
    metric,
    threshold: bar,
    baseline: inZone(baseline, timeZone),
    filter: formatFilter(filter.value),
    groupBy: dimensions.value,
    treatMissingData: usualTreatment(metric, rest.treatMissingData),
    periodMs: PERIOD_MS[period],
    datapointsToAlarm: rest.datapointsToAlarm ?? rest.evaluationPeriods,
    evaluationDelayMs: evaluationDelay,
    keepFiringMs: keepFiring,
    repeatMs: repeat ?? null,
  });
}

/** CloudWatch writes no point for a count of nothing; of all else silence says nothing. */
function usualTreatment(
  metric: MetricKey,
  asked: MissingDataTreatment | undefined,
): MissingDataTreatment {
  if (asked) return asked;
  const { formula } = METRICS[metric];
  const isCount = formula.kind === 'cloudWatch' && formula.statistic === 'Sum';
  return isCount ? 'notBreaching' : 'missing';
}

/** The first of what is wrong with a rule. Never throws. */
export function firstProblem({ issues: [issue] }: z.ZodError): AlarmRuleProblem {
  return { path: issue?.path.join('.') ?? '', message: issue?.message ?? 'not a rule' };
}

/** Reads names of dimensions that make groups; a request is no group. Never throws. */
export function parseGroupBy(
  names: readonly string[],
): Result<readonly Dimension[], AlarmRuleProblem> {
  const dimensions: Dimension[] = [];
  for (const [index, name] of names.entries()) {
    const path = `groupBy.${index}`;
    if (!isDimension(name)) return err({ path, message: `there is no dimension "${name}"` });
    if (name === 'requestId') return err({ path, message: 'a request id is no group' });
    if (dimensions.includes(name)) return err({ path, message: `"${name}" stands twice` });
    dimensions.push(name);
  }
  return ok(dimensions);
}

function inZone(
  baseline: z.output<typeof BaselineText> | undefined,
  timeZone: string,
): Baseline | null {
  return baseline ? { ...baseline, timeZone } : null;
}

function checkSpan(rule: AlarmRule): Result<AlarmRule, AlarmRuleProblem> {
  if (rule.datapointsToAlarm > rule.evaluationPeriods) {
    return err({ path: 'datapointsToAlarm', message: 'at most evaluationPeriods' });
  }
  if (rule.baseline && rule.periodMs < BASELINE_PERIOD_MS_MIN) {
    return err({ path: 'period', message: 'at least 5m with a baseline' });
  }
  const isShort = rule.periodMs < HOUR_MS;
  const spanMs = rule.periodMs * rule.evaluationPeriods;
  if (spanMs > (isShort ? SHORT_SPAN_MS_MAX : SPAN_MS_MAX)) {
    const most = isShort ? 'one day, as the period is under an hour' : 'seven days';
    return err({ path: 'evaluationPeriods', message: `periods may span at most ${most}` });
  }
  return ok(rule);
}

const UNIT_MS = new Map([
  ['s', 1000],
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
]);

function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNIT_MS.get(text.slice(-1)) ?? 0);
}
