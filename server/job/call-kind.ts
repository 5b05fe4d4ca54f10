/** Calls that are alike in all but their figures: what they stand for is worked out once. */
import type { Attribution } from '../attribute/attribution.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { UsageLine, UsageType } from '../meter/usage.ts';
import type { Call } from '../record/invocation.ts';
import type { InventoryHistory } from '../record/inventory-history.ts';
import { resolveModel, type ResolvedModel } from '../record/resolve-model.ts';
import { NO_NUMBER, type CallShape } from '../record/skim-records.ts';
import type { Inventory } from '../source/inventory.ts';
import { PointedTexts } from '../store/row-block.ts';
import { keptDetail, keptSeries, keptTags, type RowDetail } from '../store/row-texts.ts';
import { attributionOf, underItsProfile, type Circumstances } from './call-standing.ts';

/** Kinds that are kept for one shape; callers choose their metadata. */
const KEPT_MAX = 5_000;
/** Numbers of metadata are below. */
const METADATA_MAX = 2 ** 20;

/** What has been worked out for calls of one shape. */
const SHAPES = new WeakMap<CallShape, ShapeKinds>();

/** The kinds of a shape's records: a record is of the kind of its like, while nothing changes. */
export function kindsOf(shape: CallShape, rules: RuleSet): ShapeKinds {
  const known = SHAPES.get(shape);
  if (known?.rules === rules) return known;
  const kinds = new ShapeKinds(rules);
  SHAPES.set(shape, kinds);
  return kinds;
}

export class ShapeKinds {
  readonly rules: RuleSet;
  /** By the numbers of caller and metadata. */
  readonly #kinds = new Map<number, CallKind>();
  /** By the number of the caller, whose session is part of it. */
  readonly #details: (RowDetail | undefined)[] = [];
  #resolved: { readonly inventory: Inventory; readonly model: ResolvedModel } | null = null;

  constructor(rules: RuleSet) {
    this.rules = rules;
  }

  of(shape: CallShape, history: InventoryHistory): CallKind {
    const { call, metadataNumber } = shape;
    const { principal, timestampMs } = call;
    const inventory = history.at(timestampMs);
    const principalTags = history.principalTags(principal.arn, timestampMs);
    // Of one role there may be a session for each call.
    const caller = this.rules.readsSession ? shape.callerNumber : shape.roleNumber;
    const number = caller * METADATA_MAX + metadataNumber;
    const known = this.#kinds.get(number);
    if (known?.isOf(inventory, principalTags) === true) return known;
    const circumstances = { inventory, principalTags, rules: this.rules };
    const made = new CallKind(call, this.#modelOf(call, inventory), circumstances);
    if (caller !== NO_NUMBER && metadataNumber !== NO_NUMBER) this.#keep(number, made);
    return made;
  }

  detailOf({ call, callerNumber }: CallShape, attribution: Attribution): RowDetail {
    const known = this.#details[callerNumber];
    if (known !== undefined) return known;
    const detail = keptDetail({ invocation: call, attribution }, call.principal.session);
    if (callerNumber !== NO_NUMBER) this.#details[callerNumber] = detail;
    return detail;
  }

  #keep(number: number, kind: CallKind): void {
    if (this.#kinds.size === KEPT_MAX) this.#kinds.clear();
    this.#kinds.set(number, kind);
  }

  /** Which model is called depends on the shape alone, while the inventory stays. */
  #modelOf({ modelId, modelReference }: Call, inventory: Inventory): ResolvedModel {
    if (this.#resolved?.inventory !== inventory) {
      this.#resolved = { inventory, model: resolveModel(modelId, modelReference, inventory) };
    }
    return this.#resolved.model;
  }
}

/** What rows with such usage point to. */
interface UsageTexts {
  readonly types: readonly UsageType[];
  readonly texts: PointedTexts;
}

/** Calls of one shape, caller and metadata. */
export class CallKind {
  readonly resolved: ResolvedModel;
  readonly attribution: Attribution;
  readonly #inventory: Inventory;
  readonly #principalTags: Circumstances['principalTags'];
  /** Of the usage met last; that of others is found by a look through all. */
  #types: readonly UsageType[] = [];
  #texts: PointedTexts | null = null;
  readonly #allTexts: UsageTexts[] = [];

  constructor(call: Call, resolved: ResolvedModel, circumstances: Circumstances) {
    this.resolved = resolved;
    this.attribution = attributionOf(call, resolved, circumstances);
    this.#inventory = circumstances.inventory;
    this.#principalTags = circumstances.principalTags;
  }

  isOf(inventory: Inventory, principalTags: Circumstances['principalTags']): boolean {
    return this.#inventory === inventory && this.#principalTags === principalTags;
  }

  /** The texts that the row of a call with such usage points to. */
  textsOf(call: Call, usage: readonly UsageLine[]): PointedTexts {
    if (this.#texts !== null && areOf(this.#types, usage)) return this.#texts;
    const { types, texts } =
      this.#allTexts.find((known) => areOf(known.types, usage)) ?? this.#keepTexts(call, usage);
    this.#types = types;
    this.#texts = texts;
    return texts;
  }

  #keepTexts(call: Call, usage: readonly UsageLine[]): UsageTexts {
    const { resolved, attribution } = this;
    const { model, reference } = resolved;
    const invocation = underItsProfile(call, resolved);
    const metered = { invocation, model, routing: reference.routing, attribution, usage };
    const texts = new PointedTexts(keptSeries(metered), keptTags(attribution));
    const kept = { types: usage.map(({ type }) => type), texts };
    this.#allTexts.push(kept);
    return kept;
  }
}

/** Metering hands out one object for equal types. */
function areOf(types: readonly UsageType[], usage: readonly UsageLine[]): boolean {
  if (types.length !== usage.length) return false;
  for (let index = 0; index < usage.length; index += 1) {
    if (types[index] !== usage[index]?.type) return false;
  }
  return true;
}
