/** How long each kind of data is kept. */

/** Before which instant each kind of data is forgotten; rollups by day are kept for ever. */
export interface Retention {
  /** Single invocations and the ledger of objects. */
  readonly rowsMs: number;
  readonly minutesMs: number;
  readonly hoursMs: number;
  /** Points of CloudWatch metrics. */
  readonly metricsMs: number;
  /** What alarms did, whom they told, and silences. */
  readonly noticesMs: number;
  /** Which records could not be read. */
  readonly quarantineMs: number;
  /** Reports as they were made, but for the last of each. */
  readonly reportsMs: number;
  /** Who signed in, changed or took out what. */
  readonly auditMs: number;
}
