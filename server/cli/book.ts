/** The price book and rule versions that commands work with and reports name. */
import { BUNDLED_SOURCES, bundledPriceBook } from '../price/bundled-book.ts';
import { isoTime } from '../../shared/window.ts';
import { layerBooks, type PriceBook } from '../price/price-book.ts';
import { withPriceFile } from '../price/price-file.ts';
import { bookOfLayer, type PriceListLayer } from '../price/price-list-layer.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from './config-file.ts';
import { readPriceFile } from './price-files.ts';
import { readPriceLayer } from './price-list-file.ts';
import type { Root } from './root.ts';

/** A book and the name that reports give it. */
export interface NamedBook {
  readonly book: PriceBook;
  readonly version: string;
}

/**
 * The rates in force: the bundled ones, behind AWS's own, behind the user's.
 *
 * @param layer AWS's own; the kept ones where it is left out.
 * @throws UsageError
 */
export function priceBookOf(
  { pricesPath, database }: Pick<Config, 'pricesPath' | 'database'>,
  layer = readPriceLayer(database),
): NamedBook {
  const list = listBookOf(layer);
  if (pricesPath === null) return list;
  const { file, version } = readPriceFile(pricesPath);
  return {
    book: withPriceFile(list.book, file),
    version: `${list.version}, price file ${version}`,
  };
}

/** List prices alone: the bundled ones behind those that AWS gave, null for none. */
export function listBookOf(layer: PriceListLayer | null): NamedBook {
  const bundled = { book: bundledPriceBook(), version: bundledVersion() };
  if (layer === null) return bundled;
  return {
    book: layerBooks(bookOfLayer(layer), bundled.book),
    version: `${bundled.version}, AWS Price List ${isoTime(layer.refreshedAtMs).slice(0, 10)}`,
  };
}

/** What commands offer for choosing a book. */
export interface BookOptions {
  readonly config?: string;
  readonly prices?: string;
  /** Database beside which refreshed prices lie. */
  readonly db?: string;
}

/** The book that a command's options name; a file of its own goes before the config's. */
export function bookFromOptions({ config, prices, db }: BookOptions, root: Root): PriceBook {
  const { pricesPath, database } = readConfig(config ?? null, root);
  return priceBookOf({ pricesPath: prices ?? pricesPath, database: db ?? database }).book;
}

/** Names the bundled prices by the date of their newest source, for reports. */
function bundledVersion(): string {
  const dates = BUNDLED_SOURCES.map((source) => source.date).sort();
  return `bundled ${dates.at(-1) ?? 'without sources'}`;
}
