/** What CloudWatch charges for being asked: the reader keeps to it, and the page shows it. */

/** US dollars for one metric in one GetMetricData call: AWS's list price, in every Region. */
export const USD_PER_METRIC = 0.01 / 1000;

/** The month of an instant in UTC, as AWS bills: `2026-11`. */
export function billingMonthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
