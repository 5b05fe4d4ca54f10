/** CloudWatch points in the store: a later read of a point replaces it, and sums by group. */
import { NONE, type Dimension } from '../../../shared/dimensions.ts';
import { passesFilter } from '../../../shared/filter.ts';
import type { MetricAggregateCell, MetricAggregateRequest, StoredMetricPoint } from '../store.ts';
import type { Dictionary } from './dictionary.ts';
import type { Database } from './open-database.ts';
import { providerOf } from './series.ts';

/** What the key of a metric series holds. */
type MetricKey = readonly [
  account: string,
  region: string,
  namespace: string,
  metricName: string,
  modelId: string,
  model: string,
  statistic: string,
  periodSeconds: number,
];

interface MetricSeries {
  readonly id: number;
  readonly metricName: string;
  readonly periodSeconds: number;
  /** A series without model counts the same calls once more. */
  readonly isAccountTotal: boolean;
  readonly valueOf: (dimension: Dimension) => string;
}

/** Writes and adds up points; the statements are prepared once. */
export class MetricPoints {
  readonly #dictionary: Dictionary;
  readonly #insert;
  readonly #scan;

  constructor(database: Database, dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#insert = database.prepare(
      'INSERT OR REPLACE INTO metric_point (series_id, start_ms, value) VALUES (?, ?, ?)',
    );
    this.#scan = database.prepare<[number, number, number], { start_ms: number; value: number }>(`
      SELECT start_ms, value FROM metric_point
       WHERE series_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`);
  }

  /** Writes points; the caller holds the transaction. */
  save(points: readonly StoredMetricPoint[]): void {
    for (const point of points) {
      const { account, region, namespace, metricName, modelId } = point;
      const key: MetricKey = [
        account,
        region,
        namespace,
        metricName,
        modelId,
        point.model,
        point.statistic,
        point.periodSeconds,
      ];
      this.#insert.run(this.#dictionary.idOf(JSON.stringify(key)), point.startMs, point.value);
    }
  }

  /**
   * Sums of one metric by group and interval, over the series by model.
   *
   * The same hour may be stored in points of several periods; within each hour only the longest
   * period that has points is counted, since it is the one that has settled.
   */
  sum(request: MetricAggregateRequest): readonly MetricAggregateCell[] {
    const cells = new Map<string, { group: string[]; intervalIndex: number; value: number }>();
    for (const [key, series] of this.#matching(request)) {
      const group = JSON.parse(key) as string[]; // Written by #matching.
      request.boundariesMs.slice(1).forEach((endMs, intervalIndex) => {
        const startMs = request.boundariesMs[intervalIndex] ?? endMs;
        const value = this.#sumOf(series, startMs, endMs);
        if (value === null) return;
        const cellKey = `${intervalIndex}${key}`;
        const known = cells.get(cellKey);
        if (known) known.value += value;
        else cells.set(cellKey, { group, intervalIndex, value });
      });
    }
    return [...cells.values()];
  }

  /** Series by group key and then by everything but the period. */
  #matching(request: MetricAggregateRequest): readonly (readonly [string, MetricSeries[]])[] {
    const byIdentity = new Map<string, [string, MetricSeries[]]>();
    for (const { id, key } of this.#dictionary.after(0)) {
      const series = parseSeries(id, key);
      if (series.metricName !== request.metricName || series.isAccountTotal) continue;
      if (!passesFilter(request.filter, series.valueOf)) continue;
      const identity = key.slice(0, key.lastIndexOf(','));
      const group = JSON.stringify(request.groupBy.map(series.valueOf));
      const known = byIdentity.get(identity);
      if (known) known[1].push(series);
      else byIdentity.set(identity, [group, [series]]);
    }
    return [...byIdentity.values()];
  }

  #sumOf(series: readonly MetricSeries[], startMs: number, endMs: number): number | null {
    const longestFirst = [...series].sort((a, b) => b.periodSeconds - a.periodSeconds);
    const taken = new Set<number>();
    let sum: number | null = null;
    for (const one of longestFirst) {
      const hours = new Set<number>();
      for (const point of this.#scan.all(one.id, startMs, endMs)) {
        const hour = Math.floor(point.start_ms / 3_600_000);
        if (taken.has(hour)) continue;
        hours.add(hour);
        sum = (sum ?? 0) + point.value;
      }
      hours.forEach((hour) => taken.add(hour));
    }
    return sum;
  }
}

function parseSeries(id: number, key: string): MetricSeries {
  // The guarantee: only save writes these keys.
  const parsed = JSON.parse(key) as MetricKey;
  const [account, region, , metricName, modelId, model, , periodSeconds] = parsed;
  const values = new Map<string, string>([
    ['account', account],
    ['region', region],
    ['model', model],
    ['provider', providerOf(model)],
  ]);
  return {
    id,
    metricName,
    periodSeconds,
    isAccountTotal: modelId === '',
    valueOf: (dimension) => values.get(dimension) ?? NONE,
  };
}
