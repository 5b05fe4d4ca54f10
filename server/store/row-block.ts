/** Rows of many calls as columns, so that they cross threads and reach the disk without copies. */
import { NONE } from '../../shared/dimensions.ts';
import type { RolledDimension } from '../../shared/dimensions.ts';
import type { Attribution, TagSource } from '../attribute/attribution.ts';
import type { MeteredInvocation } from '../meter/metered.ts';
import { usageTypeKey, type UsageLine } from '../meter/usage.ts';
import { growFloats, growInts } from './columns.ts';

/** The dimensions that tell series apart, in the order in which they are kept. */
export const SERIES_DIMENSIONS = [
  'account',
  'region',
  'model',
  'profile',
  'operation',
  'principal',
  'routing',
  'tier',
  'status',
  'tenant',
  'rule',
] as const satisfies readonly RolledDimension[];

export type SeriesDimension = (typeof SERIES_DIMENSIONS)[number];

/** What rows of one series share: a value for each of SERIES_DIMENSIONS, and what they consume. */
export interface BlockSeries {
  readonly values: readonly string[];
  /** Keys of usage types, in the order of the usage lines. */
  readonly usageTypes: readonly string[];
}

/** What is shown of a call but seldom grouped by. */
export type RowDetail = readonly [
  errorCode: string | null,
  session: string | null,
  inferenceRegion: string | null,
  stopReason: string | null,
  rulesVersion: string | null,
];

export type RowTags = readonly (readonly [key: string, value: string, source: TagSource])[];

/** Rows that stand by themselves: columns of numbers, and lists of what they point to. */
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
  /** One after the other, for each row as many as its series has usage types. */
  readonly quantities: Float64Array;
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

/** Packs metered invocations into blocks; equal texts are kept once a block. */
export class RowPacker {
  #count = 0;
  #timestampsMs = new Float64Array(FIRST_ROWS);
  #requestIds = new Uint8Array(FIRST_ROWS * 16);
  #latenciesMs = new Float64Array(FIRST_ROWS);
  #firstTokensMs = new Float64Array(FIRST_ROWS);
  #seriesIndexes = new Uint32Array(FIRST_ROWS);
  #detailIndexes = new Uint32Array(FIRST_ROWS);
  #tagSetIndexes = new Uint32Array(FIRST_ROWS);
  #quantities = new Float64Array(FIRST_ROWS * 4);
  #quantityCount = 0;
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
    this.addRow(invocation, usage, this.placesOf(metered));
  }

  /** Where a row with these texts points to; good until the block is taken. */
  placesOf(metered: MeteredInvocation): RowPlaces {
    const { errorCode, inferenceRegion, stopReason, principal } = metered.invocation;
    const { rulesVersion } = metered.attribution;
    const series = seriesOf(metered);
    const { session } = principal;
    const detail = [errorCode, session, inferenceRegion, stopReason, rulesVersion] as const;
    const tags = tagsOf(metered.attribution);
    return {
      series: this.#series.indexOf(series, series.values.concat(series.usageTypes)),
      detail: this.#details.indexOf(detail, detail),
      tagSet: this.#tagSets.indexOf(tags, tags.flat()),
    };
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
    for (const line of usage) {
      this.#quantities[this.#quantityCount] = line.quantity;
      this.#quantityCount += 1;
    }
    this.#count += 1;
  }

  /** All rows added since the last call, as one block. */
  take(): RowBlock {
    const rows = this.#count;
    const block: RowBlock = {
      count: rows,
      timestampsMs: this.#timestampsMs.slice(0, rows),
      requestIds: this.#requestIds.slice(0, rows * 16),
      textIds: this.#textIds,
      latenciesMs: this.#latenciesMs.slice(0, rows),
      firstTokensMs: this.#firstTokensMs.slice(0, rows),
      seriesIndexes: this.#seriesIndexes.slice(0, rows),
      detailIndexes: this.#detailIndexes.slice(0, rows),
      tagSetIndexes: this.#tagSetIndexes.slice(0, rows),
      quantities: this.#quantities.slice(0, this.#quantityCount),
      series: this.#series.take(),
      details: this.#details.take(),
      tagSets: this.#tagSets.take(),
    };
    this.#count = 0;
    this.#quantityCount = 0;
    this.#textIds = new Map();
    return block;
  }

  #grow(quantities: number): void {
    this.#growIds();
    if (this.#quantityCount + quantities > this.#quantities.length) {
      this.#quantities = growFloats(this.#quantities);
    }
    if (this.#count < this.#timestampsMs.length) return;
    this.#timestampsMs = growFloats(this.#timestampsMs);
    this.#latenciesMs = growFloats(this.#latenciesMs);
    this.#firstTokensMs = growFloats(this.#firstTokensMs);
    this.#seriesIndexes = growInts(this.#seriesIndexes);
    this.#detailIndexes = growInts(this.#detailIndexes);
    this.#tagSetIndexes = growInts(this.#tagSetIndexes);
  }

  #growIds(): void {
    if ((this.#count + 1) * 16 <= this.#requestIds.length) return;
    const wider = new Uint8Array(this.#requestIds.length * 2);
    wider.set(this.#requestIds);
    this.#requestIds = wider;
  }
}

type Text = string | null;

/** Where the texts of values part; the texts of logs repeat, so their hashes are at hand. */
class Branch {
  readonly next = new Map<Text, Branch>();
  index = -1;

  at(text: Text): Branch {
    const known = this.next.get(text);
    if (known !== undefined) return known;
    const made = new Branch();
    this.next.set(text, made);
    return made;
  }
}

/** Values by the texts that they are made of, each kept once. */
class Listed<Value> {
  #values: Value[] = [];
  #root = new Branch();

  indexOf(value: Value, texts: readonly Text[]): number {
    let branch = this.#root;
    for (const text of texts) branch = branch.at(text);
    if (branch.index < 0) branch.index = this.#values.push(value) - 1;
    return branch.index;
  }

  take(): readonly Value[] {
    const values = this.#values;
    this.#values = [];
    this.#root = new Branch();
    return values;
  }
}

function seriesOf({
  invocation,
  attribution,
  model,
  routing,
  usage,
}: MeteredInvocation): BlockSeries {
  const dimensions: Record<SeriesDimension, string> = {
    account: invocation.accountId,
    region: invocation.region,
    model,
    profile: invocation.modelReference.profile ?? NONE,
    operation: invocation.operation,
    principal: invocation.principal.arn === '' ? NONE : invocation.principal.arn,
    routing,
    tier: invocation.serviceTier,
    status: invocation.status,
    tenant: attribution.tenant,
    rule: attribution.rule ?? NONE,
  };
  const values = SERIES_DIMENSIONS.map((name) => dimensions[name]);
  return { values, usageTypes: usage.map(({ type }) => usageTypeKey(type)) };
}

function tagsOf({ tags }: Attribution): RowTags {
  return tags.map(({ key, value, source }) => [key, value, source] as const);
}
