/** Shares charges out among tenants, by a stated method, and says what of them is idle. */
import { IDLE, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { matchesPattern } from '../../shared/filter.ts';
import type { ShareRule } from '../meter/capacity.ts';
import { withShare, type Charge, type ChargeShare, type SharedCharge } from '../meter/charge.ts';
import { allocate } from './allocate.ts';

/** Tokens that each tenant sent through a resource in an hour; empty when nobody did. */
export type UsedTokens = (charge: Charge) => ReadonlyMap<string, number>;

const MINUTES = 60;
/** Where no rule says otherwise: who uses it pays for it. */
const BY_TOKENS: Omit<ShareRule, 'match'> = {
  method: 'tokens',
  weights: new Map(),
  unitTokensPerMinute: null,
};

/**
 * Shares one charge out.
 *
 * Parts are integers of the charge's own unit and add up to it exactly: what an exact share leaves
 * over goes by largest remainder, on a tie to the tenant whose name comes first.
 *
 * @param rules the first whose pattern fits the resource holds.
 * @returns one part for each tenant with a share, and one for what is idle.
 */
export function shareCharge(
  charge: Charge,
  rules: readonly ShareRule[],
  used: UsedTokens,
): readonly SharedCharge[] {
  const rule = rules.find(({ match }) => matchesPattern(match, charge.resource)) ?? BY_TOKENS;
  const weights = weightsOf(charge, rule, used(charge));
  const entries = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = allocate(
    BigInt(charge.quantity),
    entries.map(([, weight]) => BigInt(Math.round(weight))),
  );
  if (parts === null) return [nobodysPart(charge)];
  const isOwned = entries.length === 1 && rule.method === 'fixed';
  return entries.flatMap(([tenant], index) => {
    const quantity = Number(parts[index] ?? 0n);
    const share = tenant === IDLE ? 'idle' : isOwned ? 'direct' : 'allocated';
    return quantity === 0 ? [] : [partOf({ ...charge, quantity }, tenant, share)];
  });
}

/** Training is no capacity that idles: when no rule says whose it is, it is nobody's by name. */
function nobodysPart(charge: Charge): SharedCharge {
  if (charge.operation === 'ModelTraining') return partOf(charge, UNATTRIBUTED, 'direct');
  return partOf(charge, IDLE, 'idle');
}

function partOf(charge: Charge, tenant: string, share: ChargeShare): SharedCharge {
  return { ...charge, tenant, type: withShare(charge.type, share) };
}

function weightsOf(
  charge: Charge,
  rule: Omit<ShareRule, 'match'>,
  used: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (rule.method === 'fixed') return scaled(rule.weights);
  if (rule.method === 'evenly') {
    const tenants = rule.weights.size > 0 ? rule.weights.keys() : used.keys();
    return new Map([...tenants].map((tenant) => [tenant, 1]));
  }
  const capacity = capacityTokens(charge, rule.unitTokensPerMinute);
  const sum = [...used.values()].reduce((before, tokens) => before + tokens, 0);
  return capacity === null || capacity <= sum ? used : new Map([...used, [IDLE, capacity - sum]]);
}

/** Weights may have fractions, as `33.5`; shares are worked out of integers. */
function scaled(weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...weights].map(([tenant, weight]) => [tenant, weight * WEIGHT_SCALE]));
}

const WEIGHT_SCALE = 1_000_000;

/** Tokens that a charge's capacity could do in its hour; null when nobody knows. */
function capacityTokens(
  { type, quantity }: Charge,
  unitTokensPerMinute: number | null,
): number | null {
  if (type.dimension.startsWith('reserved_')) {
    return Math.floor((quantity * THOUSAND_TOKENS * MINUTES) / HOUR_SCALE);
  }
  if (unitTokensPerMinute === null || type.dimension !== 'model_unit_hours') return null;
  return Math.floor((quantity * unitTokensPerMinute * MINUTES) / HOUR_SCALE);
}

const THOUSAND_TOKENS = 1_000;
const HOUR_SCALE = 1_000_000;
