/** Contracted rates over list rates: rows of the user's own that answer first. */
import { formatDecimal } from '../../shared/money.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import type { UsageType } from '../meter/usage.ts';
import {
  BOOK_START_MS,
  createPriceBook,
  dimensionWords,
  findRate,
  layerBooks,
  type PriceBook,
} from './price-book.ts';
import {
  parseRate,
  PRICE_DIGITS,
  type PriceRow,
  type PriceSource,
  type RateAxes,
} from './price-row.ts';
import { classText, parseDetail } from './usage-class.ts';

/** One price of the user's file; null stands for each value of the axis. */
export interface PriceOverride extends Omit<RateAxes, 'api' | 'routing' | 'cacheTtl'> {
  readonly routing: RateAxes['routing'] | null;
  readonly cacheTtl: RateAxes['cacheTtl'];
  /** Class of the usage, such as `quality=standard side=1024`; '' for any. */
  readonly detail: string;
  readonly usd: string;
  readonly per: PriceRow['per'];
  readonly effectiveFromMs: number | null;
  readonly effectiveToMs: number | null;
  readonly note: string;
}

const SOURCE: PriceSource = { key: 'override', label: 'Your price file', date: '' };

/**
 * Puts the user's prices before a book: where one holds, list prices are not asked.
 *
 * @throws Error naming both when two of the user's prices hold for the same usage at once.
 */
export function applyOverrides(book: PriceBook, overrides: readonly PriceOverride[]): PriceBook {
  if (overrides.length === 0) return book;
  return layerBooks(createPriceBook(overrides.flatMap(overrideRows)), book);
}

/**
 * The rows that one price of the file stands for: one for each routing and cache lifetime it
 * leaves open.
 *
 * @returns empty when the price cannot be held exactly, which parsePriceFile refuses before.
 */
export function overrideRows(price: PriceOverride): readonly PriceRow[] {
  const { routing, detail, effectiveFromMs, ...rest } = price;
  const picoUsdPerMillion = parseRate(price.usd, price.per, price.dimension);
  if (picoUsdPerMillion === null) return [];
  const match = parseDetail(detail);
  const routings = routing === null ? (['regional', 'geo', 'global'] as const) : [routing];
  return routings.flatMap((way) => {
    return lifetimesOf(price).map((ttl): PriceRow => {
      const axes = [price.model, price.dimension, price.region, way, price.tier, price.latency];
      const more = [
        price.context,
        price.variant,
        ttl ?? '',
        classText(match),
        effectiveFromMs ?? '',
      ];
      return {
        ...rest,
        id: ['override', ...axes, ...more].join('/'),
        source: SOURCE,
        api: 'any',
        routing: way,
        cacheTtl: ttl,
        match,
        picoUsdPerMillion,
        effectiveFromMs: effectiveFromMs ?? BOOK_START_MS,
      };
    });
  });
}

function lifetimesOf({ dimension, cacheTtl }: PriceOverride): readonly RateAxes['cacheTtl'][] {
  if (dimension !== 'cache_write_tokens') return [null];
  return cacheTtl === null ? ['5m', '30m', '1h'] : [cacheTtl];
}

/** A price per token entered as one per million is off by far more; no contract gives this much. */
const FACTOR_MAX = 100n;

/** Pico-dollars a million tokens: list prices reach from 0.00875 to 138 USD. */
const TOKEN_RATES = { least: 4_000_000_000n, most: 2_000_000_000_000_000n };

/**
 * Tells why a price cannot be meant: it is over a hundred times the list price, or under a
 * hundredth of it; or, for tokens that no list has, far from any price of tokens.
 *
 * @param book the list prices.
 * @returns a sentence with both prices; null when the price is plausible or zero.
 */
export function implausiblePrice(row: PriceRow, book: PriceBook): string | null {
  const own = row.picoUsdPerMillion;
  if (own === 0n) return null;
  const list = listRate(row, book);
  if (list === null || list === 0n) return implausibleTokens(row);
  const isTooHigh = own > list * FACTOR_MAX;
  if (!isTooHigh && own * FACTOR_MAX >= list) return null;
  const off = isTooHigh ? 'more than 100 times' : 'less than a hundredth of';
  return `${wordsOf(row)} is ${off} the list price ${usdOf(row, list)}: ${CHECK_PER}`;
}

const CHECK_PER = 'check "per", which is 1, 1000 or 1000000 units';

function implausibleTokens(row: PriceRow): string | null {
  const own = row.picoUsdPerMillion;
  const { least, most } = TOKEN_RATES;
  if (!row.dimension.endsWith('_tokens') || (own >= least && own <= most)) return null;
  const off = own > most ? 'more than any model costs' : 'less than any model costs';
  return `${wordsOf(row)} is ${off}: ${CHECK_PER}`;
}

function wordsOf({ usd, per, dimension, model }: PriceRow): string {
  return `${usd} USD for ${per} ${dimensionWords(dimension)} of ${model}`;
}

/** US dollars of a rate for as many units as a row prices. */
function usdOf({ per, dimension }: PriceRow, picoUsdPerMillion: bigint): string {
  const units = BigInt(per) * BigInt(quantityScaleOf(dimension));
  return formatDecimal(picoUsdPerMillion * units, PRICE_DIGITS);
}

/**
 * The list rate of the usage that a row prices; us-east-1 stands for all Regions.
 *
 * @param book the list prices.
 * @returns pico-dollars for a million counted units; null where the list has none.
 */
export function listRate(row: PriceRow, book: PriceBook): bigint | null {
  const type: UsageType = {
    ...row,
    region: row.region === '*' ? 'us-east-1' : row.region,
    api: 'runtime',
    detail: classText(row.match).replace('maxSide=', 'side='),
  };
  const atMs = Math.max(row.effectiveFromMs, BOOK_START_MS);
  const isPaidByHour = row.variant === 'provisioned' || row.variant === 'imported';
  const asked = isPaidByHour ? { ...type, variant: 'base' as const } : type;
  return findRate(book, asked, atMs)?.picoUsdPerMillion ?? null;
}
