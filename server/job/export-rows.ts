/** Streams single invocations out of the store, page by page, with what each cost. */
import type { Filter } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import { Rates } from '../query/rates.ts';
import type { ExportedRow } from '../report/rows-table.ts';
import type { Store, StoredInvocation } from '../store/store.ts';

const PAGE_ROWS = 2_000;

export interface RowsExport {
  readonly window: Window;
  readonly filter: Filter;
  /** Told after each page: where in time it stands, from the newest back. */
  readonly onProgress: (rows: number, atMs: number) => void;
}

/** All invocations of a window, the newest first. @throws StoreError */
export function* exportRows(
  { window, filter, onProgress }: RowsExport,
  store: Store,
  book: PriceBook,
): Generator<ExportedRow> {
  const rates = new Rates(book);
  let before: string | null = null;
  let rows = 0;
  do {
    const page = store.invocations({ window, filter, limit: PAGE_ROWS, before });
    for (const one of page.invocations) {
      yield { ...one, costAttoUsd: costOf(one, rates) };
    }
    rows += page.invocations.length;
    before = page.next;
    onProgress(rows, page.invocations.at(-1)?.timestampMs ?? window.startMs);
  } while (before !== null);
}

/** List cost; null where not all of it has a rate: a part would be taken for the whole. */
function costOf({ timestampMs, usage }: StoredInvocation, rates: Rates): bigint | null {
  let cost = 0n;
  for (const { type, quantity } of usage) {
    const rate = rates.at(type, timestampMs);
    if (rate === null) return null;
    cost += BigInt(quantity) * rate.picoUsdPerMillion;
  }
  return cost;
}
