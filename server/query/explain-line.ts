/** One usage line in words: which rate it has and why, and how quantity times rate is its cost. */
import type { ExplainedLine, ExplainedRate } from '../../shared/contract.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { formatAttoUsd, formatDecimal } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { UsageLine, UsageType } from '../meter/usage.ts';
import { contractedRate, discountFor, type Discount } from '../price/discount.ts';
import { explainRate } from '../price/explain-rate.ts';
import {
  BOOK_START_MS,
  costAttoUsd,
  dimensionWords,
  findRate,
  type PriceBook,
  type RateMatch,
} from '../price/price-book.ts';
import { PRICE_DIGITS } from '../price/price-row.ts';
import type { Moment } from './rates.ts';

/** A line in words, with its exact costs for adding up. */
export interface LineExplanation {
  readonly line: ExplainedLine;
  /** Atto-dollars; null when the line is unpriced. */
  readonly costAttoUsd: bigint | null;
  readonly contractedAttoUsd: bigint | null;
}

/**
 * Explains one usage line.
 *
 * @param moment when the call was, and who pays: its account and tenant.
 */
export function explainLine(
  { type, quantity }: UsageLine,
  moment: Moment,
  book: PriceBook,
): LineExplanation {
  const told = {
    dimension: type.dimension,
    quantity: quantity / quantityScaleOf(type.dimension),
    usageType: axesOf(type),
  };
  const match = findRate(book, type, moment.atMs);
  if (!match) {
    const none = { rate: null, arithmetic: null, cost: null, contractedCost: null };
    const line = { ...told, ...none, words: [unpricedWords(type)] };
    return { line, costAttoUsd: null, contractedAttoUsd: null };
  }
  const use = { model: type.model, ...moment.payer };
  const discount = discountFor(book.discounts, use, moment.atMs);
  const cost = costAttoUsd(BigInt(quantity), match);
  const contracted = BigInt(quantity) * contractedRate(match.picoUsdPerMillion, discount);
  const line: ExplainedLine = {
    ...told,
    rate: rateOf(match),
    words: explainRate(match),
    arithmetic: arithmeticOf({ type, quantity }, match, discount),
    cost: formatAttoUsd(cost),
    contractedCost: formatAttoUsd(contracted),
  };
  return { line, costAttoUsd: cost, contractedAttoUsd: contracted };
}

function axesOf({
  dimension: _told,
  cacheTtl,
  detail,
  ...axes
}: UsageType): Record<string, string> {
  return {
    ...axes,
    ...(cacheTtl === null ? {} : { cacheTtl }),
    ...(detail === '' ? {} : { detail }),
  };
}

function unpricedWords({ dimension, model, region }: UsageType): string {
  if (dimension === 'unmetered_calls') {
    return 'Unpriced: the record tells no quantity, so that no rate can be put on it.';
  }
  return `Unpriced: no rate is known for ${dimensionWords(dimension)} of ${model} in ${region}.`;
}

function rateOf(match: RateMatch): ExplainedRate {
  const { row, quality } = match;
  const { effectiveFromMs, effectiveToMs, source } = row;
  return {
    usd: usdOf(match, match.picoUsdPerMillion),
    per: row.per,
    quality,
    source: source.label,
    sourceDate: source.date,
    from: effectiveFromMs > BOOK_START_MS ? isoTime(effectiveFromMs) : null,
    to: effectiveToMs === null ? null : isoTime(effectiveToMs),
  };
}

/** US dollars for as many units as the row's price is for. */
function usdOf({ row }: RateMatch, picoUsdPerMillion: bigint): string {
  const units = BigInt(row.per) * BigInt(quantityScaleOf(row.dimension));
  return formatDecimal(picoUsdPerMillion * units, PRICE_DIGITS);
}

function arithmeticOf(
  { type, quantity }: UsageLine,
  match: RateMatch,
  discount: Discount | null,
): string {
  const { per } = match.row;
  const count = formatCount(quantity, quantityScaleOf(type.dimension));
  const times = (pico: bigint): string => {
    const over = per === 1 ? '' : ` / ${per.toLocaleString('en-US')}`;
    const usd = formatAttoUsd(BigInt(quantity) * pico);
    return `${count} x ${usdOf(match, pico)} USD${over} = ${usd} USD`;
  };
  const list = times(match.picoUsdPerMillion);
  if (discount === null) return `${list}.`;
  const { offMillionths } = discount;
  const isMarkup = offMillionths < 0n;
  const percent = formatDecimal(isMarkup ? -offMillionths : offMillionths, 4);
  const what = isMarkup ? 'mark-up' : 'discount';
  const contracted = times(contractedRate(match.picoUsdPerMillion, discount));
  return `${list}. With the ${what} of ${percent} %: ${contracted}.`;
}

function formatCount(quantity: number, scale: number): string {
  return (quantity / scale).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
