/** A latency sketch: counts in logarithmic bins, 1 % relative error, merges in any grouping. */
import { assert } from '../../shared/assert.ts';
import { decodeVarints, encodeVarints } from '../../shared/varint.ts';

/** Relative error that every quantile keeps; part of the stored format, see FORMAT. */
const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LN_GAMMA = Math.log(GAMMA);
/** First byte of stored sketches: bins of RELATIVE_ERROR, keys from binOf. */
const FORMAT = 1;
/** Bins reach past 11 days in ms; anything longer counts into the last one. */
const BINS_MAX = 1040;

/** Bin 0 is zero alone; bin k > 0 holds values in (gamma^(k-2), gamma^(k-1)]. */
function binOf(value: number): number {
  if (value <= 0) return 0;
  return Math.min(BINS_MAX - 1, Math.max(1, Math.ceil(Math.log(value) / LN_GAMMA) + 1));
}

function valueOf(bin: number): number {
  return bin === 0 ? 0 : (2 * GAMMA ** (bin - 1)) / (GAMMA + 1);
}

/** Counts of values by bin; adding and merging commute, so order and grouping never matter. */
export class Sketch {
  #counts = new Float64Array(0);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** Counts one value of at least 0, such as a latency in ms. */
  add(value: number, count = 1): void {
    this.#addToBin(binOf(value), count);
  }

  /** Adds all counts of another sketch. */
  merge(other: Sketch): void {
    other.#counts.forEach((count, bin) => {
      if (count > 0) this.#addToBin(bin, count);
    });
  }

  /** Takes all counts of another sketch away, which must have been counted here before. */
  subtract(other: Sketch): void {
    other.#counts.forEach((count, bin) => {
      if (count === 0) return;
      this.#addToBin(bin, -count);
      assert((this.#counts[bin] ?? 0) >= 0, 'a sketch gives back only what it counted');
    });
  }

  /** Adds all counts of a stored sketch. */
  mergeEncoded(bytes: Uint8Array): void {
    assert(bytes[0] === FORMAT, 'a stored sketch has a format that we know');
    const pairs = decodeVarints(bytes, 1);
    let bin = 0;
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      bin += pairs[index] ?? 0;
      this.#addToBin(bin, pairs[index + 1] ?? 0);
    }
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
    for (let bin = 0; bin < this.#counts.length; bin += 1) {
      seen += this.#counts[bin] ?? 0;
      if (seen >= rank) return valueOf(bin);
    }
    return valueOf(this.#counts.length - 1);
  }

  /** Bytes for the store: equal contents give equal bytes. */
  encode(): Uint8Array {
    const pairs: number[] = [FORMAT];
    let before = 0;
    for (let bin = 0; bin < this.#counts.length; bin += 1) {
      const count = this.#counts[bin] ?? 0;
      if (count === 0) continue;
      pairs.push(bin - before, count);
      before = bin;
    }
    return encodeVarints(pairs);
  }

  #addToBin(bin: number, count: number): void {
    assert(bin < BINS_MAX, 'a bin lies within the sketch');
    if (bin >= this.#counts.length) {
      const wider = new Float64Array(Math.min(BINS_MAX, bin + 64));
      wider.set(this.#counts);
      this.#counts = wider;
    }
    this.#counts[bin] = (this.#counts[bin] ?? 0) + count;
    this.#total += count;
  }
}
