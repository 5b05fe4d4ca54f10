/** Records -> rows: parsed, attributed, metered and packed; what cannot be read is told by code. */
import { attributeInvocation } from '../attribute/attribute-invocation.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import { bodyNeeded } from '../meter/body-needed.ts';
import { meterInvocation } from '../meter/meter-invocation.ts';
import type { MeteredInvocation } from '../meter/metered.ts';
import type { Invocation } from '../record/invocation.ts';
import { historyOf, type InventoryHistory } from '../record/inventory-history.ts';
import { parseRecords } from '../record/parse-records.ts';
import { skimRecord } from '../record/skim-records.ts';
import { resolveModel } from '../record/resolve-model.ts';
import type { ResourceVersion } from '../source/inventory.ts';
import type { RawRecord, ReadPart } from '../source/source.ts';
import { RowPacker, type RowBlock } from '../store/row-block.ts';
import type { QuarantinedRecord } from '../store/store.ts';

/** What reading a record needs to know beside the record. */
export interface ReadingContext {
  readonly nowMs: number;
  /** The inventory with its history; the same list until it changes. */
  readonly resources: readonly ResourceVersion[];
  readonly rules: RuleSet;
  /** True holds calls back whose bill depends on a body that lies elsewhere. */
  readonly awaitsBodies?: boolean;
}

/** Records that have been read. */
export interface RowPart extends ReadPart {
  readonly block: RowBlock;
  readonly quarantined: readonly QuarantinedRecord[];
  /** Calls of this part that are not in its block yet: a body of theirs has to be read first. */
  readonly incomplete: readonly Invocation[];
}

/** Reads records one by one and gives them out as one part. */
export class RecordReader {
  readonly #context: ReadingContext;
  readonly #packer = new RowPacker();
  #quarantined: QuarantinedRecord[] = [];
  #incomplete: Invocation[] = [];
  #count = 0;

  constructor(context: ReadingContext) {
    this.#context = context;
  }

  /** Texts read since the last part; one may hold several records. */
  get count(): number {
    return this.#count;
  }

  /** Reads the record at a range, if it is one of the common kind. */
  addCommon(bytes: Buffer, range: { readonly start: number; readonly end: number }): boolean {
    const invocation = skimRecord(bytes, range, this.#context.nowMs);
    if (invocation === null) return false;
    this.#count += 1;
    this.#pack(invocation);
    return true;
  }

  add(record: RawRecord): void {
    this.#count += 1;
    for (const parsed of parseRecords(record, this.#context.nowMs)) {
      if (parsed.ok) this.#pack(parsed.value);
      else this.#quarantined.push({ origin: record.origin, ...parsed.problem });
    }
  }

  /** All that was read since the last call. */
  take(): RowPart {
    const [count, quarantined, incomplete] = [this.#count, this.#quarantined, this.#incomplete];
    this.#count = 0;
    this.#quarantined = [];
    this.#incomplete = [];
    return { count, records: [], block: this.#packer.take(), quarantined, incomplete };
  }

  #pack(invocation: Invocation): void {
    const metered = meterNow(invocation, this.#context);
    const isHeld = this.#context.awaitsBodies === true && invocation.bodies !== null;
    if (isHeld && bodyNeeded(invocation, metered.usage) !== null) this.#incomplete.push(invocation);
    else this.#packer.add(metered);
  }
}

/** Works out who pays and what was used, by what was known at the time of the call. */
export function meterNow(
  invocation: Invocation,
  { resources, rules }: Pick<ReadingContext, 'resources' | 'rules'>,
): MeteredInvocation {
  return meterRecord(invocation, historyOf(resources), rules);
}

/** Works out who pays for an invocation and what was used. */
export function meterRecord(
  record: Invocation,
  history: InventoryHistory,
  rules: RuleSet,
): MeteredInvocation {
  const inventory = history.at(record.timestampMs);
  const { modelId, modelReference } = record;
  const resolved = resolveModel(modelId, modelReference, inventory);
  const { profile: called } = resolved.reference;
  // Called by its bare id, a profile counts under its ARN.
  const isSame = called === modelReference.profile;
  const invocation = isSame
    ? record
    : { ...record, modelReference: { ...modelReference, profile: called } };
  const profile = inventory.profiles.get(modelId) ?? null;
  const principalTags = history.principalTags(record.principal.arn, record.timestampMs);
  const input = { invocation, model: resolved.model, profile, principalTags };
  return {
    invocation,
    model: resolved.model,
    routing: resolved.reference.routing,
    attribution: attributeInvocation(input, rules),
    usage: meterInvocation(invocation, resolved),
  };
}
