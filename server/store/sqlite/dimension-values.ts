/** Values of a dimension: from the series that carry it, or from the tags of single rows. */
import { NONE, tagKeyOf, type Dimension } from '../../../shared/dimensions.ts';
import type { Database } from './open-database.ts';
import type { SeriesIndex } from './series.ts';
import { readTagValues } from './tag-sets.ts';

/** Values that begin with a prefix, in any case, in order; at most `limit`. */
export function readValues(
  { database, series }: { readonly database: Database; readonly series: SeriesIndex },
  dimension: Dimension,
  { prefix, limit }: { readonly prefix: string; readonly limit: number },
): readonly string[] {
  const found = new Set<string>();
  for (const one of series.current()) {
    if (!one?.isFull || one.valueOf('tenant') === '') continue; // A tenant that was deleted.
    if (one.knows(dimension)) found.add(one.valueOf(dimension));
  }
  const key = tagKeyOf(dimension);
  if (key !== null && found.size === 0) {
    for (const value of readTagValues(database, key)) found.add(value);
  }
  const starts = prefix.toLowerCase();
  const fits = [...found].filter((v) => v !== NONE && v.toLowerCase().startsWith(starts));
  return fits.sort().slice(0, limit);
}
