/** What reports are made from, taken from a running service; and making them right here. */
import type { Config } from '../config/config.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { makeReport, type MakeReport, type ReportMaker } from './make-report.ts';

export interface MakerParts {
  readonly config: Pick<
    Config,
    'budgets' | 'adjustments' | 'capacity' | 'sharedCost' | 'promotedTags'
  >;
  readonly store: Store;
  readonly book: PriceBook;
  /** The name of the book as it is now: its files may change. */
  readonly priceBookVersion: () => string;
  readonly rulesVersion: string;
}

/** As things stand now; ask again for each report. */
export function makerOf(parts: MakerParts): ReportMaker {
  const { config, store, book, priceBookVersion, rulesVersion } = parts;
  const { budgets, adjustments, capacity, sharedCost, promotedTags } = config;
  const tagKeys = promotedTags.map(({ key }) => key);
  const versions = { priceBookVersion: priceBookVersion(), rulesVersion };
  return { store, book, budgets, adjustments, capacity, sharedCost, tagKeys, ...versions };
}

/** Makes reports in this thread, which answers nobody meanwhile. */
export function localMaker(maker: ReportMaker): MakeReport {
  return (order, onProgress) => Promise.resolve().then(() => makeReport(order, maker, onProgress));
}
