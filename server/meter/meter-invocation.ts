/** Turns an invocation into usage lines, in the units and classes that AWS bills. */
import type { Invocation } from '../record/invocation.ts';
import type { ResolvedModel } from '../record/resolve-model.ts';
import type { Amount } from './amount.ts';
import { billingOf } from './billing.ts';
import { guardrailLines } from './guardrail-lines.ts';
import { mediaAmounts } from './media-amounts.ts';
import { tokenAmounts } from './token-amounts.ts';
import { contextTier, promptTokens } from './token-convention.ts';
import { usageTypeKey, type UsageLine, type UsageType } from './usage.ts';
import { usageTypeOf } from './usage-types.ts';

/**
 * Works out what a call consumed.
 *
 * @returns lines sorted by usage type key, quantities above zero; a successful call whose record
 *   tells no quantity gives one of `unmetered_calls`, so that none passes for free. Never throws.
 */
export function meterInvocation(
  invocation: Invocation,
  resolved: ResolvedModel,
): readonly UsageLine[] {
  const base = baseType(invocation, resolved);
  const lines: UsageLine[] = [];
  for (const { quantity, ...axes } of amountsOf(invocation, resolved)) {
    if (quantity > 0) lines.push({ type: usageTypeOf({ ...base, ...axes }), quantity });
  }
  if (invocation.guardrailUnits.size > 0) lines.push(...guardrailLines(invocation));
  return lines.length < 2 ? lines : lines.sort(byKey);
}

function byKey(one: UsageLine, other: UsageLine): number {
  return usageTypeKey(one.type) < usageTypeKey(other.type) ? -1 : 1;
}

function baseType(
  { region, serviceTier, latencyMode, tokens }: Invocation,
  { model, reference, variant }: ResolvedModel,
): UsageType {
  return {
    model,
    region,
    dimension: 'unmetered_calls',
    api: 'runtime',
    routing: reference.routing,
    tier: serviceTier,
    latency: latencyMode,
    context: contextTier(model, promptTokens(tokens, model)),
    variant,
    cacheTtl: null,
    detail: '',
  };
}

function amountsOf(invocation: Invocation, resolved: ResolvedModel): readonly Amount[] {
  const { model } = resolved;
  const billing = billingOf(model);
  const media = mediaAmounts(invocation, model);
  const countsTokens = billing === 'tokens' || billing === 'embeddings';
  const tokens = countsTokens ? tokenAmounts(invocation.tokens, model) : [];
  const isTold = media.length > 0 || isAnswer(tokens, billing === 'embeddings');
  return isTold ? [...tokens, ...media] : unmetered(invocation, resolved);
}

/** No text has 0 tokens: an embedding call that counts none has read what is billed otherwise. */
function isAnswer(tokens: readonly Amount[], mustCount: boolean): boolean {
  return mustCount ? tokens.some(({ quantity }) => quantity > 0) : tokens.length > 0;
}

function unmetered(invocation: Invocation, { reference }: ResolvedModel): readonly Amount[] {
  if (invocation.status !== 'success') return [];
  // Provisioned capacity is billed by the hour, so a call without counts hides nothing.
  return reference.kind === 'provisioned' ? [] : [{ dimension: 'unmetered_calls', quantity: 1 }];
}
