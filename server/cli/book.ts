/** The price book and rule versions that commands work with and reports name. */
import { createHash } from 'node:crypto';
import { BUNDLED_SOURCES, bundledPriceBook } from '../price/bundled-book.ts';
import type { PriceBook } from '../price/price-book.ts';
import { withPriceFile } from '../price/price-file.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from './config-file.ts';
import { readPriceFile } from './price-files.ts';
import type { Root } from './root.ts';

/** A book and the name that reports give it. */
export interface NamedBook {
  readonly book: PriceBook;
  readonly version: string;
}

/** The rates in force: the bundled ones behind the user's file. @throws UsageError */
export function priceBookOf({ pricesPath }: Pick<Config, 'pricesPath'>): NamedBook {
  const bundled = { book: bundledPriceBook(), version: bundledVersion() };
  if (pricesPath === null) return bundled;
  const { file, version } = readPriceFile(pricesPath);
  return {
    book: withPriceFile(bundled.book, file),
    version: `${bundled.version}, price file ${version}`,
  };
}

/** What commands offer for choosing a book. */
export interface BookOptions {
  readonly config?: string;
  readonly prices?: string;
}

/** The book that a command's options name; a file of its own goes before the config's. */
export function bookFromOptions({ config, prices }: BookOptions, root: Root): PriceBook {
  const { pricesPath } = readConfig(config ?? null, root);
  return priceBookOf({ pricesPath: prices ?? pricesPath }).book;
}

/** Names the bundled prices by the date of their newest source, for reports. */
function bundledVersion(): string {
  const dates = BUNDLED_SOURCES.map((source) => source.date).sort();
  return `bundled ${dates.at(-1) ?? 'without sources'}`;
}

/** A short text that changes when the attribution rules do. */
export function rulesVersionOf(config: Config): string {
  const rules = config.rules.map(({ name, conditions, tenant, tags }) => [
    name,
    conditions.map(({ field, pattern }) => [field, pattern.pattern()]),
    tenant,
    [...tags],
  ]);
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 12);
}
