/** What CloudWatch tells beside the logs: counted points, and the alarms people set on them. */

export const METRIC_STATISTICS = ['Sum', 'SampleCount', 'Maximum'] as const;
export type MetricStatistic = (typeof METRIC_STATISTICS)[number];

/** One line of points as CloudWatch tells them apart. */
export interface MetricSeries {
  readonly namespace: string;
  readonly metricName: string;
  /** Value of the dimension that names a model, as CloudWatch gives it; '' without one. */
  readonly modelId: string;
  /** The other dimensions as name and value, sorted by name. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly statistic: MetricStatistic;
}

/** One value of a series over one period; a later read of the point replaces it. */
export interface MetricPoint extends MetricSeries {
  readonly account: string;
  readonly region: string;
  readonly periodSeconds: number;
  readonly startMs: number;
  readonly value: number;
}

/** Points younger than this may still change; CloudWatch exporters wait as long. */
export const PROVISIONAL_MS = 10 * 60_000;

/** One change of state of a CloudWatch alarm, told once. */
export interface AlarmChange {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly atMs: number;
  readonly from: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly to: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

export const CLOUD_WATCH_ALARM_TYPES = [
  /** One metric against a threshold. */
  'metric',
  /** A formula of several metrics, or a query over them, against a threshold. */
  'math',
  /** A metric against a band that CloudWatch has learnt. */
  'band',
  /** A query in PromQL, which holds its own threshold. */
  'promQl',
  /** Other alarms. */
  'composite',
  /** Results of a query over logs, run on a schedule, against a threshold. */
  'log',
] as const;

/** A CloudWatch alarm that has to do with Bedrock, of any type. */
export interface CloudWatchAlarm {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly type: (typeof CLOUD_WATCH_ALARM_TYPES)[number];
  /** Formula, band, query or rule, as `ALARM("a") OR ALARM("b")`; '' for one on a metric. */
  readonly expression: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** Null for a band, a query in PromQL and a composite, which have none. */
  readonly threshold: number | null;
  readonly comparison: string;
  readonly treatMissingData: string;
  /** Why it stands as it does, in CloudWatch's words; '' when they might hold text of logs. */
  readonly stateReason: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateUpdatedAtMs: number;
}
