/** CloudWatch points in the store: a later read of a point replaces it, and sums by group. */
import { NONE, type Dimension } from '../../../shared/dimensions.ts';
import { passesFilter } from '../../../shared/filter.ts';
import { HOUR_MS } from '../../../shared/window.ts';
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
  /** What CloudWatch counts here, whatever the period and the model that it is taken for. */
  readonly identity: string;
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
    this.#scan = database.prepare<[number, number, number], ValueAt>(`
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
   * The same hour may be stored more than once: in points of several periods, and under the model
   * that was known when it was read. Within each hour only the longest period that has points is
   * counted, since it is the one that has settled, and of these the one that was named last. That
   * holds for the whole hour, also where steps or the window cut it.
   */
  sum(request: MetricAggregateRequest): readonly MetricAggregateCell[] {
    const cells = new Map<string, MetricCell>();
    for (const rivals of this.#rivals(request.metricName)) this.#addRivals(rivals, request, cells);
    return [...cells.values()];
  }

  /** Series that count the same calls, the one to be believed first. */
  #rivals(metricName: string): readonly (readonly MetricSeries[])[] {
    const byIdentity = new Map<string, MetricSeries[]>();
    for (const { id, key } of this.#dictionary.after(0)) {
      const series = parseSeries(id, key);
      if (series.metricName !== metricName || series.isAccountTotal) continue;
      const known = byIdentity.get(series.identity);
      if (known) known.push(series);
      else byIdentity.set(series.identity, [series]);
    }
    const all = [...byIdentity.values()];
    for (const rivals of all) {
      rivals.sort((a, b) => b.periodSeconds - a.periodSeconds || b.id - a.id);
    }
    return all;
  }

  #addRivals(
    rivals: readonly MetricSeries[],
    request: MetricAggregateRequest,
    cells: Map<string, MetricCell>,
  ): void {
    const startMs = Math.floor((request.boundariesMs[0] ?? 0) / HOUR_MS) * HOUR_MS;
    const endMs = Math.ceil((request.boundariesMs.at(-1) ?? 0) / HOUR_MS) * HOUR_MS;
    const taken = new Set<number>();
    for (const one of rivals) {
      const points = this.#scan.all(one.id, startMs, endMs);
      const free = points.filter((point) => !taken.has(hourOf(point)));
      for (const point of free) taken.add(hourOf(point));
      if (passesFilter(request.filter, one.valueOf)) {
        addPoints(free, request.groupBy.map(one.valueOf), request.boundariesMs, cells);
      }
    }
  }
}

interface ValueAt {
  readonly start_ms: number;
  readonly value: number;
}

function hourOf(point: ValueAt): number {
  return Math.floor(point.start_ms / HOUR_MS);
}

/** Adds ascending points to the cells of their intervals; those outside belong to none. */
function addPoints(
  points: readonly ValueAt[],
  group: readonly string[],
  boundariesMs: readonly number[],
  cells: Map<string, MetricCell>,
): void {
  let next = 0;
  for (const { start_ms: startMs, value } of points) {
    while (startMs >= (boundariesMs[next] ?? Infinity)) next += 1;
    if (next > 0 && next < boundariesMs.length) {
      addTo(cells, { group, intervalIndex: next - 1, value });
    }
  }
}

interface MetricCell extends MetricAggregateCell {
  value: number;
}

function addTo(cells: Map<string, MetricCell>, cell: MetricCell): void {
  const key = JSON.stringify([cell.intervalIndex, cell.group]);
  const known = cells.get(key);
  if (known) known.value += cell.value;
  else cells.set(key, cell);
}

function parseSeries(id: number, key: string): MetricSeries {
  // The guarantee: only save writes these keys.
  const parsed = JSON.parse(key) as MetricKey;
  const [account, region, namespace, metricName, modelId, model, statistic, periodSeconds] = parsed;
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
    identity: JSON.stringify([account, region, namespace, modelId, statistic]),
    isAccountTotal: modelId === '',
    valueOf: (dimension) => values.get(dimension) ?? NONE,
  };
}
