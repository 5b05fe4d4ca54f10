/** Rows of many calls as columns, so that they cross threads and reach the disk without copies. */
import type { MeteredInvocation } from '../meter/metered.ts';
import type { UsageLine } from '../meter/usage.ts';
import { writeVarint, VARINT_BYTES_MAX } from '../../shared/varint.ts';
import { orderOf } from '../../shared/wide-order.ts';
import { growBytes, growFloats, growInts } from './columns.ts';
import { picked, pickedPieces } from './picked-columns.ts';
import { rowTextsOf, type BlockSeries, type RowDetail, type RowTags } from './row-texts.ts';

/**
 * Rows that stand by themselves: columns of numbers, and lists of what they point to.
 *
 * Rows in the order of time are written three times as fast as others.
 */
export interface RowBlock {
  readonly count: number;
  readonly timestampsMs: Float64Array;
  /** 16 bytes for each row; for a row of `textIds` they mean nothing. */
  readonly requestIds: Uint8Array;
  /** Ids that are no lower-case UUID, by row. */
  readonly textIds: ReadonlyMap<number, string>;
  /** UNKNOWN_MS where a record does not tell. */
  readonly latenciesMs: Float64Array;
  readonly firstTokensMs: Float64Array;
  readonly seriesIndexes: Uint32Array;
  readonly detailIndexes: Uint32Array;
  readonly tagSetIndexes: Uint32Array;
  /** For each row as many varints as its series has usage types, one row after the other. */
  readonly quantityBytes: Uint8Array;
  /** Where the bytes of each row end. */
  readonly quantityEnds: Uint32Array;
  readonly series: readonly BlockSeries[];
  readonly details: readonly RowDetail[];
  readonly tagSets: readonly RowTags[];
}

export const UNKNOWN_MS = -1;

const FIRST_ROWS = 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The numbers of one row that a packer is handed. */
export interface RowNumbers {
  readonly timestampMs: number;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
}

/** Where a row points to within its block. */
export interface RowPlaces {
  readonly series: number;
  readonly detail: number;
  readonly tagSet: number;
}

/** Texts that many rows point to, which remember where they stand in the block being packed. */
export class PointedTexts {
  readonly series: BlockSeries;
  readonly tagSet: RowTags;
  /** Places in the block that `packedIn` stands for. */
  seriesIndex = 0;
  tagSetIndex = 0;
  packedIn: object | null = null;

  constructor(series: BlockSeries, tagSet: RowTags) {
    this.series = series;
    this.tagSet = tagSet;
  }
}

/** Packs metered invocations into blocks; equal texts are kept once a block. */
export class RowPacker {
  #count = 0;
  /** Stands for the block that is being packed. */
  #block = {};
  #timestampsMs = new Float64Array(FIRST_ROWS);
  #requestIds = new Uint8Array(FIRST_ROWS * 16);
  #latenciesMs = new Float64Array(FIRST_ROWS);
  #firstTokensMs = new Float64Array(FIRST_ROWS);
  #seriesIndexes = new Uint32Array(FIRST_ROWS);
  #detailIndexes = new Uint32Array(FIRST_ROWS);
  #tagSetIndexes = new Uint32Array(FIRST_ROWS);
  #quantityBytes = new Uint8Array(FIRST_ROWS * 8);
  #quantityEnds = new Uint32Array(FIRST_ROWS);
  #quantityEnd = 0;
  #textIds = new Map<number, string>();
  readonly #series = new Listed<BlockSeries>();
  readonly #details = new Listed<RowDetail>();
  readonly #tagSets = new Listed<RowTags>();

  get count(): number {
    return this.#count;
  }

  add(metered: MeteredInvocation): void {
    const { invocation, usage } = metered;
    this.addId(invocation.requestId);
    const { series, detail, tagSet } = rowTextsOf(metered);
    this.addRow(invocation, usage, this.placesOf(new PointedTexts(series, tagSet), detail));
  }

  /** Where a row with these texts points to; good until the block is taken. */
  placesOf(texts: PointedTexts, detail: RowDetail): RowPlaces {
    if (texts.packedIn !== this.#block) {
      texts.seriesIndex = this.#series.indexOf(texts.series);
      texts.tagSetIndex = this.#tagSets.indexOf(texts.tagSet);
      texts.packedIn = this.#block;
    }
    const { seriesIndex: series, tagSetIndex: tagSet } = texts;
    return { series, detail: this.#details.indexOf(detail), tagSet };
  }

  /** Notes the id of the row that addRow will add next. */
  addId(requestId: string): void {
    if (!UUID.test(requestId)) {
      this.#textIds.set(this.#count, requestId);
      return;
    }
    this.#growIds();
    const hex = requestId.replaceAll('-', '');
    Buffer.from(this.#requestIds.buffer).write(hex, this.#count * 16, 'hex');
  }

  /** The same for an id that stands as the 16 bytes of its UUID. */
  addIdBytes(bytes: Uint8Array): void {
    this.#growIds();
    this.#requestIds.set(bytes, this.#count * 16);
  }

  /** Adds the row whose id was noted. */
  addRow(numbers: RowNumbers, usage: readonly UsageLine[], places: RowPlaces): void {
    this.#grow(usage.length);
    const row = this.#count;
    this.#timestampsMs[row] = numbers.timestampMs;
    this.#latenciesMs[row] = numbers.latencyMs ?? UNKNOWN_MS;
    this.#firstTokensMs[row] = numbers.firstTokenMs ?? UNKNOWN_MS;
    this.#seriesIndexes[row] = places.series;
    this.#detailIndexes[row] = places.detail;
    this.#tagSetIndexes[row] = places.tagSet;
    for (const { quantity } of usage) {
      this.#quantityEnd = writeVarint(this.#quantityBytes, this.#quantityEnd, quantity);
    }
    this.#quantityEnds[row] = this.#quantityEnd;
    this.#count += 1;
  }

  /** All rows added since the last call, as one block, in the order of time. */
  take(): RowBlock {
    const order = orderOf(this.#timestampsMs.subarray(0, this.#count));
    const quantities = pickedPieces(this.#quantityBytes, this.#quantityEnds, order);
    const block: RowBlock = {
      count: this.#count,
      timestampsMs: picked(this.#timestampsMs, order),
      requestIds: pickedIds(this.#requestIds, order),
      textIds: pickedTexts(this.#textIds, order),
      latenciesMs: picked(this.#latenciesMs, order),
      firstTokensMs: picked(this.#firstTokensMs, order),
      seriesIndexes: picked(this.#seriesIndexes, order),
      detailIndexes: picked(this.#detailIndexes, order),
      tagSetIndexes: picked(this.#tagSetIndexes, order),
      quantityBytes: quantities.bytes,
      quantityEnds: quantities.ends,
      series: this.#series.take(),
      details: this.#details.take(),
      tagSets: this.#tagSets.take(),
    };
    this.#count = 0;
    this.#block = {};
    this.#quantityEnd = 0;
    this.#textIds = new Map();
    return block;
  }

  #grow(quantities: number): void {
    this.#growIds();
    if (this.#quantityEnd + quantities * VARINT_BYTES_MAX > this.#quantityBytes.length) {
      this.#quantityBytes = growBytes(this.#quantityBytes);
    }
    if (this.#count < this.#timestampsMs.length) return;
    this.#timestampsMs = growFloats(this.#timestampsMs);
    this.#latenciesMs = growFloats(this.#latenciesMs);
    this.#firstTokensMs = growFloats(this.#firstTokensMs);
    this.#seriesIndexes = growInts(this.#seriesIndexes);
    this.#detailIndexes = growInts(this.#detailIndexes);
    this.#tagSetIndexes = growInts(this.#tagSetIndexes);
    this.#quantityEnds = growInts(this.#quantityEnds);
  }

  #growIds(): void {
    if ((this.#count + 1) * 16 <= this.#requestIds.length) return;
    this.#requestIds = growBytes(this.#requestIds);
  }
}

function pickedIds(ids: Uint8Array<ArrayBuffer>, order: Uint32Array): Uint8Array {
  const words = new Uint32Array(ids.buffer);
  const result = new Uint32Array(order.length * ID_WORDS);
  for (let place = 0; place < order.length; place += 1) {
    const from = (order[place] ?? 0) * ID_WORDS;
    for (let word = 0; word < ID_WORDS; word += 1) {
      result[place * ID_WORDS + word] = words[from + word] ?? 0;
    }
  }
  return new Uint8Array(result.buffer);
}

const ID_WORDS = 4;

function pickedTexts(texts: ReadonlyMap<number, string>, order: Uint32Array): Map<number, string> {
  const result = new Map<number, string>();
  if (texts.size === 0) return result;
  order.forEach((index, place) => {
    const text = texts.get(index);
    if (text !== undefined) result.set(place, text);
  });
  return result;
}

/** Values in the order in which rows came to point to them, each once. */
class Listed<Value extends object> {
  #values: Value[] = [];
  #indexes = new Map<Value, number>();
  /** Rows that follow each other often point to the same. */
  #last: Value | null = null;
  #lastIndex = 0;

  indexOf(value: Value): number {
    if (value === this.#last) return this.#lastIndex;
    let index = this.#indexes.get(value);
    if (index === undefined) {
      index = this.#values.push(value) - 1;
      this.#indexes.set(value, index);
    }
    this.#last = value;
    this.#lastIndex = index;
    return index;
  }

  take(): readonly Value[] {
    const values = this.#values;
    this.#values = [];
    this.#indexes.clear();
    this.#last = null;
    return values;
  }
}
