/** How long each kind of data is kept. */

/** Before which instant each kind of data is forgotten; rollups by day are kept for ever. */
export interface Retention {
  /** Single invocations, the ledger of objects and the quarantine. */
  readonly rowsMs: number;
  readonly minutesMs: number;
  readonly hoursMs: number;
  /** Points of CloudWatch metrics. */
  readonly metricsMs: number;
  /** What alarms did, whom they told, and silences. */
  readonly noticesMs: number;
}
