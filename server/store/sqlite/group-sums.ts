/** The sums of all groups of one answer: cells and rows go in, one cell a group comes out. */
import { STATUSES, type Dimension } from '../../../shared/dimensions.ts';
import { filterTest } from '../../../shared/filter.ts';
import { Sketch } from '../../rollup/sketch.ts';
import type { UsageType } from '../../meter/usage.ts';
import type { AggregateCell, AggregateRequest } from '../store.ts';
import type { CellSink } from './pack-format.ts';
import type { Series } from './series.ts';

interface UsageTotal {
  invocations: number;
  charges: number;
  readonly quantities: number[];
}

interface Sums {
  readonly group: readonly string[];
  readonly intervalIndex: number;
  readonly statusCounts: number[];
  unattributed: number;
  readonly usage: Map<readonly UsageType[], UsageTotal>;
  latency: Sketch | null;
  firstToken: Sketch | null;
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
  readonly #groupOfSeries: Int32Array;
  readonly #groupOfKey = new Map<string, number>();
  readonly #groups: { readonly group: readonly string[]; readonly sums: Sums[] }[] = [];
  #range = { startMs: 0, endMs: 0 };
  #interval = 0;
  #isInside = false;
  #current: Sums | null = null;

  constructor(asked: Asked, cuts: readonly number[], series: readonly (Series | undefined)[]) {
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
    this.#count(this.#sumsOf(group), series, invocations, quantities);
    return true;
  }

  /** Counts a charge that no call carries: it is no call in any count or ratio. */
  charge(seriesId: number, atMs: number, quantity: number): void {
    const series = this.#series[seriesId];
    if (!series) return; // Written after this answer began.
    const group = this.#groupOfSeriesId(seriesId, series);
    if (group === LEFT_OUT) return;
    this.#interval = this.#intervalOf(atMs);
    addUsage(this.#sumsOf(group), series.types, {
      charges: 1,
      invocations: 0,
      quantities: [quantity],
    });
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
    const sums = this.#sumsOf(group);
    this.#count(sums, series, 1, row.quantities);
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
    return this.#groups.flatMap(({ sums }) =>
      Object.values(sums).map((one) => ({
        ...one,
        usage: [...one.usage].map(([types, total]) => ({ types, ...total })),
      })),
    );
  }

  #count(
    sums: Sums,
    { statusIndex, isUnattributed, types }: Series,
    invocations: number,
    quantities: readonly number[],
  ): void {
    this.#current = sums;
    sums.statusCounts[statusIndex] = (sums.statusCounts[statusIndex] ?? 0) + invocations;
    if (isUnattributed) sums.unattributed += invocations;
    if (this.#asked.need.usage) addUsage(sums, types, { invocations, charges: 0, quantities });
  }

  #groupOfSeriesId(seriesId: number, series: Series): number {
    const known = this.#groupOfSeries[seriesId] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const group = this.#groupOf((dimension) => series.valueOf(dimension));
    this.#groupOfSeries[seriesId] = group;
    return group;
  }

  #groupOf(valueOf: (dimension: Dimension) => string): number {
    if (!this.#passes(valueOf)) return LEFT_OUT;
    const group = this.#asked.groupBy.map(valueOf);
    const key = JSON.stringify(group);
    const known = this.#groupOfKey.get(key);
    if (known !== undefined) return known;
    const index = this.#groups.push({ group, sums: [] }) - 1;
    this.#groupOfKey.set(key, index);
    return index;
  }

  #sumsOf(group: number): Sums {
    const one = this.#groups[group];
    const known = one?.sums[this.#interval];
    if (known) return known;
    const made: Sums = {
      group: one?.group ?? [],
      intervalIndex: this.#interval,
      statusCounts: STATUSES.map(() => 0),
      unattributed: 0,
      usage: new Map(),
      latency: null,
      firstToken: null,
    };
    if (one) one.sums[this.#interval] = made;
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

function addUsage(
  sums: Sums,
  types: readonly UsageType[],
  added: {
    readonly invocations: number;
    readonly charges: number;
    readonly quantities: readonly number[];
  },
): void {
  const { invocations, charges, quantities } = added;
  const known = sums.usage.get(types);
  if (!known) {
    sums.usage.set(types, { invocations, charges, quantities: [...quantities] });
    return;
  }
  known.invocations += invocations;
  known.charges += charges;
  for (let index = 0; index < quantities.length; index += 1) {
    known.quantities[index] = (known.quantities[index] ?? 0) + (quantities[index] ?? 0);
  }
}
