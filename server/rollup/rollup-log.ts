/** Increments of rollup cells: what new invocations add per bucket and series, ready to store. */
import { readVarints } from '../../shared/varint.ts';
import { ByteRoom } from './byte-room.ts';
import { orderByCell } from './cell-order.ts';
import { sketchOfBins } from './encoded-sketch.ts';
import { binOf } from './sketch.ts';

/** The part of an invocation that rollups count. */
export interface RollupEntry {
  readonly timestampMs: number;
  readonly seriesId: number;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  /** A varint for each usage type of the series' usage set, in its order; null for none. */
  readonly quantities: Uint8Array | null;
}

/** What one bucket of one series counts, as it is stored: equal cells have equal bytes. */
export interface EncodedCell {
  readonly bucketStartMs: number;
  readonly seriesId: number;
  readonly invocations: number;
  /** Varints in the order of the usage set; null for none. */
  readonly quantities: Uint8Array | null;
  readonly latency: Uint8Array | null;
  readonly firstToken: Uint8Array | null;
}

/** Which cells are wanted of a log. */
export interface CellLevel {
  readonly bucketMs: number;
  /** Calls before are left out. */
  readonly fromMs?: number;
  /** Where calls of a series count; left out, in their own. */
  readonly seriesOf?: (seriesId: number) => number;
}

/** No value was told; bins are never negative. */
const NO_BIN = -1;
const LEFT_OUT = -Infinity;
const FIRST_ENTRIES = 256;

/**
 * Notes calls one by one, and adds them up by the cell when asked.
 *
 * Columns of numbers are sorted by cell: a cell in memory for each of thousands, which count one
 * call or two, would cost several times as much.
 */
export class RollupLog {
  #count = 0;
  #quantityCount = 0;
  #timestampsMs = new Float64Array(FIRST_ENTRIES);
  #seriesIds = new Uint32Array(FIRST_ENTRIES);
  #latencyBins = new Int16Array(FIRST_ENTRIES);
  #firstTokenBins = new Int16Array(FIRST_ENTRIES);
  #quantityEnds = new Uint32Array(FIRST_ENTRIES);
  #quantities = new Float64Array(FIRST_ENTRIES * 4);

  get count(): number {
    return this.#count;
  }

  /** How many quantities were noted, of all calls. */
  get quantityCount(): number {
    return this.#quantityCount;
  }

  /** Forgets all calls, and keeps the memory they took for the next ones. */
  clear(): void {
    this.#count = 0;
    this.#quantityCount = 0;
  }

  /** Notes a call that the store reported as new, or as gone. */
  add({ timestampMs, seriesId, latencyMs, firstTokenMs, quantities }: RollupEntry): void {
    const index = this.#count;
    if (index === this.#seriesIds.length) this.#grow();
    this.#timestampsMs[index] = timestampMs;
    this.#seriesIds[index] = seriesId;
    this.#latencyBins[index] = latencyMs === null ? NO_BIN : binOf(latencyMs);
    this.#firstTokenBins[index] = firstTokenMs === null ? NO_BIN : binOf(firstTokenMs);
    if (quantities !== null) this.#addQuantities(quantities);
    this.#quantityEnds[index] = this.#quantityCount;
    this.#count = index + 1;
  }

  /** All cells that were touched, by bucket and series, which is the order of their keys. */
  cells(level: CellLevel): readonly EncodedCell[] {
    const { buckets, seriesIds } = this.#placesIn(level);
    const order = orderByCell(buckets, seriesIds);
    const adder = new CellAdder(order);
    const cells: EncodedCell[] = [];
    for (let start = 0, end = 0; start < order.length; start = end) {
      const first = order[start] ?? 0;
      const [bucket = 0, seriesId = 0] = [buckets[first], seriesIds[first]];
      const isSame = (index: number): boolean =>
        buckets[index] === bucket && seriesIds[index] === seriesId;
      for (end = start + 1; end < order.length && isSame(order[end] ?? 0);) end += 1;
      if (bucket === LEFT_OUT) continue;
      adder.take(start, end);
      cells.push({
        bucketStartMs: bucket * level.bucketMs,
        seriesId,
        invocations: end - start,
        quantities: adder.sum(this.#quantities, this.#quantityEnds),
        latency: adder.sketch(this.#latencyBins),
        firstToken: adder.sketch(this.#firstTokenBins),
      });
    }
    return cells;
  }

  #placesIn({ bucketMs, fromMs = -Infinity, seriesOf }: CellLevel): {
    readonly buckets: Float64Array;
    readonly seriesIds: Uint32Array;
  } {
    const buckets = this.#timestampsMs.slice(0, this.#count).map((timestampMs) => {
      return timestampMs < fromMs ? LEFT_OUT : Math.floor(timestampMs / bucketMs);
    });
    const own = this.#seriesIds.slice(0, this.#count);
    return { buckets, seriesIds: seriesOf === undefined ? own : own.map(seriesOf) };
  }

  #addQuantities(bytes: Uint8Array): void {
    if (this.#quantityCount + bytes.length > this.#quantities.length) {
      this.#quantities = wider(this.#quantities, new Float64Array(this.#quantities.length * 2));
    }
    this.#quantityCount = readVarints(bytes, this.#quantities, this.#quantityCount);
  }

  #grow(): void {
    const length = this.#count * 2;
    this.#timestampsMs = wider(this.#timestampsMs, new Float64Array(length));
    this.#seriesIds = wider(this.#seriesIds, new Uint32Array(length));
    this.#latencyBins = wider(this.#latencyBins, new Int16Array(length));
    this.#firstTokenBins = wider(this.#firstTokenBins, new Int16Array(length));
    this.#quantityEnds = wider(this.#quantityEnds, new Uint32Array(length));
  }
}

function wider<Column extends { set(from: Column): void }>(column: Column, room: Column): Column {
  room.set(column);
  return room;
}

/** Adds up the calls of one cell after the other, in memory that is used again for each. */
class CellAdder {
  readonly #order: Uint32Array;
  readonly #room = new ByteRoom();
  #sums = new Float64Array(16);
  #bins = new Uint16Array(64);
  #start = 0;
  #end = 0;

  constructor(order: Uint32Array) {
    this.#order = order;
  }

  /** Turns to the cell whose calls stand from `start` to `end` in the order. */
  take(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
  }

  /** @param ends where the quantities of each call end. */
  sum(quantities: Float64Array, ends: Uint32Array): Uint8Array | null {
    let count = 0;
    for (let place = this.#start; place < this.#end; place += 1) {
      const index = this.#order[place] ?? 0;
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      count = this.#addTo(count, quantities, start, ends[index] ?? 0);
    }
    if (count === 0) return null;
    this.#room.begin(count);
    for (let at = 0; at < count; at += 1) this.#room.write(this.#sums[at] ?? 0);
    return this.#room.end();
  }

  /** @param count of sums that were begun. @returns how many are begun now. */
  #addTo(count: number, quantities: Float64Array, start: number, end: number): number {
    const length = end - start;
    if (this.#sums.length < length) this.#sums = wider(this.#sums, new Float64Array(length * 2));
    if (length > count) this.#sums.fill(0, count, length);
    for (let at = 0; at < length; at += 1) {
      this.#sums[at] = (this.#sums[at] ?? 0) + (quantities[start + at] ?? 0);
    }
    return Math.max(count, length);
  }

  sketch(bins: Int16Array): Uint8Array | null {
    if (this.#bins.length < this.#end - this.#start) {
      this.#bins = new Uint16Array((this.#end - this.#start) * 2);
    }
    let count = 0;
    for (let place = this.#start; place < this.#end; place += 1) {
      const bin = bins[this.#order[place] ?? 0] ?? NO_BIN;
      if (bin !== NO_BIN) this.#bins[count++] = bin;
    }
    sort(this.#bins, count);
    return sketchOfBins(this.#bins, count, this.#room);
  }
}

const FEW_MAX = 24;

function sort(bins: Uint16Array, count: number): void {
  if (count > FEW_MAX) {
    bins.subarray(0, count).sort();
    return;
  }
  for (let place = 1; place < count; place += 1) {
    const bin = bins[place] ?? 0;
    let at = place;
    for (; at > 0 && (bins[at - 1] ?? 0) > bin; at -= 1) bins[at] = bins[at - 1] ?? 0;
    bins[at] = bin;
  }
}
