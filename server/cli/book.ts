/** The price book and rule versions that commands work with and reports name. */
import { createHash } from 'node:crypto';
import { bundledPriceBook, type PriceBook } from '../price/price-book.ts';
import type { Config } from '../config/config.ts';

/** The rates in force. */
export function priceBookOf(): PriceBook {
  return bundledPriceBook();
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
