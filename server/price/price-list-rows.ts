/** One product of an AWS price list as rows of the book, or why it is none. */
import { formatDecimal, parseDecimal } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { parseBillingUsageType } from './billing-usage-type.ts';
import type { BillingUsage } from './billing-usage.ts';
import { modelIdOfBillingName } from './model-names.ts';
import { BOOK_START_MS } from './price-book.ts';
import type { ListedPrice, ListedProduct } from './price-list-shape.ts';
import {
  parseRate,
  PRICE_DIGITS,
  type PricedPer,
  type PriceRow,
  type PriceSource,
} from './price-row.ts';
import { parseDetail } from './usage-class.ts';

/**
 * Turns a product into rows: one for each day from which it has another price.
 *
 * @returns rows ascending in time, the last one open; or the reason why none was made, in words
 *   that do not name the product. Never throws.
 */
export function rowsOfProduct(
  product: ListedProduct,
  source: PriceSource,
): Result<readonly PriceRow[], string> {
  const { attributes, prices } = product;
  const usage = parseBillingUsageType(attributes.get('usagetype') ?? '');
  if (!usage) return err('the form of this usage type is not known');
  const region = attributes.get('regionCode') ?? '';
  if (region === '') return err('no Region is given');
  const model = modelOf(usage, attributes);
  if (!model.ok) return model;
  const axes = axesOf(usage, attributes, model.value);
  if (!axes.ok) return axes;
  return rowsOfPrices(prices, { ...axes.value, model: model.value, region, source });
}

function rowsOfPrices(
  prices: readonly ListedPrice[],
  axes: RowAxes,
): Result<readonly PriceRow[], string> {
  if (prices.length === 0) return err('no price on demand is given');
  const rows: PriceRow[] = [];
  for (const price of prices.toSorted((a, b) => a.effectiveFromMs - b.effectiveFromMs)) {
    const row = rowOf(price, axes);
    if (!row.ok) return row;
    if (rows.at(-1)?.effectiveFromMs === row.value.effectiveFromMs) {
      return err('two prices hold from the same day');
    }
    rows.push(row.value);
  }
  return ok(rows.map((row, index) => endedBy(row, rows[index + 1])));
}

function endedBy(row: PriceRow, next: PriceRow | undefined): PriceRow {
  return next ? { ...row, effectiveToMs: next.effectiveFromMs } : row;
}

type Attributes = ListedProduct['attributes'];

/** What stands for a model where the charge has none. */
const NO_MODELS: ReadonlySet<string> = new Set(['guardrail', 'data-automation']);

/** A Marketplace listing names its model as a service; others in the usage type or beside it. */
function modelOf({ name }: BillingUsage, attributes: Attributes): Result<string, string> {
  if (name !== null && NO_MODELS.has(name)) return ok(name);
  const spelt = name ?? attributes.get('servicename') ?? '';
  const listed = ['model', 'titanModel'].map((key) => attributes.get(key) ?? '');
  const ids = [spelt, ...listed].map(modelIdOfBillingName).filter((id) => id !== null);
  const [first] = ids;
  if (first === undefined) return err('no model id is known for this name');
  const isOne = ids.every((id) => id === first);
  return isOne ? ok(first) : err('its usage type and its attributes name different models');
}

type Axes = Omit<BillingUsage, 'name'>;

const TIER_WORDS: readonly (readonly [RegExp, BillingUsage['tier']])[] = [
  [/\bflex\b/i, 'flex'],
  [/\bpriority\b/i, 'priority'],
  [/\bbatch(?: ?inference)?\b/i, 'batch'],
];

/** The tier is told in up to four places, and any of them may be silent. */
function axesOf(
  { name: _told, ...usage }: BillingUsage,
  attributes: Attributes,
  model: string,
): Result<Axes, string> {
  const inference = attributes.get('inferenceType') ?? '';
  const feature = attributes.get('feature') ?? '';
  const places = [attributes.get('service_tier') ?? '', inference, feature];
  const told = places.map((text) => TIER_WORDS.find(([word]) => word.test(text))?.[1]);
  const named = [usage.tier, ...told].filter((tier) => tier !== undefined && tier !== 'standard');
  const tiers = new Set(named);
  if (tiers.size > 1) return err('its attributes name different tiers');
  const [tier = 'standard'] = tiers;
  const isOptimized = /latency.?optimized/i.test(`${inference} ${feature}`);
  const isCustom = /custom.model/i.test(`${inference} ${feature}`);
  return ok({
    ...usage,
    tier,
    latency: isOptimized ? 'optimized' : usage.latency,
    variant: isCustom ? 'custom' : usage.variant,
    cacheTtl: lifetimeOf(usage, model),
  });
}

/** A write that names no lifetime has the model's usual one. */
function lifetimeOf({ dimension, cacheTtl }: Axes, model: string): Axes['cacheTtl'] {
  if (dimension !== 'cache_write_tokens' || cacheTtl !== null) return cacheTtl;
  return model.startsWith('openai.') ? '30m' : '5m';
}

type RowAxes = Axes & Pick<PriceRow, 'model' | 'region' | 'source'>;

function rowOf(price: ListedPrice, { match, ...axes }: RowAxes): Result<PriceRow, string> {
  const { rateCode, unit, usd, beginRange, effectiveFromMs } = price;
  if (!/^0+(\.0*)?$/.test(beginRange)) return err('the price depends on the volume');
  if (usd === null) return err('the price is not in US dollars');
  const per = perOf(unit, axes.dimension);
  if (per === null) return err(`the unit "${unit}" is not known for this usage`);
  const picoUsdPerMillion = parseRate(usd, per, axes.dimension);
  if (picoUsdPerMillion === null) return err('the price is negative or too fine to hold');
  return ok({
    ...axes,
    id: rateCode,
    match: parseDetail(match),
    usd: plainOf(usd),
    per,
    picoUsdPerMillion,
    effectiveFromMs: Math.max(effectiveFromMs, BOOK_START_MS),
    effectiveToMs: null,
    note: '',
  });
}

/** AWS writes all ten decimals. */
function plainOf(usd: string): string {
  const attoUsd = parseDecimal(usd, PRICE_DIGITS) ?? 0n; // parseRate has read it before.
  return formatDecimal(attoUsd, PRICE_DIGITS);
}

/** What a unit's name stands for, whatever is counted. */
const PER_OF_UNIT = new Map<string, PricedPer>([
  ['1k tokens', 1000],
  ['1m tokens', 1_000_000],
  ['tokens', 1],
  ['modelunits', 1],
  ['hour', 1],
  ['hours', 1],
  ['hrs', 1],
  ['second', 1],
  ['seconds', 1],
  ['month', 1],
  ['months', 1],
  ['textunit', 1],
  ['text units', 1],
  ['image', 1],
  ['images', 1],
  ['images processed', 1],
  ['request', 1],
  ['requests', 1],
  ['search units', 1],
]);

/** `Units` is opaque: a million for tokens of the Marketplace, and one of anything else. */
function perOf(unit: string, dimension: PriceRow['dimension']): PricedPer | null {
  const isTokens = dimension.endsWith('_tokens');
  if (unit.toLowerCase() === 'units') return isTokens ? 1_000_000 : 1;
  const per = PER_OF_UNIT.get(unit.toLowerCase()) ?? null;
  const isTokenUnit = /token/i.test(unit);
  return isTokenUnit === isTokens ? per : null;
}
