/** Lays bill lines beside what was estimated over the same days. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import type { BilledUsage } from '../price/bill-line.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { BillDays } from '../store/bill-ledger.ts';
import { billedDayTest } from './billed-to.ts';
import { pricedLines } from './priced-lines.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';
import type { QueryStore } from './query-store.ts';

interface LinesOfDays {
  readonly days: BillDays;
  readonly lines: readonly BilledUsage[];
  readonly isBilled: (day: string) => boolean;
}

/** @throws QueryError for too many days; StoreError. */
export function reconcileLines(
  { days, lines, isBilled }: LinesOfDays,
  store: QueryStore,
  book: PriceBook,
): Reconciliation {
  const window = { startMs: startOf(days.from), endMs: startOf(days.to) };
  const groupBy = ['account', 'region'] as const;
  const asked = { filter: EMPTY_FILTER, groupBy, window, step: '1d', timeZone: 'UTC' } as const;
  const estimated = pricedLines(asked, store, { ...book, discounts: [] });
  return reconcile(estimated, lines, { isBilled });
}

/** The bill that was read beside the estimate. @throws QueryError for too many days; StoreError. */
export function reconcileStored(
  days: BillDays,
  store: QueryStore,
  book: PriceBook,
): Reconciliation {
  const lines = store.bills.lines(days);
  return reconcileLines({ days, lines, isBilled: billedDayTest(store.bills) }, store, book);
}

/**
 * The days to lay beside each other: from the first one of the bill to the last one of either.
 *
 * @param days of the bill, ascending.
 * @param month `2026-11`; '' for all of them.
 * @param usedToMs the last call: later than the bill, whose days are pending.
 * @returns null where the bill has none of that month. Never throws.
 */
export function billDaysOf(
  days: readonly string[],
  month: string,
  usedToMs: number,
): BillDays | null {
  const own = days.filter((day) => day.startsWith(month));
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) return null;
  const used = isoTime(usedToMs).slice(0, 10);
  const end = used > last && used.startsWith(month) ? used : last;
  const to = isoTime(startOf(end) + DAY_MS).slice(0, 10);
  return { from: month === '' ? first : `${month}-01`, to };
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
