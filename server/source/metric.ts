/** What CloudWatch tells beside the logs: counted points, and the alarms people set on them. */

/** One value of a CloudWatch metric over one period; a later read of the point replaces it. */
export interface MetricPoint {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly metricName: string;
  /** Value of the ModelId dimension as CloudWatch gives it; '' for the account total. */
  readonly modelId: string;
  readonly statistic: 'Sum' | 'SampleCount' | 'Average' | 'p50' | 'p90' | 'p99';
  readonly periodSeconds: number;
  readonly startMs: number;
  readonly value: number;
}

/** A CloudWatch alarm on a Bedrock metric, with its threshold. */
export interface CloudWatchAlarm {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
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
