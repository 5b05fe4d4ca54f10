/** Periods of a metric as alarms see them: a value each, and what it was taken for. */
import type { Verdict } from './evaluate-points.ts';
import type { Usual } from './baseline.ts';
import type { AlarmValue } from './threshold.ts';

/** One period of the metric, as a query over evaluationWindow gives it; periods may be left out. */
export interface SeriesPoint {
  readonly startMs: number;
  readonly value: AlarmValue;
  /** Invocations in the period, for the rule's minimum. */
  readonly invocations: number;
  /** What is usual at this time of the week; null where it is not known, or is not asked for. */
  readonly usual?: Usual | null;
}

/** A period of the evaluation range and what it was taken for. */
export interface JudgedPoint extends SeriesPoint {
  readonly verdict: Verdict;
}
