/** Sketches as bytes, made of values and of each other without a sketch in between. */
import { assert } from '../../shared/assert.ts';
import type { ByteRoom } from './byte-room.ts';
import { FORMAT } from './sketch.ts';

/**
 * Writes what a sketch that counted values in these bins encodes to.
 *
 * @param bins sorted; only the first `count` of them are read.
 * @returns null for no value.
 */
export function sketchOfBins(bins: Uint16Array, count: number, room: ByteRoom): Uint8Array | null {
  if (count === 0) return null;
  room.begin(1 + 2 * count);
  room.write(FORMAT);
  let before = 0;
  for (let index = 0, next = 0; index < count; index = next) {
    const bin = bins[index] ?? 0;
    while (next < count && bins[next] === bin) next += 1;
    room.write(bin - before);
    room.write(next - index);
    before = bin;
  }
  return room.end();
}

/** What a sketch encodes to that was merged of two. */
export function mergedSketches(
  a: Uint8Array | null,
  b: Uint8Array | null,
  room: ByteRoom,
): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  const [one, other] = [new BinCursor(a), new BinCursor(b)];
  room.begin(1 + a.length + b.length);
  room.write(FORMAT);
  let before = 0;
  while (one.bin !== END || other.bin !== END) {
    const bin = Math.min(one.bin, other.bin);
    const count = one.take(bin) + other.take(bin);
    room.write(bin - before);
    room.write(count);
    before = bin;
  }
  return room.end();
}

const END = Infinity;

/** Walks the bins of an encoded sketch upwards. */
class BinCursor {
  readonly #bytes: Uint8Array;
  #at = 1;
  #count = 0;
  /** END past the last one. */
  bin = 0;

  constructor(bytes: Uint8Array) {
    assert(bytes[0] === FORMAT, 'a stored sketch has a format that we know');
    this.#bytes = bytes;
    this.#next();
  }

  /** How many values this bin counts; the next one follows. */
  take(bin: number): number {
    if (bin !== this.bin) return 0;
    const count = this.#count;
    this.#next();
    return count;
  }

  #next(): void {
    if (this.#at === this.#bytes.length) {
      this.bin = END;
      return;
    }
    this.bin += this.#varint();
    this.#count = this.#varint();
  }

  #varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    let value = byte & 127;
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = bytes[this.#at++] ?? 0;
      value += (byte & 127) * factor;
    }
    assert(this.#at <= bytes.length, 'a stored sketch ends with a whole number');
    return value;
  }
}
