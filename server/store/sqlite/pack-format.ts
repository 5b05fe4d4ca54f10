/** The bytes of packs: many rollup cells one after the other, counts apart from sketches. */
import { assert } from '../../../shared/assert.ts';
import { encodeVarints } from '../../../shared/varint.ts';

/** A rollup cell as it is packed; sketches are as the rollup tables hold them. */
export interface PackCell {
  readonly bucketStartMs: number;
  readonly seriesId: number;
  readonly invocations: number;
  readonly quantities: readonly number[];
  readonly latency: Uint8Array | null;
  readonly firstToken: Uint8Array | null;
}

/** Takes cells as they are read; what it keeps it must copy, since arrays are used again. */
export interface CellSink {
  /** All cells until the next call are of this bucket. */
  bucket(startMs: number): void;
  /** @returns whether the sketches of this cell are of use. */
  cell(seriesId: number, invocations: number, quantities: readonly number[]): boolean;
  latency(bytes: Uint8Array, start: number, end: number): void;
  firstToken(bytes: Uint8Array, start: number, end: number): void;
}

/** First number of a pack of counts. */
const FORMAT = 1;

/** Where a pack begins and how long its buckets are. */
export interface PackPlace {
  readonly startMs: number;
  readonly bucketMs: number;
}

/** Bytes of the counts of cells, which are sorted by bucket and series. */
export function encodeCounts(cells: readonly PackCell[], place: PackPlace): Uint8Array {
  const numbers: number[] = [FORMAT];
  for (let index = 0; index < cells.length;) {
    const bucketMs = cells[index]?.bucketStartMs ?? 0;
    let end = index;
    while (cells[end]?.bucketStartMs === bucketMs) end += 1;
    numbers.push((bucketMs - place.startMs) / place.bucketMs, end - index);
    let before = 0;
    for (; index < end; index += 1) {
      const cell = cells[index];
      if (!cell) break;
      const { seriesId, invocations, quantities } = cell;
      numbers.push(seriesId - before, invocations, quantities.length, ...quantities);
      before = seriesId;
    }
  }
  return encodeVarints(numbers);
}

/** Bytes of one sketch of each cell, in the order of cells: its length, then its bytes. */
export function encodeSketches(sketches: readonly (Uint8Array | null)[]): Uint8Array {
  const lengths = sketches.map((sketch) => encodeVarints([sketch?.length ?? 0]));
  const parts = sketches.flatMap((sketch, index) => [
    lengths[index] ?? NO_BYTES,
    sketch ?? NO_BYTES,
  ]);
  return Buffer.concat(parts);
}

const NO_BYTES = new Uint8Array(0);

/** The bodies of one pack; null for sketches that the answer does not need. */
export interface PackBodies {
  readonly counts: Uint8Array;
  readonly latency: Uint8Array | null;
  readonly firstToken: Uint8Array | null;
}

/** Hands all cells of a pack to a sink, in the order of bucket and series. */
export function readPack(bodies: PackBodies, { startMs, bucketMs }: PackPlace, sink: CellSink) {
  const counts = new Varints(bodies.counts);
  assert(counts.next() === FORMAT, 'a pack has a format that we know');
  const latency = sketchesOf(bodies.latency);
  const firstToken = sketchesOf(bodies.firstToken);
  while (counts.hasMore()) {
    sink.bucket(startMs + counts.next() * bucketMs);
    let seriesId = 0;
    for (let cells = counts.next(); cells > 0; cells -= 1) {
      seriesId += counts.next();
      const invocations = counts.next();
      const quantities = counts.list();
      const isWanted = sink.cell(seriesId, invocations, quantities);
      const hasLatency = latency !== null && latency.next();
      const hasFirstToken = firstToken !== null && firstToken.next();
      if (!isWanted) continue;
      if (hasLatency) sink.latency(latency.bytes, latency.start, latency.end);
      if (hasFirstToken) sink.firstToken(firstToken.bytes, firstToken.start, firstToken.end);
    }
  }
}

function sketchesOf(bytes: Uint8Array | null): Sketches | null {
  return bytes && new Sketches(bytes);
}

/** Reads numbers one by one, without an array of them. */
class Varints {
  readonly bytes: Uint8Array;
  /** By length: setting the length of one array costs as much as reading it. */
  readonly #lists: number[][] = [];
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  hasMore(): boolean {
    return this.at < this.bytes.length;
  }

  next(): number {
    let byte = this.bytes[this.at++] ?? 0;
    let value = byte & 127;
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = this.bytes[this.at++] ?? 0;
      value += (byte & 127) * factor;
    }
    return value;
  }

  /** Reads how many numbers follow, and them: an array that the next call may fill anew. */
  list(): readonly number[] {
    const count = this.next();
    const list = (this.#lists[count] ??= Array.from({ length: count }, () => 0));
    for (let index = 0; index < count; index += 1) list[index] = this.next();
    return list;
  }
}

/** Walks over the sketches of a pack, one for each cell. */
class Sketches {
  readonly bytes: Uint8Array;
  readonly #lengths: Varints;
  start = 0;
  end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#lengths = new Varints(bytes);
  }

  /** Goes on to the next cell; false when it has no sketch. */
  next(): boolean {
    const length = this.#lengths.next();
    this.start = this.#lengths.at;
    this.end = this.start + length;
    this.#lengths.at = this.end;
    return length > 0;
  }
}
