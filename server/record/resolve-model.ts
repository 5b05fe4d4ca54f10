/** Looks up what an ARN hides: the model behind a profile or a model of one's own. */
import type { Inventory, ProfileFact } from '../source/inventory.ts';
import type { ModelReference } from './invocation.ts';
import { parseModelReference } from './model-reference.ts';

export interface ResolvedModel {
  /** Base model id; the called id where nothing tells what is behind it. */
  readonly model: string;
  readonly reference: ModelReference;
  readonly variant: 'base' | 'custom' | 'imported' | 'provisioned';
  /** False leaves the usage unpriced, and visible as such. */
  readonly isResolved: boolean;
}

/**
 * Finds the model of a call.
 *
 * @param modelId as called.
 * @returns never nothing: an ARN that nobody knows stands for itself. Never throws.
 */
export function resolveModel(
  modelId: string,
  reference: ModelReference,
  inventory: Inventory,
): ResolvedModel {
  const variant = variantOf(reference);
  const fact = reference.model === null ? inventory.profiles.get(modelId) : undefined;
  if (fact) return behindProfile(modelId, reference, { fact, inventory });
  const { model } = reference;
  return { model: model ?? modelId, reference, variant, isResolved: model !== null };
}

function variantOf({ kind }: ModelReference): ResolvedModel['variant'] {
  return kind === 'custom' || kind === 'imported' || kind === 'provisioned' ? kind : 'base';
}

function behindProfile(
  modelId: string,
  called: ModelReference,
  { fact, inventory }: { readonly fact: ProfileFact; readonly inventory: Inventory },
): ResolvedModel {
  // Called by its bare id, it is the same profile as by its ARN.
  const { kind, profile } = called.profile === fact.arn ? called : parseModelReference(fact.arn);
  const variant = variantOf({ ...called, kind });
  const { model, routing } = targetOf(fact, inventory);
  const reference = { ...called, kind, profile, model, routing };
  return { model: model ?? modelId, reference, variant, isResolved: model !== null };
}

type Target = Pick<ModelReference, 'model' | 'routing'>;

/** Each fact is read once and asked for by every call through its profile. */
const targets = new WeakMap<ProfileFact, Target>();

function targetOf(fact: ProfileFact, inventory: Inventory): Target {
  const known = targets.get(fact);
  if (known) return known;
  const target = { model: modelOf(fact, inventory), routing: routingOf(fact) };
  if (target.model !== null) targets.set(fact, target); // Else the missing link may come yet.
  return target;
}

/** A deployment stands for a custom model, and that for its base. */
const DEPTH_MAX = 3;

function modelOf(fact: ProfileFact, inventory: Inventory, depth = 1): string | null {
  for (const arn of fact.modelArns) {
    const { model } = parseModelReference(arn);
    if (model !== null) return model;
    const next = depth < DEPTH_MAX ? inventory.profiles.get(arn) : undefined;
    const behind = next ? modelOf(next, inventory, depth + 1) : null;
    if (behind !== null) return behind;
  }
  return null;
}

/**
 * How a profile routes: one that was copied from a global profile names a model without Region,
 * one of a geo profile names a model in several Regions; a system profile's id says it itself, and
 * a bare id names no Region for want of a place to write it.
 */
function routingOf({ modelArns }: ProfileFact): ModelReference['routing'] {
  const routings = modelArns.map((arn) => parseModelReference(arn).routing);
  const own = routings.find((routing) => routing !== 'regional');
  if (own !== undefined) return own;
  const arns = modelArns.filter((arn) => arn.startsWith('arn:'));
  const regions = new Set(arns.map((arn) => arn.split(':')[3] ?? ''));
  if (regions.has('')) return 'global';
  return regions.size > 1 ? 'geo' : 'regional';
}
