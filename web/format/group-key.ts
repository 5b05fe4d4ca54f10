/** Groups of one or several dimensions at once: one key for each, its name and its filter. */
import type { QueryRow } from '../../shared/contract.ts';
import { NONE, type Dimension } from '../../shared/dimensions.ts';
import type { FilterTerm } from '../../shared/filter.ts';

const BETWEEN = '\u001f'; // A control character: names that senders choose hold none.

/** The group of a row; of one dimension alone it is the plain value. */
export function groupKey(row: QueryRow, dimensions: readonly Dimension[]): string {
  return dimensions.map((dimension) => row.group[dimension] ?? '').join(BETWEEN);
}

/** How people read it, such as `acme · amazon.nova-lite`. */
export function groupLabel(key: string): string {
  return valuesOf(key)
    .map((value) => (value === '' ? NONE : value))
    .join(' \u00b7 ');
}

/** What passes the calls of one group and no others. */
export function groupTerms(key: string, dimensions: readonly Dimension[]): readonly FilterTerm[] {
  const values = valuesOf(key);
  return dimensions.map((dimension, index) => ({
    dimension,
    negated: false,
    values: [values[index] ?? ''],
  }));
}

/**
 * What passes the calls of all other groups.
 *
 * @returns null for several dimensions at once: no filter says "not both of these".
 */
export function otherTerms(
  keys: readonly string[],
  dimensions: readonly Dimension[],
): readonly FilterTerm[] | null {
  const [dimension, ...more] = dimensions;
  if (dimension === undefined || more.length > 0 || keys.length === 0) return null;
  return [{ dimension, negated: true, values: keys }];
}

/** Values of one of the dimensions among some groups, each once. */
export function valuesAt(keys: readonly string[], index: number): readonly string[] {
  return [...new Set(keys.map((key) => valuesOf(key)[index] ?? ''))];
}

function valuesOf(key: string): readonly string[] {
  return key.split(BETWEEN);
}
