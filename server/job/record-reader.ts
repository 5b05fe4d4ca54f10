/** Records -> rows: parsed, attributed, metered and packed; what cannot be read is told by code. */
import type { RuleSet } from '../attribute/rule-set.ts';
import { bodyNeeded } from '../meter/body-needed.ts';
import { meterInvocation } from '../meter/meter-invocation.ts';
import type { MeteredInvocation } from '../meter/metered.ts';
import type { Invocation } from '../record/invocation.ts';
import { historyOf, type InventoryHistory } from '../record/inventory-history.ts';
import { parseRecords } from '../record/parse-records.ts';
import { holdLines, skimCall, skimmedId } from '../record/skim-records.ts';
import type { ResourceVersion } from '../source/inventory.ts';
import type { RawRecord, ReadPart } from '../source/source.ts';
import { kindsOf } from './call-kind.ts';
import { circumstancesOf, standingOf, underItsProfile } from './call-standing.ts';
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
  readonly #history: InventoryHistory;
  readonly #packer = new RowPacker();
  #quarantined: QuarantinedRecord[] = [];
  #incomplete: Invocation[] = [];
  #count = 0;

  constructor(context: ReadingContext) {
    this.#context = context;
    this.#history = historyOf(context.resources);
  }

  /** Texts read since the last part; one may hold several records. */
  get count(): number {
    return this.#count;
  }

  /** Takes in what addCommon reads next, in one go with it: all readers share a scanner. */
  hold(bytes: Buffer, length: number): void {
    holdLines(bytes, length);
  }

  /** Reads the record at a range of these lines, if it is one of the common kind. */
  addCommon(range: { readonly start: number; readonly end: number }): boolean {
    const { nowMs, rules } = this.#context;
    const shape = skimCall(range, nowMs);
    // A call that names its bodies may have to wait for them.
    if (shape === null || shape.call.bodies !== null) return false;
    this.#count += 1;
    const { call } = shape;
    const kinds = kindsOf(shape, rules);
    const kind = kinds.of(shape, this.#history);
    const usage = meterInvocation(call, kind.resolved);
    const detail = kinds.detailOf(shape, kind.attribution);
    const places = this.#packer.placesOf(kind.textsOf(call, usage), detail);
    this.#packer.addIdBytes(skimmedId());
    this.#packer.addRow(call, usage, places);
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
  const circumstances = circumstancesOf(record, history, rules);
  const { resolved, attribution } = standingOf(record, circumstances);
  const { model, reference } = resolved;
  const invocation = underItsProfile(record, resolved);
  const usage = meterInvocation(invocation, resolved);
  return { invocation, model, routing: reference.routing, attribution, usage };
}
