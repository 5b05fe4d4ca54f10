/** The book that answers, with what it is made of: list prices, and what is kept of AWS's. */
import { modelDisplayName } from './model-names.ts';
import type { PriceBook } from './price-book.ts';
import type { PriceListLayer } from './price-list-layer.ts';
import { PRICE_LIST_SOURCE } from './price-list.ts';
import { rateKey, type PriceRow } from './price-row.ts';
import { classText } from './usage-class.ts';

export interface PricesInForce {
  readonly book: PriceBook;
  /** The book without the user's own file. */
  readonly list: PriceBook;
  /** The prices that come with the program. */
  readonly bundled: PriceBook;
  /** What is kept of AWS's price list; null when it was never read. */
  readonly layer: PriceListLayer | null;
  /** The name that reports give the book. */
  readonly version: string;
}

/** The layer that a row came by: the user's file, AWS's price list, or the bundled prices. */
export function layerOfRow({ source }: PriceRow): 'own' | 'priceList' | 'bundled' {
  if (source.key === 'override') return 'own';
  return source.key === PRICE_LIST_SOURCE ? 'priceList' : 'bundled';
}

/** The same for rows that price the same usage at different times, in one layer. */
export function usageKeyOf(row: PriceRow): string {
  return [layerOfRow(row), rateKey(row), classText(row.match)].join('|');
}

/** `Claude Sonnet 4.5`; the id where no name is known, and words for every model. */
export function modelNameOf(model: string): string {
  return model === '*' ? 'Any model' : (modelDisplayName(model) ?? model);
}
