/** Looks up what an ARN hides: the model behind an application inference profile. */
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
  if (fact) return behindProfile(modelId, reference, fact);
  const { model } = reference;
  return { model: model ?? modelId, reference, variant, isResolved: model !== null };
}

function variantOf({ kind }: ModelReference): ResolvedModel['variant'] {
  return kind === 'custom' || kind === 'imported' || kind === 'provisioned' ? kind : 'base';
}

function behindProfile(
  modelId: string,
  reference: ModelReference,
  fact: ProfileFact,
): ResolvedModel {
  const { model, routing } = targetOf(fact);
  const variant = variantOf(reference);
  const resolved = { ...reference, model, routing };
  return { model: model ?? modelId, reference: resolved, variant, isResolved: model !== null };
}

type Target = Pick<ModelReference, 'model' | 'routing'>;

/** Each fact is read once and asked for by every call through its profile. */
const targets = new WeakMap<ProfileFact, Target>();

function targetOf(fact: ProfileFact): Target {
  const known = targets.get(fact);
  if (known) return known;
  const models = fact.modelArns.map((arn) => parseModelReference(arn).model);
  const model = models.find((one) => one !== null) ?? null;
  const target = { model, routing: routingOf(fact) };
  targets.set(fact, target);
  return target;
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
