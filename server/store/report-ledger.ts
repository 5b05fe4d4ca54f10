/** Reports as they were made: each revision once, with its bytes and who is owed them. */

/** What a report is known by: made once, and sent again from here. */
export interface ReportKey {
  /** Such as `nightly`. */
  readonly name: string;
  /** `2026-11-20`. */
  readonly date: string;
  /** From 1 on; a later one replaces those before it. */
  readonly revision: number;
}

export interface ReportHead extends ReportKey {
  /** Preliminary while data of its day may still come. */
  readonly state: 'preliminary' | 'final';
  /** Equal for equal figures. */
  readonly fingerprint: string;
  readonly madeAtMs: number;
}

export interface StoredReportFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** One place that is owed a report. */
export interface OwedReport extends ReportKey {
  readonly target: string;
}

export interface ReportLedger {
  /** Keeps a revision, its files and what is owed, in one transaction. @throws StoreError */
  save(report: ReportHead, files: readonly StoredReportFile[], targets: readonly string[]): void;
  /** The newest revision of a date; null when there is none. */
  newest(name: string, date: string): ReportHead | null;
  /** The last date that has a report; null before the first. */
  lastDate(name: string): string | null;
  /** The newest revisions of the last dates, the last first. */
  list(limit: number): readonly ReportHead[];
  files(key: ReportKey): readonly StoredReportFile[];
  /** What is still to be delivered, the oldest first. */
  owed(): readonly OwedReport[];
  markDelivered(owed: OwedReport, atMs: number): void;
}
