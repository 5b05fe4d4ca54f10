/** The check of a price book in words and figures, for the page and the command line. */
import { formatAttoUsd } from '../../shared/money.ts';
import type { PriceCheckReply } from '../../shared/prices.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import type { UsageType } from '../meter/usage.ts';
import type { RateMatch } from '../price/price-book.ts';
import { ownPrices, type OwnPrice } from '../price/price-listing.ts';
import type { PricesInForce } from '../price/prices-in-force.ts';
import { checkPrices, type PriceCheck, type RateChange } from './check-prices.ts';
import { axesText, perText, rateText } from './price-text.ts';
import { percentOf } from './prices-reply.ts';
import type { QueryStore } from './run-query.ts';

/** Holds the book in force against the usage of a window. */
export function priceCheckReply(
  asked: { readonly window: Window; readonly nowMs: number },
  store: QueryStore,
  { book, list, bundled }: Pick<PricesInForce, 'book' | 'list' | 'bundled'>,
): PriceCheckReply {
  const check = checkPrices(asked, store, { book, bundled });
  return { ...encodeCheck(check), own: ownPrices(book, list).map(encodeOwn) };
}

function encodeType(type: UsageType) {
  const { model, region, dimension } = type;
  return { model, region, dimension, kind: axesText(type) };
}

function encodeCheck({
  unpriced,
  inexact,
  odd,
  changing,
  changed,
}: PriceCheck): Omit<PriceCheckReply, 'own'> {
  return {
    unpriced: unpriced.map(({ type, quantity, invocations }) => ({
      ...encodeType(type),
      quantity,
      invocations,
    })),
    inexact: inexact.map(({ type, quantity, invocations, match, costAttoUsd }) => ({
      ...encodeType(type),
      quantity,
      invocations,
      quality: match.quality,
      rate: rateText(match),
      source: match.row.source.label,
      steps: match.steps,
      cost: formatAttoUsd(costAttoUsd),
    })),
    odd: odd.map(({ type, match, listed, costAttoUsd }) => ({
      ...encodeType(type),
      rate: rateText(match),
      source: match.row.source.label,
      bundled: rateText(listed),
      cost: formatAttoUsd(costAttoUsd),
    })),
    changing: changing.map(encodeChange),
    changed: changed.map(encodeChange),
  };
}

function encodeChange({ type, atMs, before, after }: RateChange) {
  return {
    ...encodeType(type),
    at: isoTime(atMs),
    before: rateOrNull(before),
    after: rateOrNull(after),
  };
}

function rateOrNull(match: RateMatch | null): string | null {
  return match && rateText(match);
}

/** Own rates that are off by a factor of a hundred are refused when the file is read. */
function encodeOwn({ row, listPicoUsdPerMillion: list }: OwnPrice): PriceCheckReply['own'][number] {
  return {
    model: row.model,
    region: row.region,
    dimension: row.dimension,
    kind: axesText(row),
    usd: row.usd,
    per: row.per,
    list: list === null ? null : perText(row, list),
    /** Own over list, in percent with one decimal; null without a list rate. */
    percentOfList: list === null || list === 0n ? null : percentOf(row.picoUsdPerMillion, list),
  };
}
