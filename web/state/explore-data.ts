/** One metric by the chosen dimension: its groups, its course, and the span before. */
import type { QueryRow } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { formatNameList } from '../../shared/name-list.ts';
import { approximateUsd } from '../../shared/money.ts';
import { askMetrics } from '../api/ask.ts';
import { attoOf } from '../format/money.ts';
import { groupKey } from '../format/group-key.ts';
import type { Scope } from './scope.ts';

/** Groups whose course is fetched: the named series of a chart. */
const SHOWN_MAX = 8;

export interface Explored {
  readonly dimensions: readonly Dimension[];
  /** Keys of all groups, the largest first: by the metric if it adds up, else by their calls. */
  readonly names: readonly string[];
  readonly totals: readonly QueryRow[];
  readonly trends: readonly QueryRow[];
  /** The earlier span by step, ungrouped; null when the data do not reach back so far. */
  readonly before: readonly QueryRow[] | null;
}

export interface ExploreAsk {
  readonly scope: Scope;
  readonly dimensions: readonly Dimension[];
  readonly metric: MetricKey;
  /** Whether groups are ranked by the metric itself. */
  readonly isSum: boolean;
  readonly compares: boolean;
}

/** Three or four small requests: all groups by step of a large fleet would be megabytes. */
export async function loadExplored(ask: ExploreAsk, signal: AbortSignal): Promise<Explored> {
  const { scope, metric, dimensions } = ask;
  const { filter, timeZone, window, step } = scope;
  const common = { filter, timeZone, window, groupBy: '', metrics: [metric] } as const;
  const groupBy = formatNameList(dimensions);
  const rank = ask.isSum ? metric : 'invocations';
  const ranked = { ...common, groupBy, metrics: [rank] } as const;
  const [trends, groups, totals, before] = await Promise.all([
    askMetrics({ ...ranked, metrics: [rank, metric], step, top: SHOWN_MAX }, signal),
    askMetrics({ ...ranked, step: 'all' }, signal),
    askMetrics({ ...common, step }, signal),
    ask.compares ? askMetrics({ ...common, window: scope.previous, step }, signal) : null,
  ]);
  const sized = groups.rows.map((row) => ({
    name: groupKey(row, dimensions),
    size: sizeOf(row, rank),
  }));
  sized.sort((a, b) => b.size - a.size);
  return {
    dimensions,
    names: sized.map(({ name }) => name),
    totals: totals.rows,
    trends: trends.rows,
    before: before?.rows ?? null,
  };
}

function sizeOf(row: QueryRow, metric: MetricKey): number {
  const value = row.values[metric] ?? null;
  if (METRICS[metric].unit === 'usd') return approximateUsd(attoOf(value) ?? 0n);
  return typeof value === 'number' ? value : 0;
}
