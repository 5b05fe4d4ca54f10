/** What is kept beside CloudWatch's points: which series there are, what changed, what it costs. */
import type { Filter } from '../../shared/filter.ts';
import type { CloudWatchMetric } from '../../shared/metric.ts';
import type { MetricPoint, MetricSeries } from '../source/metric.ts';

/** A settled point whose value CloudWatch has changed since it was read. */
export interface MetricRevision extends MetricSeries {
  readonly account: string;
  readonly region: string;
  readonly startMs: number;
  readonly before: number;
  readonly after: number;
  readonly atMs: number;
}

/** A reading of points that were read before. */
export interface MetricReread {
  readonly atMs: number;
  /** Points that ended before this had settled by then. */
  readonly settledToMs: number;
}

/** How many metrics CloudWatch was asked for in a month, which it charges for. */
export interface MetricSpend {
  readonly account: string;
  readonly region: string;
  /** `2026-11`, in UTC. */
  readonly month: string;
  readonly metrics: number;
}

export interface MetricLedger {
  /** Every series of an account and Region that has ever had a point. */
  series(account: string, region: string): readonly MetricSeries[];
  /** Points revised since a time, the newest first, at most a thousand. */
  revisions(sinceMs: number): readonly MetricRevision[];
  addSpend(spend: MetricSpend): void;
  /** Of one month, for each account and Region that was asked about. */
  spend(month: string): readonly MetricSpend[];
}

/** A point with the base model that its `modelId` stands for. */
export interface StoredMetricPoint extends MetricPoint {
  readonly model: string;
}

export interface MetricAggregateRequest {
  readonly boundariesMs: readonly number[];
  readonly filter: Filter;
  readonly groupBy: readonly MetricDimension[];
  readonly metric: CloudWatchMetric;
}

/** What CloudWatch can tell apart; tenants only where its projects stand for them. */
export type MetricDimension = 'account' | 'region' | 'model' | 'provider' | 'tenant';

export interface MetricAggregateCell {
  readonly group: readonly string[];
  readonly intervalIndex: number;
  readonly value: number;
}
