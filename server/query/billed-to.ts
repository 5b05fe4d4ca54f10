/** Which days a bill that was read tells of in full: only they can be laid beside the estimate. */
import { DAY_MS, isoTime } from '../../shared/window.ts';
import type { BillLedger, BillPeriod } from '../store/bill-ledger.ts';

/**
 * The last day that a bill tells in full: its newest day is still being written.
 *
 * @returns `2026-11-20`; null where no bill was read or none has a day. Never throws.
 */
export function billedToOf(periods: readonly BillPeriod[]): string | null {
  const days = periods.flatMap(({ lastDay }) => lastDay ?? []).sort();
  const newest = days.at(-1);
  if (newest === undefined) return null;
  return dayBefore(newest);
}

/** @param day `2026-11-20`. */
export function dayBefore(day: string): string {
  return isoTime(Date.parse(`${day}T00:00:00Z`) - DAY_MS).slice(0, 10);
}

/**
 * Tells whether the bill has told a day in full: one of a month that was read, and not too new.
 *
 * Files that name no month tell of all days from their first line on.
 */
export function billedDayTest(
  bills: Pick<BillLedger, 'periods' | 'days'>,
): (day: string) => boolean {
  const periods = bills.periods();
  const billedTo = billedToOf(periods);
  if (billedTo === null) return () => false;
  const months = new Set(periods.map(({ period }) => period));
  const first = months.has('') ? (bills.days()[0] ?? null) : null;
  return (day) => {
    if (day > billedTo) return false;
    return months.has(day.slice(0, 7)) || (first !== null && day >= first);
  };
}
