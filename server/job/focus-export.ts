/** Streams the FOCUS data set of a window out of the store, day by day. */
import { EMPTY_FILTER, type Filter } from '../../shared/filter.ts';
import { stepBoundaries, type Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import { pricedLines, type PricedLine } from '../query/priced-lines.ts';
import { QueryError } from '../query/query-store.ts';
import { FOCUS_GROUPS, type FocusSettings } from '../report/focus/focus-table.ts';
import type { Store } from '../store/store.ts';

export interface FocusExport {
  readonly window: Window;
  readonly step: '1h' | '1d';
  readonly filter?: Filter;
  readonly settings: Pick<FocusSettings, 'tagKeys'>;
  /** Told after each day. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The priced lines of a window; no more than one day of them is in memory.
 *
 * Days are those of UTC, as the specification asks.
 *
 * @throws QueryError for a window of too many days; StoreError.
 */
export function* focusLines(
  { window, step, filter = EMPTY_FILTER, settings, onProgress }: FocusExport,
  store: Store,
  book: PriceBook,
): Generator<PricedLine> {
  const days = stepBoundaries(window, '1d', 'UTC');
  if (!days) throw new QueryError('The window has too many days.', 'Export it in parts.');
  const tags = settings.tagKeys.map((key) => `tag.${key}` as const);
  const groupBy = [...FOCUS_GROUPS, ...tags];
  for (const [index, startMs] of days.slice(0, -1).entries()) {
    const day = { startMs, endMs: days[index + 1] ?? window.endMs };
    yield* pricedLines({ filter, groupBy, window: day, step, timeZone: 'UTC' }, store, book);
    onProgress?.(index + 1, days.length - 1);
  }
}
