/** The texts that rows point to, each kept once for as long as a thread reads. */
import { NONE } from '../../shared/dimensions.ts';
import type { RolledDimension } from '../../shared/dimensions.ts';
import type { Attribution, TagSource } from '../attribute/attribution.ts';
import type { MeteredCall } from '../meter/metered.ts';
import { usageTypeKey } from '../meter/usage.ts';

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

/** What a row points to: one object for equal texts, so that blocks tell them apart by object. */
export interface RowTexts {
  readonly series: BlockSeries;
  readonly detail: RowDetail;
  readonly tagSet: RowTags;
}

type Text = string | null;

/** Callers choose many of the texts. */
const KEPT_MAX = 50_000;

/** Where the texts of values part; the texts of logs repeat, so their hashes are at hand. */
class Branch<Value> {
  readonly next = new Map<Text, Branch<Value>>();
  value: Value | undefined;

  at(text: Text): Branch<Value> {
    const known = this.next.get(text);
    if (known !== undefined) return known;
    const made = new Branch<Value>();
    this.next.set(text, made);
    return made;
  }
}

/** Values by the texts that they are made of, each kept once; a full memory begins anew. */
class Kept<Value> {
  #root = new Branch<Value>();
  #count = 0;

  oneOf(value: Value, texts: readonly Text[]): Value {
    let branch = this.#root;
    for (const text of texts) branch = branch.at(text);
    if (branch.value !== undefined) return branch.value;
    branch.value = value;
    this.#count += 1;
    if (this.#count === KEPT_MAX) this.#root = new Branch();
    this.#count %= KEPT_MAX;
    return value;
  }
}

const KEPT_SERIES = new Kept<BlockSeries>();
const KEPT_DETAILS = new Kept<RowDetail>();
const KEPT_TAGS = new Kept<RowTags>();

/** The texts of a row, whatever its figures are. */
export function rowTextsOf(metered: MeteredCall): RowTexts {
  return {
    series: keptSeries(metered),
    detail: keptDetail(metered, metered.invocation.principal.session),
    tagSet: keptTags(metered.attribution),
  };
}

export function keptDetail(
  { invocation, attribution }: Pick<MeteredCall, 'invocation' | 'attribution'>,
  session: string | null,
): RowDetail {
  const { errorCode, inferenceRegion, stopReason } = invocation;
  const { rulesVersion } = attribution;
  const detail = [errorCode, session, inferenceRegion, stopReason, rulesVersion] as const;
  return KEPT_DETAILS.oneOf(detail, detail);
}

export function keptTags({ tags }: Attribution): RowTags {
  const set = tags.map(({ key, value, source }) => [key, value, source] as const);
  return KEPT_TAGS.oneOf(set, set.flat());
}

export function keptSeries({
  invocation,
  attribution,
  model,
  routing,
  usage,
}: MeteredCall): BlockSeries {
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
  const series = { values, usageTypes: usage.map(({ type }) => usageTypeKey(type)) };
  return KEPT_SERIES.oneOf(series, values.concat(series.usageTypes));
}
