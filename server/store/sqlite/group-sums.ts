/** The sums of all groups of one answer: cells and rows go in, one cell a group comes out. */
import { assert } from '../../../shared/assert.ts';
import type { Dimension } from '../../../shared/dimensions.ts';
import { filterTest } from '../../../shared/filter.ts';
import { Sketch } from '../../rollup/sketch.ts';
import type { AggregateCell, AggregateRequest, UsageSum } from '../store.ts';
import type { CellSink } from './pack-format.ts';
import type { Series, SeriesIndex } from './series.ts';
import { SumLayout, SumTable, type Added, type SumRow } from './sum-table.ts';

interface Sums extends SumRow {
  latency: Sketch | null;
  firstToken: Sketch | null;
}

interface Group {
  readonly names: readonly string[];
  readonly layout: SumLayout;
  /** By index of the interval. */
  readonly sums: Sums[];
}

/** What is counted of one invocation. */
interface RowCounts {
  readonly atMs: number;
  readonly quantities: readonly number[];
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
}

type Asked = Pick<AggregateRequest, 'filter' | 'groupBy' | 'need'>;

/** Series that the filter leaves out. */
const LEFT_OUT = -1;
const UNKNOWN = -2;

/** Series are matched against the filter once, not once a cell. */
export class GroupSums implements CellSink {
  readonly #asked: Asked;
  readonly #passes: (valueOf: (dimension: Dimension) => string) => boolean;
  readonly #cuts: readonly number[];
  readonly #series: readonly (Series | undefined)[];
  /** Of the dimensions that the question names. */
  readonly #columns: readonly (readonly number[])[];
  readonly #groupOfSeries: Int32Array;
  readonly #groupOfNumbers = new Map<string, number>();
  readonly #groupOfKey = new Map<string, number>();
  readonly #groups: Group[] = [];
  readonly #table = new SumTable();
  #range = { startMs: 0, endMs: 0 };
  #interval = 0;
  #isInside = false;
  #current: Sums | null = null;

  /** @param index of series; those that it takes up later count as written after the answer. */
  constructor(
    asked: Asked,
    cuts: readonly number[],
    index: Pick<SeriesIndex, 'current' | 'columns'>,
  ) {
    const series = index.current();
    const dimensions = [...asked.groupBy, ...asked.filter.terms.map((term) => term.dimension)];
    this.#columns = [...new Set(dimensions)].map((one) => index.columns.numbersOf(one));
    this.#asked = asked;
    this.#passes = filterTest(asked.filter);
    this.#cuts = cuts;
    this.#series = series;
    this.#groupOfSeries = new Int32Array(series.length).fill(UNKNOWN);
  }

  /** From now on buckets outside of this range are passed over. */
  within(startMs: number, endMs: number): void {
    this.#range = { startMs, endMs };
  }

  bucket(startMs: number): void {
    this.#isInside = startMs >= this.#range.startMs && startMs < this.#range.endMs;
    if (this.#isInside) this.#interval = this.#intervalOf(startMs);
  }

  cell(seriesId: number, invocations: number, quantities: readonly number[]): boolean {
    if (!this.#isInside) return false;
    const series = this.#series[seriesId];
    if (!series) return false; // Written after this answer began.
    const group = this.#groupOfSeriesId(seriesId, series);
    if (group === LEFT_OUT) return false;
    this.#count(group, series, { invocations, charges: 0, quantities });
    return true;
  }

  /** Counts a charge that no call carries: it is no call in any count or ratio. */
  charge(seriesId: number, atMs: number, quantity: number): void {
    const series = this.#series[seriesId];
    if (!series) return; // Written after this answer began.
    const group = this.#groupOfSeriesId(seriesId, series);
    if (group === LEFT_OUT) return;
    this.#interval = this.#intervalOf(atMs);
    const added = { charges: 1, invocations: 0, quantities: [quantity] };
    this.#addUsage(group, this.#sumsOf(group), series, added);
  }

  latency(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#current) return;
    this.#current.latency ??= new Sketch();
    this.#current.latency.mergeEncoded(bytes, start, end);
  }

  firstToken(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#current) return;
    this.#current.firstToken ??= new Sketch();
    this.#current.firstToken.mergeEncoded(bytes, start, end);
  }

  /** Group of a single invocation, for row; null when the filter leaves it out. */
  groupOfRow(valueOf: (dimension: Dimension) => string): number | null {
    const group = this.#groupOf(valueOf);
    return group === LEFT_OUT ? null : group;
  }

  /** Counts one invocation whose series tells its group. */
  rowOfSeries(seriesId: number, row: RowCounts): void {
    const series = this.#series[seriesId];
    if (!series) return; // Written after this answer began.
    const group = this.#groupOfSeriesId(seriesId, series);
    if (group !== LEFT_OUT) this.row(group, series, row);
  }

  /** Counts one invocation of a group. */
  row(group: number, series: Series, row: RowCounts): void {
    this.#interval = this.#intervalOf(row.atMs);
    const added = { invocations: 1, charges: 0, quantities: row.quantities };
    const sums = this.#count(group, series, added);
    if (this.#asked.need.latency && row.latencyMs !== null) {
      sums.latency ??= new Sketch();
      sums.latency.add(row.latencyMs);
    }
    if (this.#asked.need.firstToken && row.firstTokenMs !== null) {
      sums.firstToken ??= new Sketch();
      sums.firstToken.add(row.firstTokenMs);
    }
  }

  cells(): readonly AggregateCell[] {
    return this.#groups.flatMap((group) =>
      Object.entries(group.sums).map(
        ([interval, sums]) => new Cell(this.#table, group, { interval: Number(interval), sums }),
      ),
    );
  }

  #count(group: number, series: Series, added: Added): Sums {
    const sums = this.#sumsOf(group);
    this.#current = sums;
    this.#table.count(sums, series.statusIndex, added.invocations, series.isUnattributed);
    if (this.#asked.need.usage) this.#addUsage(group, sums, series, added);
    return sums;
  }

  #addUsage(group: number, sums: Sums, series: Series, added: Added): void {
    const layout = this.#groupAt(group).layout;
    this.#table.addUsage(sums, layout, layout.offsetOf(series.types), added);
  }

  #groupAt(index: number): Group {
    const group = this.#groups[index];
    assert(group !== undefined, 'a group that was met is kept');
    return group;
  }

  #groupOfSeriesId(seriesId: number, series: Series): number {
    const known = this.#groupOfSeries[seriesId] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    // Thousands of series have few values of the dimensions that are asked for.
    const numbers = this.#columns.map((column) => column[seriesId]).join();
    const group = this.#groupOfNumbers.get(numbers) ?? this.#groupOf((one) => series.valueOf(one));
    this.#groupOfNumbers.set(numbers, group);
    this.#groupOfSeries[seriesId] = group;
    return group;
  }

  #groupOf(valueOf: (dimension: Dimension) => string): number {
    if (!this.#passes(valueOf)) return LEFT_OUT;
    const group = this.#asked.groupBy.map(valueOf);
    const key = JSON.stringify(group);
    const known = this.#groupOfKey.get(key);
    if (known !== undefined) return known;
    const index = this.#groups.push({ names: group, layout: new SumLayout(), sums: [] }) - 1;
    this.#groupOfKey.set(key, index);
    return index;
  }

  #sumsOf(index: number): Sums {
    const { sums, layout } = this.#groupAt(index);
    const known = sums[this.#interval];
    if (known) return known;
    const row = this.#table.newRow(layout);
    const made: Sums = { at: row.at, width: row.width, latency: null, firstToken: null };
    sums[this.#interval] = made;
    return made;
  }

  /** Index of the last cut that is not after an instant, which lies before the last one. */
  #intervalOf(atMs: number): number {
    const cuts = this.#cuts;
    const isIn = (index: number): boolean =>
      atMs >= (cuts[index] ?? Infinity) && atMs < (cuts[index + 1] ?? -Infinity);
    if (isIn(this.#interval)) return this.#interval;
    if (isIn(this.#interval + 1)) return this.#interval + 1;
    let low = 0;
    let high = cuts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (atMs >= (cuts[middle] ?? Infinity)) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A view of one row; its usage is put together when it is asked for, and not kept. */
class Cell implements AggregateCell {
  readonly group: readonly string[];
  readonly intervalIndex: number;
  readonly latency: Sketch | null;
  readonly firstToken: Sketch | null;
  readonly #table: SumTable;
  readonly #layout: SumLayout;
  readonly #row: SumRow;

  constructor(
    table: SumTable,
    { names, layout }: Group,
    { interval, sums }: { readonly interval: number; readonly sums: Sums },
  ) {
    this.group = names;
    this.intervalIndex = interval;
    this.latency = sums.latency;
    this.firstToken = sums.firstToken;
    this.#table = table;
    this.#layout = layout;
    this.#row = sums;
  }

  get statusCounts(): readonly number[] {
    return this.#table.statusCounts(this.#row);
  }

  get unattributed(): number {
    return this.#table.unattributed(this.#row);
  }

  get usage(): readonly UsageSum[] {
    return this.#table.usage(this.#row, this.#layout);
  }
}
