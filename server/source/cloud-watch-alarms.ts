/** Reads the CloudWatch alarms that people set on Bedrock's metrics. */
import {
  DescribeAlarmsCommand,
  type CloudWatchClient,
  type CompositeAlarm,
  type Dimension,
  type MetricAlarm,
  type MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { toSourceError } from './aws-error.ts';
import type { CloudWatchAlarm } from './metric.ts';
import { tokenPages } from './token-pages.ts';

const PAGE_ALARMS = 100;

/** Left out, AWS gives those on metrics alone; composite ones need the permission on all. */
export const ALARM_TYPES = ['MetricAlarm', 'CompositeAlarm'] as const;

/**
 * All alarms on a namespace of Bedrock, and composite ones that name one of them, sorted by name.
 *
 * @throws SourceError
 */
export async function readCloudWatchAlarms(
  client: CloudWatchClient,
  account: string,
  region: string,
): Promise<readonly CloudWatchAlarm[]> {
  const alarms: CloudWatchAlarm[] = [];
  const composites: CloudWatchAlarm[] = [];
  const ask = ({ token: NextToken }: { readonly token?: string }) => {
    const page = { MaxRecords: PAGE_ALARMS, ...(NextToken && { NextToken }) };
    return client.send(new DescribeAlarmsCommand({ AlarmTypes: [...ALARM_TYPES], ...page }));
  };
  try {
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      alarms.push(
        ...(page.MetricAlarms ?? []).flatMap((alarm) => {
          const metric = bedrockMetricOf(alarm);
          return metric
            ? [{ account, region, rule: null, ...metric, ...nameOf(alarm), ...rulesOf(alarm) }]
            : [];
        }),
      );
      composites.push(
        ...(page.CompositeAlarms ?? []).map((alarm) => {
          const rule = alarm.AlarmRule ?? '';
          return { account, region, rule, ...NO_METRIC, ...nameOf(alarm), ...rulesOf({}) };
        }),
      );
    }
  } catch (error) {
    throw toSourceError(error, `read CloudWatch alarms in ${region}`);
  }
  return [...alarms, ...about(alarms, composites)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const NO_METRIC: AlarmMetric = {
  namespace: '',
  metricName: '',
  statistic: '',
  dimensions: new Map(),
  periodSeconds: 0,
};

/** Composites that name an alarm of Bedrock, by name or ARN, or another such composite. */
function about(
  alarms: readonly CloudWatchAlarm[],
  composites: readonly CloudWatchAlarm[],
): readonly CloudWatchAlarm[] {
  const found = new Set<CloudWatchAlarm>();
  for (let known = alarms; known.length > 0;) {
    const names = known.flatMap(({ name, arn }) => [`"${name}"`, `(${name})`, arn]);
    known = composites.filter((one) => {
      return !found.has(one) && names.some((name) => name !== '' && one.rule?.includes(name));
    });
    for (const one of known) found.add(one);
  }
  return [...found];
}

type AlarmMetric = Pick<
  CloudWatchAlarm,
  'namespace' | 'metricName' | 'statistic' | 'dimensions' | 'periodSeconds'
>;

/** What the alarm watches, directly or in a formula; null when Bedrock has no part in it. */
function bedrockMetricOf(alarm: MetricAlarm): AlarmMetric | null {
  const { Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic, Period } = alarm;
  const direct = {
    Metric: { Namespace, MetricName, Dimensions },
    Stat: Statistic ?? ExtendedStatistic,
    Period,
  };
  const parts = (alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat ?? []);
  const metrics = [direct, ...parts].map(toAlarmMetric);
  return metrics.find(({ namespace }) => namespace.startsWith('AWS/Bedrock')) ?? null;
}

function toAlarmMetric({ Metric, Stat, Period }: MetricStat | Direct): AlarmMetric {
  return {
    namespace: Metric?.Namespace ?? '',
    metricName: Metric?.MetricName ?? '',
    statistic: Stat ?? '',
    dimensions: toMap(Metric?.Dimensions),
    periodSeconds: Period ?? 0,
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

type AlarmName = Pick<CloudWatchAlarm, 'name' | 'arn' | 'state' | 'stateUpdatedAtMs'>;

function nameOf(alarm: MetricAlarm | CompositeAlarm): AlarmName {
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    stateUpdatedAtMs: alarm.StateUpdatedTimestamp?.getTime() ?? 0,
  };
}

type AlarmRules = Pick<
  CloudWatchAlarm,
  'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparison' | 'treatMissingData'
>;

function rulesOf(alarm: MetricAlarm): AlarmRules {
  const { EvaluationPeriods = 1, Threshold = 0 } = alarm;
  const { ComparisonOperator = '', TreatMissingData = 'missing' } = alarm;
  return {
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? EvaluationPeriods,
    threshold: Threshold,
    comparison: ComparisonOperator,
    treatMissingData: TreatMissingData,
  };
}

function toMap(dimensions: readonly Dimension[] | undefined): ReadonlyMap<string, string> {
  return new Map((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}
