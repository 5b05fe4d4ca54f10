/** Adds up what groups did in intervals, from rollups where they answer and rows where not. */
import { STATUSES, type Dimension } from '../../../shared/dimensions.ts';
import { passesFilter } from '../../../shared/filter.ts';
import { Sketch } from '../../rollup/sketch.ts';
import type { UsageType } from '../../meter/usage.ts';
import type { AggregateCell, AggregateRequest, UsageSum } from '../store.ts';
import type { Database } from './open-database.ts';
import { planSegments, usableLevels, type Segment } from './plan.ts';
import type { InvocationRow, RowReader } from './row-reader.ts';
import { LEVELS, TABLE_OF, decodeQuantities, type Level } from './rollup-table.ts';
import type { Series, SeriesIndex } from './series.ts';

interface RollupRow {
  readonly bucket_start_ms: number;
  readonly series_id: number;
  readonly invocations: number;
  readonly quantities: Uint8Array | null;
  readonly latency: Uint8Array | null;
  readonly first_token: Uint8Array | null;
}

/** Answers aggregate questions; the statements are prepared once. */
export class Aggregator {
  readonly #series: SeriesIndex;
  readonly #rows: RowReader;
  readonly #scans;

  constructor(database: Database, series: SeriesIndex, rows: RowReader) {
    this.#series = series;
    this.#rows = rows;
    const scan = (level: Level) =>
      database.prepare<[number, number], RollupRow>(`
        SELECT bucket_start_ms, series_id, invocations, quantities, latency, first_token
          FROM ${TABLE_OF[level]} WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`);
    this.#scans = new Map(LEVELS.map((level) => [level, scan(level)]));
  }

  /** @returns one cell for each group and interval that has invocations, in no order. */
  answer(request: AggregateRequest): readonly AggregateCell[] {
    const series = this.#series.current();
    const asked = [...request.groupBy, ...request.filter.terms.map((term) => term.dimension)];
    const levels = usableLevels(asked, series);
    const sums = new GroupSums(request, series);
    for (const segment of planSegments(request.boundariesMs, levels)) {
      if (segment.level === 'rows') this.#addRows(segment, sums);
      else this.#addRollups(segment.level, segment, sums);
    }
    return sums.cells();
  }

  #addRollups(level: Level, segment: Segment, sums: GroupSums): void {
    for (const row of this.#scans.get(level)?.iterate(segment.startMs, segment.endMs) ?? []) {
      const target = sums.target(row.series_id, row.bucket_start_ms);
      if (!target) continue;
      target.count(row.invocations);
      if (sums.need.usage) target.addUsage(decodeQuantities(row.quantities), row.invocations);
      if (sums.need.latency && row.latency) target.latency().mergeEncoded(row.latency);
      if (sums.need.firstToken && row.first_token)
        target.firstToken().mergeEncoded(row.first_token);
    }
  }

  #addRows(segment: Segment, sums: GroupSums): void {
    const valueOf = (row: InvocationRow, series: Series, dimension: Dimension): string =>
      this.#rows.valueOf(row, series, dimension);
    for (const row of this.#rows.between(segment.startMs, segment.endMs)) {
      const target = sums.targetOfRow(row, valueOf);
      if (!target) continue;
      target.count(1);
      if (sums.need.usage) target.addUsage(this.#rows.quantitiesOf(row, target.series), 1);
      if (sums.need.latency && row.latency_ms !== null) target.latency().add(row.latency_ms);
      if (sums.need.firstToken && row.first_token_ms !== null) {
        target.firstToken().add(row.first_token_ms);
      }
    }
  }
}

interface Sums {
  readonly group: readonly string[];
  readonly intervalIndex: number;
  readonly statusCounts: number[];
  unattributed: number;
  readonly usage: Map<readonly UsageType[], { invocations: number; readonly quantities: number[] }>;
  latency: Sketch | null;
  firstToken: Sketch | null;
}

/** Where one rollup cell or row is added: the sums of its group and interval, and its series. */
class Target {
  readonly series: Series;
  readonly #sums: Sums;

  constructor(sums: Sums, series: Series) {
    this.#sums = sums;
    this.series = series;
  }

  count(invocations: number): void {
    const { statusIndex, isUnattributed } = this.series;
    this.#sums.statusCounts[statusIndex] =
      (this.#sums.statusCounts[statusIndex] ?? 0) + invocations;
    if (isUnattributed) this.#sums.unattributed += invocations;
  }

  addUsage(quantities: readonly number[], invocations: number): void {
    const known = this.#sums.usage.get(this.series.types);
    if (!known) {
      this.#sums.usage.set(this.series.types, { invocations, quantities: [...quantities] });
      return;
    }
    known.invocations += invocations;
    for (let index = 0; index < quantities.length; index += 1) {
      known.quantities[index] = (known.quantities[index] ?? 0) + (quantities[index] ?? 0);
    }
  }

  latency(): Sketch {
    this.#sums.latency ??= new Sketch();
    return this.#sums.latency;
  }

  firstToken(): Sketch {
    this.#sums.firstToken ??= new Sketch();
    return this.#sums.firstToken;
  }
}

/** The groups of one answer; series are matched against the filter once, not once a cell. */
class GroupSums {
  readonly need: AggregateRequest['need'];
  readonly #request: AggregateRequest;
  readonly #series: readonly (Series | undefined)[];
  readonly #groupKeys = new Map<number, string | null>();
  readonly #sums = new Map<string, Map<number, Sums>>();
  #interval = 0;

  constructor(request: AggregateRequest, series: readonly (Series | undefined)[]) {
    this.need = request.need;
    this.#request = request;
    this.#series = series;
  }

  /** Sums for a rollup cell; null when the filter leaves its series out. */
  target(seriesId: number, atMs: number): Target | null {
    const series = this.#series[seriesId];
    if (!series) return null; // Written after this answer began.
    let key = this.#groupKeys.get(seriesId);
    if (key === undefined) {
      key = this.#groupKey((dimension) => series.valueOf(dimension));
      this.#groupKeys.set(seriesId, key);
    }
    return key === null ? null : new Target(this.#sumsOf(key, atMs), series);
  }

  /** Sums for a single invocation; null when the filter leaves it out. */
  targetOfRow(
    row: InvocationRow,
    valueOf: (row: InvocationRow, series: Series, dimension: Dimension) => string,
  ): Target | null {
    const series = this.#series[row.series_id];
    if (!series) return null;
    const key = this.#groupKey((dimension) => valueOf(row, series, dimension));
    return key === null ? null : new Target(this.#sumsOf(key, row.timestamp_ms), series);
  }

  cells(): readonly AggregateCell[] {
    const all = [...this.#sums.values()].flatMap((byInterval) => [...byInterval.values()]);
    return all.map((sums) => {
      const usage: UsageSum[] = [...sums.usage].map(([types, { invocations, quantities }]) => ({
        types,
        invocations,
        quantities,
      }));
      return { ...sums, usage };
    });
  }

  #groupKey(valueOf: (dimension: Dimension) => string): string | null {
    if (!passesFilter(this.#request.filter, valueOf)) return null;
    return JSON.stringify(this.#request.groupBy.map(valueOf));
  }

  #sumsOf(key: string, atMs: number): Sums {
    const intervalIndex = this.#intervalOf(atMs);
    let byInterval = this.#sums.get(key);
    if (!byInterval) {
      byInterval = new Map();
      this.#sums.set(key, byInterval);
    }
    const known = byInterval.get(intervalIndex);
    if (known) return known;
    const made: Sums = {
      group: JSON.parse(key) as string[], // Written by #groupKey.
      intervalIndex,
      statusCounts: STATUSES.map(() => 0),
      unattributed: 0,
      usage: new Map(),
      latency: null,
      firstToken: null,
    };
    byInterval.set(intervalIndex, made);
    return made;
  }

  #intervalOf(atMs: number): number {
    const cuts = this.#request.boundariesMs;
    const isIn = (index: number): boolean =>
      atMs >= (cuts[index] ?? Infinity) && atMs < (cuts[index + 1] ?? -Infinity);
    if (isIn(this.#interval)) return this.#interval;
    if (isIn(this.#interval + 1)) return (this.#interval += 1);
    let low = 0;
    let high = cuts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (atMs >= (cuts[middle] ?? Infinity)) low = middle;
      else high = middle;
    }
    this.#interval = low;
    return low;
  }
}
