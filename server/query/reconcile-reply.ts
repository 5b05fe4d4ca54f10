/** The bill that was read beside the estimate, a month at a time, as the API tells it. */
import { formatAttoUsd } from '../../shared/money.ts';
import type { ReconciledRowReply, ReconcileReply } from '../../shared/reconcile-contract.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { billDaysOf, reconcileStored } from './reconcile-stored.ts';
import type { ReconciledRow, ReconcileState } from './reconcile.ts';

const ROWS_MAX = 50;
const NO_BILL =
  'Set `bill:` in the config to where AWS exports the bill; a pass of the server reads it.';

/**
 * Lays a month's bill beside its estimate.
 *
 * @param month `2026-11`; null for the newest that was read.
 * @throws StoreError.
 */
export function reconcileReply(
  month: string | null,
  store: Store,
  book: PriceBook,
): ReconcileReply {
  const billed = store.bills.days();
  const months = [...new Set(billed.map((day) => day.slice(0, 7)))].reverse();
  const asked = month ?? months[0] ?? '';
  const days = billDaysOf(billed, asked, store.extent()?.endMs ?? 0);
  if (days === null) {
    const hint = months.length === 0 ? NO_BILL : `A bill was read of ${months.join(', ')}.`;
    return { months, found: null, hint };
  }
  const { rows, ...sums } = reconcileStored(days, store, book);
  const differing = differingRows(rows);
  const found = {
    month: asked,
    ...days,
    states: countsOf(rows),
    estimatedUsd: formatAttoUsd(sums.estimatedAttoUsd),
    billedListUsd: formatAttoUsd(sums.billedListAttoUsd),
    takenOff: sums.takenOff.map(({ kind, attoUsd }) => ({ kind, usd: formatAttoUsd(attoUsd) })),
    billedUsd: formatAttoUsd(sums.billedAttoUsd),
    differing: differing.length,
    rows: differing.slice(0, ROWS_MAX).map(rowReply),
  };
  return { months, found, hint: null };
}

/** Rows that differ by more than rounding, the largest difference first. Never throws. */
export function differingRows(rows: readonly ReconciledRow[]): readonly ReconciledRow[] {
  const differing = rows.filter(({ differs }) => differs !== 'none' && differs !== 'rounding');
  return differing.toSorted((a, b) => (sizeOf(b) > sizeOf(a) ? 1 : -1));
}

/** A row with exact text in the place of integers. Never throws. */
export function rowReply({
  estimatedAttoUsd,
  billedAttoUsd,
  quantityAttoUsd,
  rateAttoUsd,
  ...row
}: ReconciledRow): ReconciledRowReply {
  return {
    ...row,
    estimatedQuantity: String(row.estimatedQuantity),
    billedQuantity: String(row.billedQuantity),
    estimatedUsd: usd(estimatedAttoUsd),
    billedUsd: usd(billedAttoUsd),
    byQuantityUsd: usd(quantityAttoUsd),
    byRateUsd: usd(rateAttoUsd),
  };
}

function usd(atto: bigint | null): string | null {
  return atto === null ? null : formatAttoUsd(atto);
}

function sizeOf({ estimatedAttoUsd, billedAttoUsd }: ReconciledRow): bigint {
  const difference = (billedAttoUsd ?? 0n) - (estimatedAttoUsd ?? 0n);
  return difference < 0n ? -difference : difference;
}

function countsOf(rows: readonly ReconciledRow[]): Record<ReconcileState, number> {
  const counts = { pending: 0, estimated: 0, reconciled: 0, unmatched: 0 };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}
