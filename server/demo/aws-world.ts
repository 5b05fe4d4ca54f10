/** What AWS accounts hold, as the local endpoint serves it: filled by hand or by generator. */

import type { LocalQueues } from './queues.ts';

export interface AwsScope {
  readonly account: string;
  readonly region: string;
}

export interface LogEvent {
  readonly timestampMs: number;
  /** From this time on the event can be read; later than the event itself, sometimes by hours. */
  readonly ingestedAtMs: number;
  /** Unique in its log group; digits of one width, so that text order is numeric order. */
  readonly eventId: string;
  readonly stream: string;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly streams: readonly string[];
}

export interface LogQuery extends AwsScope {
  readonly group: string;
  /** First and last time of the events, both included, as FilterLogEvents counts them. */
  readonly startMs: number;
  readonly lastMs: number;
  readonly nowMs: number;
}

export interface StoredObject {
  readonly key: string;
  /** MD5 of the content in hex, without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
}

export interface ObjectQuery {
  readonly bucket: string;
  readonly prefix: string;
  /** Only keys behind this one in byte order; '' from the start. */
  readonly afterKey: string;
  readonly nowMs: number;
}

export interface MetricSeries {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: ReadonlyMap<string, string>;
}

/** The samples of one minute; statistics are worked out from them. */
export interface MetricMinute {
  readonly startMs: number;
  readonly values: readonly number[];
}

export interface MetricQuery extends AwsScope {
  readonly series: MetricSeries;
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
}

export interface WorldAlarm {
  readonly name: string;
  readonly series: MetricSeries;
  /** `Sum`, `Average` ... or `p99`. */
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly treatMissingData: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly stateReason: string;
  readonly stateUpdatedAtMs: number;
}

export interface InferenceProfile {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly type: 'SYSTEM_DEFINED' | 'APPLICATION';
  readonly modelArns: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  readonly createdAtMs: number;
}

/** An applied quota of Bedrock, as Service Quotas tells it. */
export interface WorldQuota {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly isAdjustable: boolean;
}

/** A row of a list of Bedrock's control plane other than profiles, as it stands on the wire. */
export interface BedrockResource {
  /** Path of the list, `/custom-models`. */
  readonly list: string;
  readonly arn: string;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly tags: ReadonlyMap<string, string>;
}

/** A role or user, by the name that IAM knows it by. */
export interface IamName {
  readonly kind: 'role' | 'user';
  readonly name: string;
}

/** Where model invocation logging delivers, as Bedrock's control plane tells it. */
export interface LoggingConfiguration {
  readonly logGroup: string | null;
  readonly bucket: string | null;
}

/** Answers are decided by the arguments alone, so that paging can ask again for any part. */
export interface AwsWorld {
  readonly accounts: readonly string[];
  logGroups(scope: AwsScope): readonly LogGroup[];
  /** Ordered by time, then time of ingestion, then id; only what is ingested by nowMs. */
  logEvents(query: LogQuery): Iterable<LogEvent>;
  bucketExists(bucket: string): boolean;
  /** Ordered by key; only what is written by nowMs. */
  objects(query: ObjectQuery): Iterable<StoredObject>;
  /** Null when there is no such object by nowMs. */
  object(bucket: string, key: string, nowMs: number): StoredObject | null;
  /** Content of an object that `object` gave. */
  content(bucket: string, key: string): Uint8Array;
  /** Takes what is put; left out, nothing can be. */
  putObject?(object: {
    readonly bucket: string;
    readonly key: string;
    readonly content: Uint8Array;
    readonly lastModifiedMs: number;
  }): void;
  metrics(scope: AwsScope, nowMs: number): readonly MetricSeries[];
  /** Ordered by time; minutes without samples are left out. */
  metricMinutes(query: MetricQuery): Iterable<MetricMinute>;
  alarms(scope: AwsScope, nowMs: number): readonly WorldAlarm[];
  profiles(scope: AwsScope): readonly InferenceProfile[];
  bedrockResources(scope: AwsScope): readonly BedrockResource[];
  /** Tags of a role or user; null when the account has none of this name. */
  identityTags(account: string, identity: IamName): ReadonlyMap<string, string> | null;
  quotas(scope: AwsScope): readonly WorldQuota[];
  readonly queues: LocalQueues;
  loggingConfiguration(scope: AwsScope): LoggingConfiguration;
}

/** Tells whether two series are one: same namespace, name and dimensions in any order. */
export function isSameSeries(a: MetricSeries, b: MetricSeries): boolean {
  if (a.namespace !== b.namespace || a.metricName !== b.metricName) return false;
  if (a.dimensions.size !== b.dimensions.size) return false;
  return [...a.dimensions].every(([name, value]) => b.dimensions.get(name) === value);
}

/** The order in which CloudWatch Logs gives events; negative when `a` stands first. */
export function compareEvents(a: LogPosition, b: LogPosition): number {
  if (a.timestampMs !== b.timestampMs) return a.timestampMs - b.timestampMs;
  if (a.ingestedAtMs !== b.ingestedAtMs) return a.ingestedAtMs - b.ingestedAtMs;
  return a.eventId === b.eventId ? 0 : a.eventId < b.eventId ? -1 : 1;
}

export type LogPosition = Pick<LogEvent, 'timestampMs' | 'ingestedAtMs' | 'eventId'>;
