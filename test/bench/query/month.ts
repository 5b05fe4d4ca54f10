/** A month of made-up calls as blocks of rows, in the order of time; always the same. */
import { VARINT_BYTES_MAX, writeVarint } from '../../../shared/varint.ts';
import type { RowBlock } from '../../../server/store/row-block.ts';
import type { BlockSeries, RowDetail, RowTags } from '../../../server/store/row-texts.ts';
import { usageTypeKey, type UsageType } from '../../../server/meter/usage.ts';
import { NONE, STATUSES, type Status } from '../../../shared/dimensions.ts';
import type { UsageDimension } from '../../../shared/usage-dimension.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/window.ts';
import { INPUT_TYPE } from '../../support/metered.ts';
import { chance, normals, type Chance } from './draws.ts';

export interface MonthSize {
  readonly rows: number;
  /** Tuples of tenant, model, Region, feature and principal that call. */
  readonly tuples: number;
  readonly days: number;
}

export const MONTH_END_MS = Date.UTC(2026, 10, 23, 7, 20);
const TENANTS = 50;
const FEATURES = 12;
const BLOCK_ROWS = 40_000;
const MODELS = [
  'anthropic.claude-sonnet-4-5-20250929',
  'anthropic.claude-haiku-4-5-20251001',
  'anthropic.claude-opus-4-5-20251101',
  'amazon.nova-micro',
  'amazon.nova-lite',
  'amazon.nova-pro',
  'amazon.nova-premier',
  'anthropic.claude-sonnet-4-20250514',
] as const;
const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** A tuple of dimensions with one status: what a row of it looks like. */
export interface Kind {
  readonly tenant: string;
  readonly model: string;
  readonly region: string;
  readonly feature: string;
  readonly status: Status;
  readonly types: readonly UsageType[];
  readonly block: BlockSeries;
  readonly tags: number;
  /** Median latency and its spread on the logarithmic scale. */
  readonly medianMs: number;
  readonly spread: number;
}

const DETAILS: readonly RowDetail[] = [
  [null, 'worker-1', null, 'end_turn', 'by tag'],
  [null, 'worker-2', null, 'max_tokens', 'by tag'],
  [null, 'worker-3', 'us-west-2', 'tool_use', 'by tag'],
  ['ThrottlingException', 'worker-1', null, null, 'by tag'],
  ['ValidationException', 'worker-2', null, null, 'by tag'],
];

const TAG_SETS: readonly RowTags[] = Array.from({ length: FEATURES }, (_, index) => [
  ['feature', featureOf(index), 'metadata'] as const,
  ['team', `team-${index % 5}`, 'metadata'] as const,
]);

function featureOf(index: number): string {
  return `feature-${String(index).padStart(2, '0')}`;
}

/** All kinds: for each tuple one for each status, in the order of STATUSES. */
export function kindsOf(tuples: number): readonly Kind[] {
  return Array.from({ length: tuples }, (_, tuple) =>
    STATUSES.map((status) => kindOf(tuple, status)),
  ).flat();
}

function kindOf(tuple: number, status: Status): Kind {
  const turn = Math.floor(tuple / TENANTS);
  const tenant = `tenant-${String(tuple % TENANTS).padStart(2, '0')}`;
  const model = MODELS[(tuple * 3 + turn) % MODELS.length] ?? MODELS[0];
  const region = REGIONS[(tuple + turn) % REGIONS.length] ?? REGIONS[0];
  const tags = turn % FEATURES;
  const dimensions: readonly UsageDimension[] =
    tuple % 3 === 0
      ? ['cache_read_tokens', 'input_tokens', 'output_tokens']
      : ['input_tokens', 'output_tokens'];
  const isServed = status === 'success' || status === 'guardrailBlocked';
  const types = isServed
    ? dimensions.map((dimension): UsageType => ({ ...INPUT_TYPE, model, region, dimension }))
    : [];
  const role = `arn:aws:iam::111122223333:role/app-${Math.floor(turn / FEATURES)}`;
  return {
    tenant,
    model,
    region,
    feature: featureOf(tags),
    status,
    types,
    block: {
      values: [
        '111122223333',
        region,
        model,
        NONE,
        'Converse',
        role,
        'regional',
        'standard',
        status,
        tenant,
      ],
      usageTypes: types.map(usageTypeKey),
    },
    tags,
    medianMs: 300 + 220 * MODELS.indexOf(model),
    spread: 0.5,
  };
}

/** One row as the peer is handed it. */
export interface MonthRow {
  readonly atMs: number;
  readonly kind: number;
  readonly latencyMs: number;
  readonly quantities: ArrayLike<number>;
}

/** Shares of calls by status: 3 % fail, half of them throttled. */
const STATUS_ENDS = [0.965, 0.97, 0.985, 0.995, 1];

/** Hands out blocks one after the other, and tells a listener each row. */
export function* monthBlocks(
  { rows, tuples, days }: MonthSize,
  onRow: ((row: MonthRow) => void) | null = null,
): Generator<RowBlock> {
  const kinds = kindsOf(tuples);
  const draw = chance(20_261_123);
  const tupleOf = weightedTuples(tuples, draw);
  const bells = normals(draw);
  const hours = hourCounts(rows, days);
  const startMs = Math.floor(MONTH_END_MS / HOUR_MS) * HOUR_MS + HOUR_MS - days * DAY_MS;
  let columns = new Columns(kinds);
  for (const [hour, count] of hours.entries()) {
    const hourMs = startMs + hour * HOUR_MS;
    for (let index = 0; index < count; index += 1) {
      const u = draw();
      const status = STATUS_ENDS.findIndex((end) => u < end);
      const tuple = tupleOf[Math.floor(draw() * tupleOf.length)] ?? 0;
      const kind = tuple * STATUSES.length + Math.max(0, status);
      const one = kinds[kind];
      if (!one) continue;
      const bell = bells[Math.floor(draw() * bells.length)] ?? 0;
      const latencyMs = Math.round(one.medianMs * Math.exp(one.spread * bell));
      const atMs = Math.floor(hourMs + (index * HOUR_MS) / count);
      columns.add({ atMs, kind, latencyMs, status }, one, draw);
      onRow?.({ atMs, kind, latencyMs, quantities: columns.lastQuantities() });
      if (columns.count < BLOCK_ROWS) continue;
      yield columns.block();
      columns = new Columns(kinds);
    }
  }
  if (columns.count > 0) yield columns.block();
}

/** More calls by day than by night; all hours together are the rows that were asked for. */
function hourCounts(rows: number, days: number): readonly number[] {
  const weights = Array.from({ length: days * 24 }, (_, hour) => {
    return 1 + 0.8 * Math.sin(((hour % 24) / 24) * 2 * Math.PI);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let done = 0;
  let upTo = 0;
  return weights.map((weight) => {
    upTo += weight;
    const count = Math.round((rows * upTo) / whole) - done;
    done += count;
    return count;
  });
}

/** Few tuples make most of the calls, as in life. */
function weightedTuples(tuples: number, draw: Chance): Uint16Array {
  const slots = new Uint16Array(65_536);
  for (let slot = 0; slot < slots.length; slot += 1) {
    slots[slot] = Math.floor(tuples * draw() ** 2);
  }
  return slots;
}

/** The columns of one block. */
class Columns {
  readonly #kinds: readonly Kind[];
  readonly #timestampsMs = new Float64Array(BLOCK_ROWS);
  readonly #requestIds = new Uint8Array(BLOCK_ROWS * 16);
  readonly #idWords = new Uint32Array(this.#requestIds.buffer);
  readonly #latenciesMs = new Float64Array(BLOCK_ROWS);
  readonly #firstTokensMs = new Float64Array(BLOCK_ROWS);
  readonly #seriesIndexes = new Uint32Array(BLOCK_ROWS);
  readonly #detailIndexes = new Uint32Array(BLOCK_ROWS);
  readonly #tagSetIndexes = new Uint32Array(BLOCK_ROWS);
  readonly #quantityBytes = new Uint8Array(BLOCK_ROWS * 3 * VARINT_BYTES_MAX);
  readonly #quantityEnds = new Uint32Array(BLOCK_ROWS);
  #quantityEnd = 0;
  #lastQuantities: number[] = [];
  count = 0;

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  add(
    row: { readonly atMs: number; readonly kind: number; latencyMs: number; status: number },
    kind: Kind,
    draw: Chance,
  ): void {
    const index = this.count;
    this.#timestampsMs[index] = row.atMs;
    for (let word = 0; word < 4; word += 1) {
      this.#idWords[index * 4 + word] = Math.floor(draw() * 2 ** 32);
    }
    this.#latenciesMs[index] = row.latencyMs;
    this.#firstTokensMs[index] = kind.tags % 3 === 0 ? Math.round(row.latencyMs / 4) : -1;
    this.#seriesIndexes[index] = row.kind;
    this.#detailIndexes[index] = row.status < 2 ? index % 3 : row.status === 2 ? 3 : 4;
    this.#tagSetIndexes[index] = kind.tags;
    this.#lastQuantities = kind.types.map(() => 1 + Math.floor(draw() ** 2 * 6_000));
    for (const quantity of this.#lastQuantities) {
      this.#quantityEnd = writeVarint(this.#quantityBytes, this.#quantityEnd, quantity);
    }
    this.#quantityEnds[index] = this.#quantityEnd;
    this.count += 1;
  }

  lastQuantities(): ArrayLike<number> {
    return this.#lastQuantities;
  }

  block(): RowBlock {
    const { count } = this;
    return {
      count,
      timestampsMs: this.#timestampsMs.subarray(0, count),
      requestIds: this.#requestIds,
      textIds: new Map(),
      latenciesMs: this.#latenciesMs,
      firstTokensMs: this.#firstTokensMs,
      seriesIndexes: this.#seriesIndexes,
      detailIndexes: this.#detailIndexes,
      tagSetIndexes: this.#tagSetIndexes,
      quantityBytes: this.#quantityBytes,
      quantityEnds: this.#quantityEnds,
      series: this.#kinds.map(({ block }) => block),
      details: DETAILS,
      tagSets: TAG_SETS,
    };
  }
}
