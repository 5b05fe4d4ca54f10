/** The one question: charts, tables, alarms, reports, API and command line all ask it. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { Step, Window } from '../../shared/window.ts';

export interface Query {
  readonly metrics: readonly MetricKey[];
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[];
  readonly window: Window;
  readonly step: Step;
  readonly timeZone: string;
  /** Only so many groups: the highest by the first metric over the whole window; else all. */
  readonly top?: number;
}

/** Exact money in atto-dollars, a number for the rest, null when it is not known. */
export type AnswerValue = bigint | number | null;

export interface AnswerRow {
  /** Values of the grouping dimensions, in their order. */
  readonly group: readonly string[];
  readonly startMs: number;
  readonly values: ReadonlyMap<MetricKey, AnswerValue>;
}

export interface Answer {
  /** By step, then by the first metric from high to low, then by group. */
  readonly rows: readonly AnswerRow[];
  readonly unpricedInvocations: number;
  readonly unpricedCharges: number;
  readonly unattributedInvocations: number;
}
