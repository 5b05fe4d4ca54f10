/** Reports as page and API know them: what there is, what is made now, and who got it. */

export const REPORT_KINDS = ['nightly', 'statement', 'focus'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Formats of each kind, the usual first. */
export const FORMATS_OF = {
  nightly: ['html', 'csv', 'json', 'xlsx', 'parquet', 'pdf'],
  statement: ['html', 'csv', 'json', 'xlsx', 'parquet', 'pdf'],
  focus: ['csv', 'parquet'],
} as const satisfies Record<ReportKind, readonly ReportFormat[]>;
export const REPORT_FORMATS = ['html', 'csv', 'json', 'xlsx', 'parquet', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
/** What is worked out here; a PDF is printed of the HTML by a browser. */
export type MadeFormat = Exclude<ReportFormat, 'pdf'>;

/** What a nightly report may hold beside its head, which is its answer and its totals. */
export const NIGHTLY_SECTIONS = [
  'hours',
  'movers',
  'budgets',
  'groups',
  'cache',
  'anomalies',
  'alarms',
] as const;
export type NightlySectionName = (typeof NIGHTLY_SECTIONS)[number];

/** How the name ends under which reports that somebody asked for are kept. */
export const BY_HAND = '-by-hand';

/** One attempt to hand a report out. */
export interface ReportAttemptReply {
  readonly attempt: number;
  readonly at: string;
  readonly tookMs: number;
  readonly state: 'pending' | 'delivered' | 'dead';
  readonly detail: string;
}

/** One place that a report goes to. */
export interface ReportDeliveryReply {
  /** `disk`, `s3`, or the name of a channel. */
  readonly target: string;
  readonly state: 'pending' | 'delivered' | 'dead';
  /** When it is tried next; null for what is settled. */
  readonly next: string | null;
  readonly attempts: readonly ReportAttemptReply[];
}

/** A report that was made: one revision. */
export interface StoredReport {
  readonly kind: ReportKind;
  /** Of its definition; that of one which somebody asked for ends in `-by-hand`. */
  readonly name: string;
  /** The day, month or span that it is of. */
  readonly date: string;
  readonly revision: number;
  readonly state: 'preliminary' | 'final';
  /** What it says, in a sentence. */
  readonly summary: string;
  readonly madeAt: string;
  /** A later revision replaces it. */
  readonly isReplaced: boolean;
  readonly files: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly bytes: number;
  }[];
  readonly deliveries: readonly ReportDeliveryReply[];
}

/** What is made again and again, by the config. */
export interface ReportDefinitionReply {
  readonly name: string;
  readonly kind: ReportKind;
  /** `02:00` in its zone, after the end of each day or month. */
  readonly at: string;
  readonly timeZone: string;
  readonly filter: string;
  readonly formats: readonly ReportFormat[];
  readonly to: readonly { readonly target: string; readonly words: string }[];
  /** When it is due next. */
  readonly next: string;
}

/** A report that somebody asked for, until it is stored. */
export interface ReportInMaking {
  readonly id: string;
  readonly kind: ReportKind;
  readonly date: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Parts of the work; 0 of 0 before the first is known. */
  readonly done: number;
  readonly total: number;
  /** Why it failed, and what to do; null for all others. */
  readonly problem: { readonly message: string; readonly hint: string } | null;
}

/** Reply of `GET /api/v1/reports` and of what asks for a report. */
export interface ReportsReply {
  readonly definitions: readonly ReportDefinitionReply[];
  /** The last made first. */
  readonly reports: readonly StoredReport[];
  /** The last asked for first; settled ones stay for a while. */
  readonly making: readonly ReportInMaking[];
}
