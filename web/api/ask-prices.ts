/** The questions about the price book, each as one call. */
import { API } from '../../shared/contract.ts';
import type {
  PriceCheckReply,
  PriceDiffReply,
  PricesReply,
  RatesReply,
} from '../../shared/prices.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import { call } from './call.ts';

/** The book: its layers, sources and models. */
export function askPrices(signal: AbortSignal): Promise<PricesReply> {
  return call<PricesReply>(API.prices, [], signal);
}

/** All rates of one model, with their history. */
export function askRates(model: string, signal: AbortSignal): Promise<RatesReply> {
  return call<RatesReply>(API.priceRates, [['model', model]], signal);
}

/** What the usage of a window has no rate for, or only a rough one. */
export function askPriceCheck(window: Window, signal: AbortSignal): Promise<PriceCheckReply> {
  return call<PriceCheckReply>(API.priceCheck, boundsOf(window), signal);
}

/** What is compared: a layer with those behind it, or the book of today with that of a day. */
export type PriceComparison = 'own' | 'priceList' | { readonly beforeMs: number };

export function askPriceDiff(
  compared: PriceComparison,
  window: Window,
  signal: AbortSignal,
): Promise<PriceDiffReply> {
  const parameters: readonly (readonly [string, string])[] =
    typeof compared === 'string'
      ? [['layer', compared], ...boundsOf(window)]
      : [
          ['before', isoTime(compared.beforeMs)],
          ['after', 'now'],
        ];
  return call<PriceDiffReply>(API.priceDiff, parameters, signal);
}

function boundsOf({ startMs, endMs }: Window): readonly (readonly [string, string])[] {
  return [
    ['from', isoTime(startMs)],
    ['to', isoTime(endMs)],
  ];
}
