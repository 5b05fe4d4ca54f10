/** Another choice for the same usage: another model, tier, routing or cache lifetime. */
import type { UsageType } from '../meter/usage.ts';
import { isFlatDimension } from '../price/price-row.ts';

/** What is different; null leaves it as it is. */
export interface UsageChange {
  readonly model: string | null;
  readonly tier: 'standard' | 'priority' | 'flex' | 'batch' | null;
  readonly routing: UsageType['routing'] | null;
  readonly cacheTtl: '5m' | '1h' | null;
}

export const NO_CHANGE: UsageChange = { model: null, tier: null, routing: null, cacheTtl: null };

/**
 * The usage type that the same call would have caused.
 *
 * @returns the type itself where the choice does not touch it: charges of their own such as
 *   guardrails and hours, capacity that is paid by the hour, and, for a model, all but tokens.
 */
export function changedType(type: UsageType, change: UsageChange): UsageType {
  if (isFlatDimension(type.dimension) || type.variant !== 'base') return type;
  const isWrite = type.dimension === 'cache_write_tokens';
  return {
    ...type,
    ...tierOf(type, change.tier),
    model: isTextToken(type) ? (change.model ?? type.model) : type.model,
    routing: change.routing ?? type.routing,
    cacheTtl: isWrite ? (change.cacheTtl ?? type.cacheTtl) : type.cacheTtl,
  };
}

/** Reserved capacity is bought; optimized latency is sold in the standard tier only. */
function tierOf(
  { tier, latency }: UsageType,
  wanted: UsageChange['tier'],
): Pick<UsageType, 'tier' | 'latency'> {
  if (wanted === null || tier === 'reserved') return { tier, latency };
  return { tier: wanted, latency: wanted === 'standard' ? latency : 'standard' };
}

const TEXT_TOKENS: ReadonlySet<UsageType['dimension']> = new Set<UsageType['dimension']>([
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
]);

function isTextToken({ dimension }: UsageType): boolean {
  return TEXT_TOKENS.has(dimension);
}

/** What a comparison takes for granted, one sentence each; empty for no change. */
export function assumptionsOf(change: UsageChange): readonly string[] {
  const { model, tier, routing, cacheTtl } = change;
  const found = [
    model === null ? [] : modelAssumptions(model),
    tier === null ? [] : TIER_ASSUMPTIONS[tier],
    routing === null ? [] : ROUTING_ASSUMPTIONS[routing],
    cacheTtl === null ? [] : cacheAssumptions(cacheTtl),
  ].flat();
  return found.length === 0 ? [] : [...found, NOT_TOUCHED];
}

const NOT_TOUCHED =
  'Guardrails, capacity that is paid by the hour, custom and imported models stay as they are.';

function modelAssumptions(model: string): readonly string[] {
  return [
    `All text tokens go to ${model}; images, video and other usage stay with their models.`,
    'Token counts stay: another model cuts and writes text differently, often by a tenth or more.',
    'Cache reads and writes stay, and prompts stay on their side of the long-context limit.',
  ];
}

const AVAILABLE = 'Not every model has this tier in every Region: a missing rate is estimated.';

const TIER_ASSUMPTIONS: Record<NonNullable<UsageChange['tier']>, readonly string[]> = {
  standard: ['Every call goes to the standard tier.'],
  priority: ['Every call but reserved ones goes to the priority tier.', AVAILABLE],
  flex: ['Every call but reserved ones goes to the flex tier and can wait longer.', AVAILABLE],
  batch: [
    'Every call but reserved ones can wait for a batch, which may take a day.',
    'Cache reads and writes stay, though a batch may not hit the cache.',
    AVAILABLE,
  ],
};

const ROUTING_ASSUMPTIONS: Record<UsageType['routing'], readonly string[]> = {
  regional: ['Every model can be called in the Region itself.'],
  geo: ['Every model has a profile for its geography.'],
  global: ['Every model has a global profile, and prompts may be worked on in any Region.'],
};

function cacheAssumptions(cacheTtl: '5m' | '1h'): readonly string[] {
  return [
    `Every cache write lives ${cacheTtl === '5m' ? 'five minutes' : 'one hour'}.`,
    'Hits stay as they are, though another lifetime makes more or fewer of them.',
  ];
}
