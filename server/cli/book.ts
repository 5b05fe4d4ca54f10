/** The price book and rule versions that commands work with and reports name. */
import { BUNDLED_SOURCES, bundledPriceBook } from '../price/bundled-book.ts';
import { isoTime } from '../../shared/window.ts';
import { layerBooks, type PriceBook } from '../price/price-book.ts';
import type { PricesInForce } from '../price/prices-in-force.ts';
import { withPriceFile } from '../price/price-file.ts';
import { bookOfLayer, type PriceListLayer } from '../price/price-list-layer.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from './config-file.ts';
import { readPriceFile } from './price-files.ts';
import { readPriceLayer } from './price-list-file.ts';
import type { Root } from './root.ts';

/**
 * The rates in force: the bundled ones, behind AWS's own, behind the user's.
 *
 * @param layer AWS's own; the kept ones where it is left out.
 * @throws UsageError
 */
export function priceBookOf(
  { pricesPath, database }: PricePlaces,
  layer = readPriceLayer(database),
): PricesInForce {
  const list = listBookOf(layer);
  if (pricesPath === null) return list;
  const { file, version } = readPriceFile(pricesPath);
  return {
    ...list,
    book: withPriceFile(list.book, file),
    version: `${list.version}, price file ${version}`,
  };
}

/** Where prices lie that do not come with the program. */
export type PricePlaces = Pick<Config, 'pricesPath' | 'database'>;

/** List prices alone: the bundled ones behind those that AWS gave, null for none. */
export function listBookOf(layer: PriceListLayer | null): PricesInForce {
  const bundled = bundledPriceBook();
  if (layer === null) {
    return { book: bundled, list: bundled, bundled, layer, version: bundledVersion() };
  }
  const list = layerBooks(bookOfLayer(layer), bundled);
  const day = isoTime(layer.refreshedAtMs).slice(0, 10);
  const version = `${bundledVersion()}, AWS Price List ${day}`;
  return { book: list, list, bundled, layer, version };
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
