/** Reads the CloudWatch alarms that people set on Bedrock's metrics. */
import {
  DescribeAlarmsCommand,
  type CloudWatchClient,
  type Dimension,
  type MetricAlarm,
  type MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { toSourceError } from './aws-error.ts';
import type { CloudWatchAlarm } from './metric.ts';
import { tokenPages } from './token-pages.ts';

const PAGE_ALARMS = 100;

/**
 * All metric alarms on a namespace of Bedrock, sorted by name.
 *
 * Composite alarms are no thresholds, and need a permission on all resources: they are left out.
 *
 * @throws SourceError
 */
export async function readCloudWatchAlarms(
  client: CloudWatchClient,
  account: string,
  region: string,
): Promise<readonly CloudWatchAlarm[]> {
  const alarms: CloudWatchAlarm[] = [];
  const ask = ({ token: NextToken }: { readonly token?: string }) => {
    const page = { MaxRecords: PAGE_ALARMS, ...(NextToken && { NextToken }) };
    return client.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], ...page }));
  };
  try {
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      alarms.push(
        ...(page.MetricAlarms ?? []).flatMap((alarm) => {
          const metric = bedrockMetricOf(alarm);
          return metric
            ? [{ account, region, ...metric, ...nameOf(alarm), ...rulesOf(alarm) }]
            : [];
        }),
      );
    }
  } catch (error) {
    throw toSourceError(error, `read CloudWatch alarms in ${region}`);
  }
  return alarms.sort((a, b) => (a.name < b.name ? -1 : 1));
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

function nameOf(alarm: MetricAlarm): AlarmName {
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
