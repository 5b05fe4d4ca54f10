/** Why a cost changed from one day to another: volume, mix, price or cache, adding up exactly. */
import type { PricedLine } from '../query/priced-lines.ts';

/** A change in atto-dollars and what it is made of; the parts sum to the change. */
export interface Mover {
  readonly name: string;
  readonly changeAttoUsd: bigint;
  /** More or fewer tokens of the same kind. */
  readonly volumeAttoUsd: bigint;
  /** Other models, tiers, Regions, or more output for each input. */
  readonly mixAttoUsd: bigint;
  /** Other rates for the same usage. */
  readonly priceAttoUsd: bigint;
  /** More or less of the input read from or written to the prompt cache. */
  readonly cacheAttoUsd: bigint;
}

const MOVERS_MAX = 5;

/**
 * The names whose list cost changed most.
 *
 * What a change is made of is worked out in this order: the price part holds the usage of the new
 * day against both rates; the volume part scales the old cost by the tokens; the cache part holds
 * the average price of input tokens of each model against the old one; mix is what is left.
 *
 * @param before priced lines of the day before, by one dimension; unpriced ones count nowhere.
 * @returns at most five, the largest change first. Never throws.
 */
export function moversOf(
  before: readonly PricedLine[],
  after: readonly PricedLine[],
): readonly Mover[] {
  const old = usesByName(before);
  const now = usesByName(after);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names
    .map((name) => moverOf(name, old.get(name) ?? new Map(), now.get(name) ?? new Map()))
    .filter(({ changeAttoUsd }) => changeAttoUsd !== 0n)
    .sort((a, b) => compare(sizeOf(b), sizeOf(a)) || (a.name < b.name ? -1 : 1))
    .slice(0, MOVERS_MAX);
}

/** One usage type of one day. */
interface Use {
  readonly type: PricedLine['type'];
  readonly quantity: bigint;
  readonly costAttoUsd: bigint;
}

type Uses = ReadonlyMap<string, Use>;

function usesByName(lines: readonly PricedLine[]): ReadonlyMap<string, Uses> {
  const found = new Map<string, Map<string, Use>>();
  for (const { group, type, quantity, rate } of lines) {
    if (rate === null) continue;
    const name = group[0] ?? '';
    const uses = found.get(name) ?? new Map<string, Use>();
    const key = JSON.stringify(type);
    const known = uses.get(key);
    uses.set(key, {
      type,
      quantity: quantity + (known?.quantity ?? 0n),
      costAttoUsd: quantity * rate.picoUsdPerMillion + (known?.costAttoUsd ?? 0n),
    });
    found.set(name, uses);
  }
  return found;
}

function moverOf(name: string, old: Uses, now: Uses): Mover {
  const costBefore = costOf([...old.values()]);
  const changeAttoUsd = costOf([...now.values()]) - costBefore;
  // The new day's usage at the old day's prices, where there were any.
  const repriced: Uses = new Map(
    [...now].map(([key, use]) => [key, { ...use, costAttoUsd: oldCostOf(use, old.get(key)) }]),
  );
  const priceAttoUsd = changeAttoUsd + costBefore - costOf([...repriced.values()]);
  const tokensBefore = tokensOf(old);
  const volumeAttoUsd =
    tokensBefore === 0n
      ? changeAttoUsd - priceAttoUsd
      : (costBefore * (tokensOf(now) - tokensBefore)) / tokensBefore;
  const cacheAttoUsd = tokensBefore === 0n ? 0n : cacheEffect(old, repriced);
  const mixAttoUsd = changeAttoUsd - priceAttoUsd - volumeAttoUsd - cacheAttoUsd;
  return { name, changeAttoUsd, volumeAttoUsd, mixAttoUsd, priceAttoUsd, cacheAttoUsd };
}

function oldCostOf(use: Use, before: Use | undefined): bigint {
  if (!before || before.quantity === 0n) return use.costAttoUsd;
  return (use.quantity * before.costAttoUsd) / before.quantity;
}

/** What the input of each model would have cost at the old shares of the cache, taken off. */
function cacheEffect(old: Uses, now: Uses): bigint {
  const before = inputByModel(old);
  let effect = 0n;
  for (const [model, input] of inputByModel(now)) {
    const known = before.get(model);
    if (!known || known.tokens === 0n || !(known.isCached || input.isCached)) continue;
    effect += input.costAttoUsd - (known.costAttoUsd * input.tokens) / known.tokens;
  }
  return effect;
}

interface Input {
  readonly tokens: bigint;
  readonly costAttoUsd: bigint;
  readonly isCached: boolean;
}

const INPUT = /^(input|cache_read|cache_write)_tokens$/;

function inputByModel(uses: Uses): ReadonlyMap<string, Input> {
  const found = new Map<string, Input>();
  for (const { type, quantity, costAttoUsd } of uses.values()) {
    if (!INPUT.test(type.dimension)) continue;
    const { dimension: _dimension, cacheTtl: _lifetime, ...place } = type;
    const key = JSON.stringify(place);
    const known = found.get(key) ?? { tokens: 0n, costAttoUsd: 0n, isCached: false };
    found.set(key, {
      tokens: known.tokens + quantity,
      costAttoUsd: known.costAttoUsd + costAttoUsd,
      isCached: known.isCached || type.dimension !== 'input_tokens',
    });
  }
  return found;
}

function costOf(uses: readonly Use[]): bigint {
  return uses.reduce((sum, { costAttoUsd }) => sum + costAttoUsd, 0n);
}

function tokensOf(uses: Uses): bigint {
  const tokens = [...uses.values()].filter(({ type }) => type.dimension.endsWith('_tokens'));
  return tokens.reduce((sum, { quantity }) => sum + quantity, 0n);
}

function sizeOf({ changeAttoUsd }: Mover): bigint {
  return changeAttoUsd < 0n ? -changeAttoUsd : changeAttoUsd;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
