/** How large the database will be: what it takes now, and what days to come add and forget. */
import type { StorageUse } from '../store/storage-use.ts';

/** For how many days each kind of data is kept; counts per day are kept for ever. */
export interface RetentionDays {
  readonly rows: number;
  readonly minutes: number;
  readonly hours: number;
}

/**
 * Size in bytes when days go on as the last ones were.
 *
 * A kind of data grows until it has been kept for as long as its retention; what is forgotten
 * makes room for what comes, so that the file never shrinks.
 *
 * @param heldDays age of the oldest data, in days.
 * @param days how far to look ahead.
 */
export function forecastSize(
  { bytes, bytesPerDay }: StorageUse,
  retention: RetentionDays,
  { heldDays, days }: { readonly heldDays: number; readonly days: number },
): number {
  const newDays = (keptDays: number): number =>
    Math.min(keptDays, heldDays + days) - Math.min(keptDays, heldDays);
  const growth =
    bytesPerDay.rows * newDays(retention.rows) +
    bytesPerDay.minutes * newDays(retention.minutes) +
    bytesPerDay.hours * newDays(retention.hours) +
    bytesPerDay.days * days;
  return Math.round(bytes + growth);
}
