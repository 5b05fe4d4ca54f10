/** Turns an invocation into usage lines, in the units and classes that AWS bills. */
import type { Call } from '../record/invocation.ts';
import type { ResolvedModel } from '../record/resolve-model.ts';
import type { Amount } from './amount.ts';
import { guardrailLines } from './guardrail-lines.ts';
import { mediaAmounts, UNTOLD } from './media-amounts.ts';
import { traitsOf, type ModelTraits } from './model-traits.ts';
import { tokenAmounts } from './token-amounts.ts';
import { contextTier } from './token-convention.ts';
import { compareUsageTypes, type UsageLine } from './usage.ts';
import { callTypesOf, usageTypeOf, type CallTypes } from './usage-types.ts';

/**
 * Works out what a call consumed.
 *
 * @returns lines sorted by usage type, quantities above zero; a successful call whose record
 *   tells no quantity gives one of `unmetered_calls`, so that none passes for free. Never throws.
 */
export function meterInvocation(invocation: Call, resolved: ResolvedModel): readonly UsageLine[] {
  const traits = traitsOf(resolved.model);
  const types = typesOf(invocation, resolved, traits);
  const lines: UsageLine[] = [];
  for (const amount of amountsOf(invocation, resolved, traits)) {
    const { quantity } = amount;
    if (quantity > 0) lines.push({ type: usageTypeOf(types, amount), quantity });
  }
  if (invocation.guardrailUnits.size > 0) lines.push(...guardrailLines(invocation));
  return isSorted(lines)
    ? lines
    : lines.sort((one, other) => compareUsageTypes(one.type, other.type));
}

/** Most lines come in order, and looking takes less than sorting. */
function isSorted(lines: readonly UsageLine[]): boolean {
  for (let index = 1; index < lines.length; index += 1) {
    const [before, line] = [lines[index - 1], lines[index]];
    if (before && line && compareUsageTypes(before.type, line.type) > 0) return false;
  }
  return true;
}

function typesOf(
  { region, serviceTier, latencyMode, tokens }: Call,
  { model, reference, variant }: ResolvedModel,
  traits: ModelTraits,
): CallTypes {
  return callTypesOf({
    model,
    region,
    api: 'runtime',
    routing: reference.routing,
    tier: serviceTier,
    latency: latencyMode,
    context: contextTier(tokens, traits),
    variant,
  });
}

function amountsOf(
  invocation: Call,
  resolved: ResolvedModel,
  traits: ModelTraits,
): readonly Amount[] {
  const { billing, readsVideo } = traits;
  const media = mediaAmounts(invocation, resolved.model, billing);
  const countsTokens = billing === 'tokens' || billing === 'embeddings';
  const tokens = countsTokens ? tokenAmounts(invocation.tokens, traits) : [];
  const isTold = media.length > 0 || isAnswer(tokens, billing === 'embeddings');
  if (!isTold) return unmetered(invocation, resolved);
  if (readsVideo) return [...tokens, ...unmetered(invocation, resolved)];
  return media.length === 0 ? tokens : [...tokens, ...media];
}

/** No text has 0 tokens: an embedding call that counts none has read what is billed otherwise. */
function isAnswer(tokens: readonly Amount[], mustCount: boolean): boolean {
  return mustCount ? tokens.some(({ quantity }) => quantity > 0) : tokens.length > 0;
}

function unmetered(invocation: Call, { reference }: ResolvedModel): readonly Amount[] {
  if (invocation.status !== 'success') return [];
  // Provisioned capacity is billed by the hour, so a call without counts hides nothing.
  return reference.kind === 'provisioned' ? [] : [UNTOLD];
}
