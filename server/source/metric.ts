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

/** A CloudWatch alarm on a Bedrock metric with its threshold, or on other alarms. */
export interface CloudWatchAlarm {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** What a composite alarm is made of, as `ALARM("a") OR ALARM("b")`; null for one on a metric. */
  readonly rule: string | null;
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly treatMissingData: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateUpdatedAtMs: number;
}
