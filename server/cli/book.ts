/** The price book and rule versions that commands work with and reports name. */
import { createHash } from 'node:crypto';
import { BUNDLED_SOURCES, bundledPriceBook } from '../price/bundled-book.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Config } from '../config/config.ts';

/** The rates in force. */
export function priceBookOf(): PriceBook {
  return bundledPriceBook();
}

/** Names the bundled prices by the date of their newest source, for reports. */
export function priceBookVersion(): string {
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
