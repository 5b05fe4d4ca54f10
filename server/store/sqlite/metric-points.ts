/** CloudWatch points in the store: a later read of a point replaces it, and sums by group. */
import { passesFilter } from '../../../shared/filter.ts';
import { cloudWatchKey } from '../../../shared/metric.ts';
import { HOUR_MS } from '../../../shared/window.ts';
import type { MetricSeries } from '../../source/metric.ts';
import type { MetricLedger, MetricReread, MetricRevision, MetricSpend } from '../metric-ledger.ts';
import type {
  MetricAggregateCell,
  MetricAggregateRequest,
  StoredMetricPoint,
} from '../metric-ledger.ts';
import type { Dictionary } from './dictionary.ts';
import { parseMetricKey, writeMetricKey, type StoredMetricSeries } from './metric-key.ts';
import type { Database } from './open-database.ts';

const REVISIONS_MAX = 1_000;

/** Writes and adds up points; the statements are prepared once. */
export class MetricPoints implements MetricLedger {
  readonly #dictionary: Dictionary;
  readonly #insert;
  readonly #find;
  readonly #revise;
  readonly #revisions;
  readonly #spend;
  readonly #spent;
  readonly #scan;

  constructor(database: Database, dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#insert = database.prepare(
      'INSERT OR REPLACE INTO metric_point (series_id, start_ms, value) VALUES (?, ?, ?)',
    );
    this.#find = database
      .prepare<[number, number], number>(
        'SELECT value FROM metric_point WHERE series_id = ? AND start_ms = ?',
      )
      .pluck();
    this.#revise = database.prepare(
      `INSERT OR REPLACE INTO metric_revision (at_ms, series_id, start_ms, before, after)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#revisions = database.prepare<[number], RevisionRow>(`
      SELECT at_ms, series_id, start_ms, before, after FROM metric_revision
       WHERE at_ms >= ? ORDER BY at_ms DESC, series_id, start_ms LIMIT ${REVISIONS_MAX}`);
    this.#spend = database.prepare<MetricSpend>(
      `INSERT INTO metric_spend (month, account, region, metrics)
       VALUES (@month, @account, @region, @metrics)
       ON CONFLICT DO UPDATE SET metrics = metrics + excluded.metrics`,
    );
    this.#spent = database.prepare<[string], MetricSpend>(
      `SELECT month, account, region, metrics FROM metric_spend
        WHERE month = ? ORDER BY account, region`,
    );
    this.#scan = database.prepare<[number, number, number], ValueAt>(`
      SELECT start_ms, value FROM metric_point
       WHERE series_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`);
  }

  /** Writes points; the caller holds the transaction. */
  save(
    points: readonly StoredMetricPoint[],
    reread: MetricReread | null,
  ): readonly MetricRevision[] {
    const revised: MetricRevision[] = [];
    for (const point of points) {
      const id = this.#dictionary.idOf(writeMetricKey(point));
      const { startMs, value } = point;
      if (reread && startMs + point.periodSeconds * 1000 <= reread.settledToMs) {
        const before = this.#find.get(id, startMs);
        if (before !== undefined && before !== value) {
          this.#revise.run(reread.atMs, id, startMs, before, value);
          revised.push({ ...point, before, after: value, atMs: reread.atMs });
        }
      }
      this.#insert.run(id, startMs, value);
    }
    return revised;
  }

  revisions(sinceMs: number): readonly MetricRevision[] {
    return this.#revisions.all(sinceMs).map((row) => {
      const series = parseMetricKey(row.series_id, this.#dictionary.keyOf(row.series_id));
      const { account, region } = series;
      const { start_ms: startMs, before, after, at_ms: atMs } = row;
      return { account, region, ...series.series, startMs, before, after, atMs };
    });
  }

  /** Every series of a place that has ever had a point, whatever its period. */
  series(account: string, region: string): readonly MetricSeries[] {
    const found = new Map<string, MetricSeries>();
    for (const { id, key } of this.#dictionary.after(0)) {
      const one = parseMetricKey(id, key);
      if (one.account !== account || one.region !== region) continue;
      found.set(`${one.identity} ${one.series.metricName}`, one.series);
    }
    return [...found.values()];
  }

  addSpend(spend: MetricSpend): void {
    this.#spend.run(spend);
  }

  spend(month: string): readonly MetricSpend[] {
    return this.#spent.all(month);
  }

  /**
   * One line of points by group and interval: sums are added, of greatest values the greatest wins.
   *
   * The same hour may be stored more than once: in points of several periods, and under the model
   * that was known when it was read. Within each hour only the longest period that has points is
   * counted, since it is the one that has settled, and of these the one that was named last. That
   * holds for the whole hour, also where steps or the window cut it.
   */
  sum(request: MetricAggregateRequest): readonly MetricAggregateCell[] {
    const cells = new Map<string, MetricCell>();
    for (const rivals of this.#rivals(cloudWatchKey(request.metric))) {
      this.#addRivals(rivals, request, cells);
    }
    return [...cells.values()];
  }

  /** Series that count the same calls, the one to be believed first. */
  #rivals(line: string): readonly (readonly StoredMetricSeries[])[] {
    const byIdentity = new Map<string, StoredMetricSeries[]>();
    for (const { id, key } of this.#dictionary.after(0)) {
      const series = parseMetricKey(id, key);
      if (series.line !== line) continue;
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
    rivals: readonly StoredMetricSeries[],
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
        addPoints(free, request.groupBy.map(one.valueOf), request, cells);
      }
    }
  }
}

interface RevisionRow {
  readonly at_ms: number;
  readonly series_id: number;
  readonly start_ms: number;
  readonly before: number;
  readonly after: number;
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
  { boundariesMs, metric }: MetricAggregateRequest,
  cells: Map<string, MetricCell>,
): void {
  let next = 0;
  for (const { start_ms: startMs, value } of points) {
    while (startMs >= (boundariesMs[next] ?? Infinity)) next += 1;
    if (next === 0 || next >= boundariesMs.length) continue;
    const cell = { group, intervalIndex: next - 1, value };
    const key = JSON.stringify([cell.intervalIndex, group]);
    const known = cells.get(key);
    if (!known) cells.set(key, cell);
    else if (metric.statistic === 'Maximum') known.value = Math.max(known.value, value);
    else known.value += value;
  }
}

interface MetricCell extends MetricAggregateCell {
  value: number;
}
