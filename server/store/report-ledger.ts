/** Reports as they were made: each revision once, with its bytes and who is owed them. */
import type { ReportKind } from '../../shared/report-contract.ts';

/** What a report is known by: made once, and sent again from here. */
export interface ReportKey {
  /** Of its definition, such as `nightly`. */
  readonly name: string;
  /** The day, month or span that it is of: `2026-11-20`, `2026-11`, `2026-11-01_2026-11-07`. */
  readonly date: string;
  /** From 1 on; a later one replaces those before it. */
  readonly revision: number;
}

export interface ReportHead extends ReportKey {
  readonly kind: ReportKind;
  /** Preliminary while data of its day may still come. */
  readonly state: 'preliminary' | 'final';
  /** Equal for equal figures. */
  readonly fingerprint: string;
  /** What it says, in a sentence, for messages that carry it. */
  readonly summary: string;
  readonly madeAtMs: number;
}

export interface StoredReportFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** One place that is owed a report. */
export interface OwedReport extends Omit<ReportHead, 'fingerprint'> {
  readonly target: string;
  /** Attempts that were made. */
  readonly attempts: number;
  /** Not to be tried before. */
  readonly dueAtMs: number;
}

/** One attempt to hand a report out, and how the delivery stands after it. */
export interface ReportAttempt {
  readonly attempt: number;
  readonly atMs: number;
  readonly tookMs: number;
  readonly state: 'pending' | 'delivered' | 'dead';
  /** What came of it, for people; nothing secret. */
  readonly detail: string;
  /** When it is tried next; null for what is settled. */
  readonly dueAtMs: number | null;
}

export interface ReportDelivery {
  readonly target: string;
  readonly state: ReportAttempt['state'];
  readonly dueAtMs: number;
  readonly attempts: readonly ReportAttempt[];
}

/** A report with what was made and sent of it, without the bytes. */
export interface ListedReport extends ReportHead {
  readonly files: readonly (Omit<StoredReportFile, 'bytes'> & { readonly size: number })[];
  readonly deliveries: readonly ReportDelivery[];
}

export interface ReportLedger {
  /** Keeps a revision, its files and what is owed, in one transaction. @throws StoreError */
  save(report: ReportHead, files: readonly StoredReportFile[], targets: readonly string[]): void;
  /** The newest revision of a date; null when there is none. */
  newest(name: string, date: string): ReportHead | null;
  /** The last date that has a report; null before the first. */
  lastDate(name: string): string | null;
  /** All revisions, the last made first. */
  list(limit: number): readonly ListedReport[];
  files(key: ReportKey): readonly StoredReportFile[];
  /** One file of a report; null when there is no such one. */
  file(key: ReportKey, name: string): StoredReportFile | null;
  /** What is still to be delivered, the oldest first. */
  owed(): readonly OwedReport[];
  /** Notes an attempt, and how the delivery stands after it, in one transaction. */
  saveAttempt(owed: ReportKey & { readonly target: string }, attempt: ReportAttempt): void;
  /** Has what was given up sent after all. @returns whether there was such a delivery. */
  replay(owed: ReportKey & { readonly target: string }, nowMs: number): boolean;
  /** Drops all but the last made of a name, with their files. */
  keepLast(name: string, count: number): void;
}
