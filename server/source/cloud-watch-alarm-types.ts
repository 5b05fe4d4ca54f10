/** What the types of CloudWatch alarms have to do with Bedrock, and how each says its condition. */
import type {
  CompositeAlarm,
  Dimension,
  LogAlarm,
  MetricAlarm,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import type { CloudWatchAlarm } from './metric.ts';

/** An alarm without the place that it was found in. */
export type FoundAlarm = Omit<CloudWatchAlarm, 'account' | 'region'>;

const NO_METRIC = {
  namespace: '',
  metricName: '',
  statistic: '',
  dimensions: new Map<string, string>(),
  periodSeconds: 0,
} as const;

/** What an alarm on metrics watches; null when Bedrock has no part in it. */
export function metricAlarmOf(alarm: MetricAlarm): FoundAlarm | null {
  const metric = bedrockMetricOf(alarm);
  const { type, expression } = typeOf(alarm);
  // A query over metrics names them in its text alone.
  if (!metric && !/\bbedrock/i.test(expression)) return null;
  const { Threshold = 0, ComparisonOperator = '', TreatMissingData = 'missing' } = alarm;
  return {
    ...nameOf(alarm),
    ...(metric ?? NO_METRIC),
    type,
    expression,
    ...periodsOf(alarm.EvaluationPeriods, alarm.DatapointsToAlarm),
    threshold: type === 'metric' || type === 'math' ? Threshold : null,
    comparison: ComparisonOperator,
    treatMissingData: TreatMissingData,
    stateReason: alarm.StateReason ?? '',
  };
}

/** The metric of Bedrock that an alarm watches directly or in a formula; null for none. */
function bedrockMetricOf(alarm: MetricAlarm) {
  const { Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic, Period } = alarm;
  const direct = {
    Metric: { Namespace, MetricName, Dimensions },
    Stat: Statistic ?? ExtendedStatistic,
    Period,
  };
  const parts = (alarm.Metrics ?? []).flatMap(({ MetricStat: part }) => part ?? []);
  const metrics = [direct, ...parts].map(toAlarmMetric);
  return metrics.find(({ namespace }) => namespace.startsWith('AWS/Bedrock')) ?? null;
}

function typeOf(alarm: MetricAlarm): Pick<CloudWatchAlarm, 'type' | 'expression'> {
  const query = alarm.EvaluationCriteria?.PromQLCriteria?.Query;
  if (query !== undefined) return { type: 'promQl', expression: query };
  const formulas = (alarm.Metrics ?? []).filter(({ Expression }) => Expression !== undefined);
  const band = formulas.find(({ Id }) => Id === alarm.ThresholdMetricId);
  if (band) return { type: 'band', expression: band.Expression ?? '' };
  // The one whose data is returned is held against the threshold; the others are its parts.
  const formula = formulas.find(({ ReturnData }) => ReturnData !== false) ?? formulas[0];
  if (formula) return { type: 'math', expression: formula.Expression ?? '' };
  return { type: 'metric', expression: '' };
}

/** An alarm over others; whether they have to do with Bedrock is for the caller to say. */
export function compositeAlarmOf(alarm: CompositeAlarm): FoundAlarm {
  return {
    ...nameOf(alarm),
    ...NO_METRIC,
    type: 'composite',
    expression: alarm.AlarmRule ?? '',
    ...periodsOf(1, 1),
    threshold: null,
    comparison: '',
    treatMissingData: '',
    stateReason: alarm.StateReason ?? '',
  };
}

/** Bedrock's log group as the console proposes it, or fields that only its records have. */
const OF_BEDROCK = /bedrock|ModelInvocationLog|inputTokenCount|outputTokenCount/i;

/** An alarm on a query over logs of Bedrock; null for one over other logs. */
export function logAlarmOf(alarm: LogAlarm): FoundAlarm | null {
  const { QueryString = '', LogGroupIdentifiers = [] } = alarm.ScheduledQueryConfiguration ?? {};
  if (![QueryString, ...LogGroupIdentifiers].some((text) => OF_BEDROCK.test(text))) return null;
  return {
    ...nameOf(alarm),
    ...NO_METRIC,
    type: 'log',
    expression: QueryString,
    ...periodsOf(alarm.QueryResultsToEvaluate, alarm.QueryResultsToAlarm),
    threshold: alarm.Threshold ?? 0,
    comparison: alarm.ComparisonOperator ?? '',
    treatMissingData: alarm.TreatMissingData ?? 'missing',
    stateReason: '', // It may quote what the query found.
  };
}

/** What an alarm on one metric says of itself, in the form that parts of a formula have. */
interface Direct {
  readonly Metric: {
    readonly Namespace: string | undefined;
    readonly MetricName: string | undefined;
    readonly Dimensions: Dimension[] | undefined;
  };
  readonly Stat: string | undefined;
  readonly Period: number | undefined;
}

function toAlarmMetric({ Metric, Stat, Period }: MetricStat | Direct) {
  return {
    namespace: Metric?.Namespace ?? '',
    metricName: Metric?.MetricName ?? '',
    statistic: Stat ?? '',
    dimensions: new Map(
      (Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']),
    ),
    periodSeconds: Period ?? 0,
  };
}

function periodsOf(
  evaluationPeriods = 1,
  datapointsToAlarm = evaluationPeriods,
): Pick<CloudWatchAlarm, 'evaluationPeriods' | 'datapointsToAlarm'> {
  return { evaluationPeriods, datapointsToAlarm };
}

function nameOf(
  alarm: MetricAlarm | CompositeAlarm | LogAlarm,
): Pick<CloudWatchAlarm, 'name' | 'arn' | 'state' | 'stateUpdatedAtMs'> {
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    stateUpdatedAtMs: alarm.StateUpdatedTimestamp?.getTime() ?? 0,
  };
}
