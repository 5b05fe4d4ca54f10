/** What a usage type is called on a bill, the unit it is priced in, and its price in that unit. */
import { formatDecimal } from '../../shared/money.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import type { PricedLine } from '../query/priced-lines.ts';

type UsageType = PricedLine['type'];

const PRICE_DIGITS = 18;
const MILLION = 1_000_000n;

/** A unit in which prices are told, in the singular form that FOCUS asks of unit names. */
export interface PricingUnit {
  /** `1000000 Tokens`, `Images`, `Hours`. */
  readonly name: string;
  /** `Tokens`, `Images`, `Hours`: what one of the counted things is. */
  readonly consumed: string;
  /** How many counted integers make one priced unit. */
  readonly countPerUnit: bigint;
  readonly countPerConsumed: bigint;
}

const NOUNS: readonly (readonly [RegExp, string])[] = [
  [/_1k_tpm_hours$/, 'Hours'],
  [/_(image_|audio_)?tokens$/, 'Tokens'],
  [/_seconds$/, 'Seconds'],
  [/_images$/, 'Images'],
  [/_minutes$/, 'Minutes'],
  [/_gb_months$/, 'GB-Months'],
  [/_months$/, 'Months'],
  [/_hours$/, 'Hours'],
  [/_text_units$/, 'Units'],
  [/_queries$|_requests$|_retrievals$|_transitions$|_calls$/, 'Requests'],
  [/_tasks$/, 'Tasks'],
];

/** The unit in which a kind of usage is priced: a million tokens, else one of it. Never throws. */
export function pricingUnit({ dimension }: Pick<UsageType, 'dimension'>): PricingUnit {
  const consumed = NOUNS.find(([pattern]) => pattern.test(dimension))?.[1] ?? 'Units';
  const scale = BigInt(quantityScaleOf(dimension));
  if (consumed !== 'Tokens') {
    return { name: consumed, consumed, countPerUnit: scale, countPerConsumed: scale };
  }
  return { name: '1000000 Tokens', consumed, countPerUnit: MILLION, countPerConsumed: 1n };
}

/** Counted integers as a decimal number of priced units, exact. */
export function pricedQuantity(quantity: bigint, { countPerUnit }: PricingUnit): string {
  return formatDecimal(quantity, digitsOf(countPerUnit));
}

/** Counted integers as a decimal number of the things themselves, exact. */
export function consumedQuantity(quantity: bigint, { countPerConsumed }: PricingUnit): string {
  return formatDecimal(quantity, digitsOf(countPerConsumed));
}

/** US dollars for one priced unit, exact: it times the quantity is the cost to the last digit. */
export function unitPriceUsd(picoUsdPerMillion: bigint, { countPerUnit }: PricingUnit): string {
  return formatDecimal(picoUsdPerMillion * countPerUnit, PRICE_DIGITS);
}

/** Units are powers of ten, so that a quantity is exact with as many places as they have zeros. */
function digitsOf(powerOfTen: bigint): number {
  return powerOfTen.toString().length - 1;
}

/** What is metered, such as `Cache Read Tokens`. Never throws. */
export function meterName({ dimension }: Pick<UsageType, 'dimension'>): string {
  return dimension
    .split('_')
    .map((word) => (word === 'gb' || word === 'kb' ? word.toUpperCase() : capital(word)))
    .join(' ');
}

/**
 * A usage type in words of a bill.
 *
 * @example 'Cache Write Tokens (1h), global, batch' of a Claude model
 */
export function usageWords(type: UsageType): string {
  const ttl = type.cacheTtl === null || type.cacheTtl === 'unknown' ? '' : ` (${type.cacheTtl})`;
  const words = [
    type.routing === 'regional' ? '' : type.routing,
    type.tier === 'standard' ? '' : type.tier,
    type.latency === 'standard' ? '' : 'latency-optimized',
    type.context === 'standard' ? '' : 'long context',
    type.variant === 'base' ? '' : type.variant,
    type.api === 'runtime' ? '' : type.api,
    // How a part came about stands elsewhere.
    type.detail.replace(/(^| )share=\w+/, '').trim(),
  ];
  return [meterName(type) + ttl, ...words.filter((word) => word !== '')].join(', ');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
