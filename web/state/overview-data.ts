/** What the overview asks for: few requests, each with many metrics. */
import { formatNameList } from '../../shared/name-list.ts';
import type { QueryReply, QueryRow } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { askMetrics } from '../api/ask.ts';
import { attoOf } from '../format/money.ts';
import type { Scope } from './scope.ts';

const CACHE: readonly MetricKey[] = [
  'cacheHitRatio',
  'cacheSavings',
  'cacheWriteExtra',
  'cacheNetSavings',
  'cacheUnpricedTokens',
];

const TOTALS: readonly MetricKey[] = [
  'cost',
  'contractedCost',
  'inexactCostRatio',
  'invocations',
  'errors',
  'throttles',
  'errorRatio',
  'throttleRatio',
  'latencyP99',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  ...CACHE,
  'images',
  'videoSeconds',
  'unpricedInvocations',
  'unattributedInvocations',
];

const SERIES: readonly MetricKey[] = [
  'cost',
  'invocations',
  'throttles',
  'clientErrors',
  'serverErrors',
  'latencyP50',
  'latencyP90',
  'latencyP99',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
];

const GROUPS: readonly MetricKey[] = [
  'cost',
  'contractedCost',
  'invocations',
  'costPerMillionTokens',
  'latencyP99',
  'throttles',
  'unpricedInvocations',
  ...CACHE,
];

/** Groups whose course over time is fetched: the rows of the table that are open at first. */
export const TRENDS_MAX = 16;

export interface Totals {
  readonly now: QueryRow['values'];
  /** Null when the data do not reach back over the earlier window. */
  readonly before: QueryRow['values'] | null;
}

/** So small a part of the earlier window may be missing: nights and weekends are quiet. */
const GRACE = 20;

/**
 * Tells whether the earlier window lies within the data; half of a week compares with no week.
 *
 * @param dataFrom first known invocation, UTC ISO; null when there is none.
 */
export function isComparable(scope: Scope, dataFrom: string | null): boolean {
  const { startMs, endMs } = scope.previous;
  return dataFrom !== null && Date.parse(dataFrom) <= startMs + (endMs - startMs) / GRACE;
}

/** Totals of the window and of the one it is compared with, when it is. */
export async function loadTotals(
  scope: Scope,
  compares: boolean,
  signal: AbortSignal,
): Promise<Totals> {
  const ask = { metrics: TOTALS, groupBy: '', step: 'all', ...common(scope) } as const;
  const [now, before] = await Promise.all([
    askMetrics(ask, signal),
    compares ? askMetrics({ ...ask, window: scope.previous }, signal) : null,
  ]);
  return { now: now.rows[0]?.values ?? {}, before: before && (before.rows[0]?.values ?? {}) };
}

/** All that is drawn over time without grouping. */
export function loadSeries(scope: Scope, signal: AbortSignal): Promise<QueryReply> {
  return askMetrics({ metrics: SERIES, groupBy: '', step: scope.step, ...common(scope) }, signal);
}

export interface Groups {
  readonly dimension: Dimension;
  /** Dearest first. */
  readonly now: readonly QueryRow[];
  readonly before: readonly QueryRow[];
  /** Cost by step of the dearest groups, and of Unattributed in any case. */
  readonly trends: readonly QueryRow[];
}

/** Groups of the chosen dimension: totals, totals before, and the course of the dearest. */
export async function loadGroups(
  scope: Scope,
  compares: boolean,
  signal: AbortSignal,
): Promise<Groups> {
  const dimension = scope.groupBy;
  const ask = {
    metrics: GROUPS,
    groupBy: formatNameList([dimension]),
    step: 'all',
    ...common(scope),
  } as const;
  const course = { ...ask, metrics: ['cost'], step: scope.step, top: TRENDS_MAX } as const;
  // The course takes longest, and browsers send six requests at once.
  const [trends, now, before] = await Promise.all([
    askMetrics(course, signal),
    askMetrics(ask, signal),
    compares
      ? askMetrics({ ...ask, metrics: ['cost', 'invocations'], window: scope.previous }, signal)
      : null,
  ]);
  return { dimension, now: byCost(now.rows), before: before?.rows ?? [], trends: trends.rows };
}

/** Cost by one dimension, dearest first. */
export async function loadRanking(
  scope: Scope,
  dimension: Dimension,
  signal: AbortSignal,
): Promise<readonly QueryRow[]> {
  const metrics: readonly MetricKey[] = ['cost', 'invocations', 'unpricedInvocations'];
  const reply = await askMetrics(
    { ...common(scope), metrics, groupBy: formatNameList([dimension]), step: 'all' },
    signal,
  );
  return byCost(reply.rows);
}

/** The value that a row is of. */
export function nameOf(row: QueryRow, dimension: Dimension): string {
  return row.group[dimension] ?? '';
}

function common(scope: Scope): Pick<Scope, 'filter' | 'window' | 'timeZone'> {
  return { filter: scope.filter, window: scope.window, timeZone: scope.timeZone };
}

function byCost(rows: readonly QueryRow[]): readonly QueryRow[] {
  const keyed = rows.map((row) => ({ row, attoUsd: attoOf(row.values.cost) ?? 0n }));
  keyed.sort((a, b) => {
    if (a.attoUsd !== b.attoUsd) return a.attoUsd > b.attoUsd ? -1 : 1;
    return Number(b.row.values.invocations ?? 0) - Number(a.row.values.invocations ?? 0);
  });
  return keyed.map(({ row }) => row);
}
