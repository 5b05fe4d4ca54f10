/** Who pays for a call and what it called: worked out once for all calls that are alike. */
import { attributeInvocation } from '../attribute/attribute-invocation.ts';
import type { Attribution } from '../attribute/attribution.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { UsageLine } from '../meter/usage.ts';
import type { Call } from '../record/invocation.ts';
import type { InventoryHistory } from '../record/inventory-history.ts';
import { resolveModel, type ResolvedModel } from '../record/resolve-model.ts';
import type { CallShape } from '../record/skim-records.ts';
import type { Inventory } from '../source/inventory.ts';
import {
  keptDetail,
  keptSeries,
  keptTags,
  type BlockSeries,
  type RowDetail,
  type RowTags,
} from '../store/row-texts.ts';

/** What was known of a call's model and caller at its time, and the rules in force. */
export interface Circumstances {
  readonly inventory: Inventory;
  readonly principalTags: ReadonlyMap<string, string> | null;
  readonly rules: RuleSet;
}

export interface Standing {
  readonly resolved: ResolvedModel;
  readonly attribution: Attribution;
}

/** Finds what stood around a call. */
export function circumstancesOf(
  { principal, timestampMs }: Call,
  history: InventoryHistory,
  rules: RuleSet,
): Circumstances {
  const inventory = history.at(timestampMs);
  return { inventory, principalTags: history.principalTags(principal.arn, timestampMs), rules };
}

/** Looks up what was called and who pays for it. */
export function standingOf(
  record: Call,
  { inventory, principalTags, rules }: Circumstances,
): Standing {
  const resolved = resolveModel(record.modelId, record.modelReference, inventory);
  const invocation = underItsProfile(record, resolved);
  const profile = inventory.profiles.get(record.modelId) ?? null;
  const input = { invocation, model: resolved.model, profile, principalTags };
  return { resolved, attribution: attributeInvocation(input, rules) };
}

/** Called by its bare id, a profile counts under its ARN. */
export function underItsProfile<AnyCall extends Call>(
  call: AnyCall,
  { reference }: ResolvedModel,
): AnyCall {
  const { modelReference } = call;
  if (reference.profile === modelReference.profile) return call;
  return { ...call, modelReference: { ...modelReference, profile: reference.profile } };
}

/** Standings that are kept for one shape; callers choose their metadata. */
const KEPT_MAX = 5_000;

/** What has been worked out for calls of one shape, by caller and metadata. */
const SHAPES = new WeakMap<CallShape, ShapeStandings>();

/** The standing of the record that a shape holds: that of its like, while nothing else changes. */
export function keptStanding(
  shape: CallShape,
  history: InventoryHistory,
  rules: RuleSet,
): KeptStanding {
  let standings = SHAPES.get(shape);
  if (standings?.rules !== rules) {
    standings = new ShapeStandings(rules);
    SHAPES.set(shape, standings);
  }
  return standings.of(shape.call, history);
}

class ShapeStandings {
  readonly rules: RuleSet;
  readonly #kept = new Map<unknown, Map<Call['requestMetadata'], KeptStanding>>();
  readonly #details = new Map<string | null, RowDetail>();
  #count = 0;

  constructor(rules: RuleSet) {
    this.rules = rules;
  }

  of(call: Call, history: InventoryHistory): KeptStanding {
    const { principal, requestMetadata, timestampMs } = call;
    const caller = this.rules.readsSession ? principal : principal.arn;
    const known = this.#kept.get(caller)?.get(requestMetadata);
    const inventory = history.at(timestampMs);
    const principalTags = history.principalTags(principal.arn, timestampMs);
    if (known?.isOf(inventory, principalTags) === true) return known;
    const made = new KeptStanding(
      call,
      { inventory, principalTags, rules: this.rules },
      this.#details,
    );
    this.#keep(caller, requestMetadata, made);
    return made;
  }

  #keep(caller: unknown, metadata: Call['requestMetadata'], standing: KeptStanding): void {
    this.#count += 1;
    if (this.#count === KEPT_MAX) {
      this.#count = 0;
      this.#kept.clear();
      this.#details.clear();
    }
    const own = this.#kept.get(caller) ?? new Map<Call['requestMetadata'], KeptStanding>();
    this.#kept.set(caller, own.set(metadata, standing));
  }
}

/** Who pays for calls that are alike, and the texts that their rows point to. */
export class KeptStanding implements Standing {
  readonly resolved: ResolvedModel;
  readonly attribution: Attribution;
  readonly tagSet: RowTags;
  readonly #inventory: Inventory;
  readonly #principalTags: Circumstances['principalTags'];
  readonly #details: Map<string | null, RowDetail>;
  readonly #series: { readonly usage: readonly UsageLine[]; readonly series: BlockSeries }[] = [];

  constructor(call: Call, circumstances: Circumstances, details: Map<string | null, RowDetail>) {
    const { resolved, attribution } = standingOf(call, circumstances);
    this.resolved = resolved;
    this.attribution = attribution;
    this.tagSet = keptTags(attribution);
    this.#inventory = circumstances.inventory;
    this.#principalTags = circumstances.principalTags;
    this.#details = details;
  }

  isOf(inventory: Inventory, principalTags: Circumstances['principalTags']): boolean {
    return this.#inventory === inventory && this.#principalTags === principalTags;
  }

  /** The series of a call with such usage. */
  seriesOf(call: Call, usage: readonly UsageLine[]): BlockSeries {
    for (const known of this.#series) if (areAlike(known.usage, usage)) return known.series;
    const { resolved, attribution } = this;
    const { model, reference } = resolved;
    const invocation = underItsProfile(call, resolved);
    const series = keptSeries({
      invocation,
      model,
      routing: reference.routing,
      attribution,
      usage,
    });
    this.#series.push({ usage, series });
    return series;
  }

  detailOf(invocation: Call): RowDetail {
    const { session } = invocation.principal;
    const known = this.#details.get(session);
    if (known !== undefined) return known;
    const detail = keptDetail({ invocation, attribution: this.attribution }, session);
    this.#details.set(session, detail);
    return detail;
  }
}

/** Metering hands out one object for equal types. */
function areAlike(known: readonly UsageLine[], usage: readonly UsageLine[]): boolean {
  if (known.length !== usage.length) return false;
  for (let index = 0; index < usage.length; index += 1) {
    if (known[index]?.type !== usage[index]?.type) return false;
  }
  return true;
}
