/** The rates of a book as a list to read: filtered, sorted, and the user's own beside the list. */
import { matchesPattern } from '../../shared/filter.ts';
import { modelDisplayName } from './model-names.ts';
import { listRate } from './overrides.ts';
import type { PriceBook } from './price-book.ts';
import type { PriceRow } from './price-row.ts';

/** Patterns with `*`; null for all. */
export interface ListingFilter {
  readonly model: string | null;
  readonly region: string | null;
  readonly dimension: string | null;
}

/**
 * The rows of a book that pass.
 *
 * @param filter the model by id or by the name that people read; a row for all Regions is in
 *   every Region.
 * @returns sorted by model, dimension, Region and time, the user's own rows before list rows.
 */
export function listPrices(book: PriceBook, filter: ListingFilter): readonly PriceRow[] {
  const rows = book.rows.filter((row) => {
    const { region } = filter;
    if (filter.dimension !== null && !matchesPattern(filter.dimension, row.dimension)) return false;
    if (region !== null && row.region !== '*' && !matchesPattern(region, row.region)) return false;
    return filter.model === null || isModel(filter.model, row.model);
  });
  return rows.toSorted((a, b) => compareRows(a, b));
}

function isModel(pattern: string, model: string): boolean {
  if (matchesPattern(pattern, model)) return true;
  const name = modelDisplayName(model);
  return name !== null && matchesPattern(pattern.toLowerCase(), name.toLowerCase());
}

function compareRows(a: PriceRow, b: PriceRow): number {
  const byPlace =
    compareTexts(a.model, b.model) ||
    compareTexts(a.dimension, b.dimension) ||
    compareTexts(a.region, b.region);
  return byPlace || a.effectiveFromMs - b.effectiveFromMs;
}

/** By code units, so that no locale of a machine changes a list. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A row of the user's file and the list rate of the same usage. */
export interface OwnPrice {
  readonly row: PriceRow;
  /** Null where no list has one. */
  readonly listPicoUsdPerMillion: bigint | null;
}

/**
 * The user's own rates beside those that they stand before.
 *
 * @param list the book without the user's file.
 */
export function ownPrices(book: PriceBook, list: PriceBook): readonly OwnPrice[] {
  const own = book.rows.filter(({ source }) => source.key === 'override');
  return own.map((row) => ({ row, listPicoUsdPerMillion: listRate(row, list) }));
}
