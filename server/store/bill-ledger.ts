/** The bill of AWS as it was last read, month by month; each month replaces itself whole. */
import type { BilledUsage } from '../price/bill-line.ts';

/** One month of an export, in the version that was read. */
export interface BillPeriod {
  readonly sourceId: string;
  /** `2026-11`; '' for files that name no month. */
  readonly period: string;
  /** Changes with every file of the month. */
  readonly version: string;
  /** The newest day of UTC that any row tells of, other services' too; null for no row. */
  readonly lastDay: string | null;
  /** Rows of all services. */
  readonly rows: number;
  readonly readAtMs: number;
}

/** Days of UTC, `2026-11-20`: half-open. */
export interface BillDays {
  readonly from: string;
  readonly to: string;
}

export interface BillLedger {
  /** Puts a month in the place of what was read of it before, in one transaction. */
  replace(period: BillPeriod, lines: readonly BilledUsage[]): void;
  /** Forgets the bills of all other sources: two exports of one bill would count twice. */
  keepOnly(sourceId: string): void;
  /** In order. */
  periods(): readonly BillPeriod[];
  /** Lines of some days, by day, place and kind. */
  lines(days: BillDays): readonly BilledUsage[];
  /** All days that have a line of Bedrock's, ascending. */
  days(): readonly string[];
}
