/** A latency sketch: counts in logarithmic bins, 1 % relative error, merges in any grouping. */
import { assert } from '../../shared/assert.ts';
import { encodeVarints } from '../../shared/varint.ts';

/** Relative error that every quantile keeps; part of the stored format, see FORMAT. */
const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LN_GAMMA = Math.log(GAMMA);
/** First byte of stored sketches: bins of RELATIVE_ERROR, keys from binOf. */
export const FORMAT = 1;
/** Bins reach past 11 days in ms; anything longer counts into the last one. */
const BINS_MAX = 1040;

/** Bin 0 is zero alone; bin k > 0 holds values in (gamma^(k-2), gamma^(k-1)]. */
export function binOf(value: number): number {
  if (value <= 0) return 0;
  return Math.min(BINS_MAX - 1, Math.max(1, Math.ceil(Math.log(value) / LN_GAMMA) + 1));
}

function valueOf(bin: number): number {
  return bin === 0 ? 0 : (2 * GAMMA ** (bin - 1)) / (GAMMA + 1);
}

/** Bins for which room is made at once; latencies of one kind take some 250. */
const BINS_STEP = 256;
const NO_COUNTS = new Float64Array(0);

/** Counts of values by bin; adding and merging commute, so order and grouping never matter. */
export class Sketch {
  /** Counts of the bins from #firstBin on: values of one kind lie close together. */
  #counts: Float64Array = NO_COUNTS;
  #firstBin = 0;
  #total = 0;
  /** Another sketch has the same array: whoever changes it first takes a copy. */
  #isShared = false;

  get total(): number {
    return this.#total;
  }

  /** Counts one value of at least 0, such as a latency in ms. */
  add(value: number): void {
    this.#addToBin(binOf(value), 1);
  }

  /** Adds all counts of another sketch. */
  merge(other: Sketch): void {
    if (other.#counts.length === 0) return;
    if (this.#counts.length === 0) {
      // Mostly nothing is added to it later, and an answer merges thousands.
      this.#counts = other.#counts;
      this.#isShared = true;
      other.#isShared = true;
      this.#firstBin = other.#firstBin;
      this.#total = other.#total;
      return;
    }
    const end = other.#firstBin + other.#counts.length;
    if (other.#firstBin < this.#firstBin) this.#makeRoom(other.#firstBin);
    if (end > this.#firstBin + this.#counts.length) this.#makeRoom(end - 1);
    this.#ownCounts();
    const [own, counts] = [this.#counts, other.#counts];
    const offset = other.#firstBin - this.#firstBin;
    for (let index = 0; index < counts.length; index += 1) {
      own[offset + index] = (own[offset + index] ?? 0) + (counts[index] ?? 0);
    }
    this.#total += other.#total;
  }

  /** Takes all counts of another sketch away, which must have been counted here before. */
  subtract(other: Sketch): void {
    other.#counts.forEach((count, index) => {
      if (count > 0) this.#takeFrom(other.#firstBin + index, count);
    });
  }

  /**
   * Adds all counts of a stored sketch.
   *
   * @param bytes where it lies, from `start` up to `end`: the whole when both are left out.
   */
  mergeEncoded(bytes: Uint8Array, start = 0, end = bytes.length): void {
    assert(bytes[start] === FORMAT, 'a stored sketch has a format that we know');
    // Answers merge thousands of these: numbers are read here, and no arrays are made of them.
    let bin = 0;
    let at = start + 1;
    while (at < end) {
      let byte = bytes[at++] ?? 0;
      let gap = byte & 127;
      for (let factor = 128; byte >= 128; factor *= 128) {
        byte = bytes[at++] ?? 0;
        gap += (byte & 127) * factor;
      }
      byte = bytes[at++] ?? 0;
      let count = byte & 127;
      for (let factor = 128; byte >= 128; factor *= 128) {
        byte = bytes[at++] ?? 0;
        count += (byte & 127) * factor;
      }
      bin += gap;
      this.#addToBin(bin, count);
    }
    assert(at === end, 'a stored sketch ends with a whole number');
  }

  /**
   * The value that a share of all counted values does not pass.
   *
   * @param quantile 0 to 1.
   * @returns within 1 % of the exact value; null when nothing was counted.
   */
  quantile(quantile: number): number | null {
    if (this.#total === 0) return null;
    const rank = Math.max(1, Math.ceil(quantile * this.#total));
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      seen += this.#counts[index] ?? 0;
      if (seen >= rank) return valueOf(this.#firstBin + index);
    }
    return valueOf(this.#firstBin + this.#counts.length - 1);
  }

  /** All counted values added up, within 1 %; 0 of nothing. */
  sum(): number {
    let sum = 0;
    this.#counts.forEach((count, index) => (sum += count * valueOf(this.#firstBin + index)));
    return sum;
  }

  /** How many values are at most so large; within 1 % of the bound either side is possible. */
  countUpTo(value: number): number {
    if (value === Infinity) return this.#total;
    const bins = Math.max(0, binOf(value) - this.#firstBin + 1);
    return this.#counts.subarray(0, bins).reduce((sum, count) => sum + count, 0);
  }

  /** Bytes for the store: equal contents give equal bytes. */
  encode(): Uint8Array {
    const pairs: number[] = [FORMAT];
    let before = 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      const count = this.#counts[index] ?? 0;
      if (count === 0) continue;
      const bin = this.#firstBin + index;
      pairs.push(bin - before, count);
      before = bin;
    }
    return encodeVarints(pairs);
  }

  #takeFrom(bin: number, count: number): void {
    const left = this.#addToBin(bin, -count);
    assert(left >= 0, 'a sketch gives back only what it counted');
  }

  /** @returns what the bin counts now. */
  #addToBin(bin: number, count: number): number {
    assert(bin < BINS_MAX, 'a bin lies within the sketch');
    const last = this.#firstBin + this.#counts.length;
    if (bin < this.#firstBin || bin >= last) this.#makeRoom(bin);
    this.#ownCounts();
    const index = bin - this.#firstBin;
    const sum = (this.#counts[index] ?? 0) + count;
    this.#counts[index] = sum;
    this.#total += count;
    return sum;
  }

  #ownCounts(): void {
    if (!this.#isShared) return;
    this.#counts = this.#counts.slice();
    this.#isShared = false;
  }

  #makeRoom(bin: number): void {
    const step = bin - (bin % BINS_STEP);
    const { length } = this.#counts;
    const isEmpty = length === 0;
    let first = isEmpty ? step : this.#firstBin;
    let end = isEmpty ? step : first + length;
    // What grows once grows on: sums of thousands of sketches would be copied at each step.
    if (bin < first) first = Math.max(0, Math.min(step, first - length));
    else end = Math.max(step + BINS_STEP, end + length);
    const wider = new Float64Array(end - first);
    if (!isEmpty) wider.set(this.#counts, this.#firstBin - first);
    this.#counts = wider;
    this.#isShared = false;
    this.#firstBin = first;
  }
}
