/** Who pays for a call, and what it called. */
import { attributeInvocation } from '../attribute/attribute-invocation.ts';
import type { Attribution } from '../attribute/attribution.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { Call } from '../record/invocation.ts';
import type { InventoryHistory } from '../record/inventory-history.ts';
import { resolveModel, type ResolvedModel } from '../record/resolve-model.ts';
import type { Inventory } from '../source/inventory.ts';

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
export function standingOf(record: Call, circumstances: Circumstances): Standing {
  const { modelId, modelReference } = record;
  const resolved = resolveModel(modelId, modelReference, circumstances.inventory);
  return { resolved, attribution: attributionOf(record, resolved, circumstances) };
}

/** Who pays for a call of this model. */
export function attributionOf(
  record: Call,
  resolved: ResolvedModel,
  { inventory, principalTags, rules }: Circumstances,
): Attribution {
  const invocation = underItsProfile(record, resolved);
  const profile = inventory.profiles.get(record.modelId) ?? null;
  const input = { invocation, model: resolved.model, profile, principalTags };
  return attributeInvocation(input, rules);
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
