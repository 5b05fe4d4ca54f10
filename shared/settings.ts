/** What of the config the page shows: no key, no address of a receiver, nothing that is secret. */
import type { ReportKind } from './report-contract.ts';

export interface ShownAccount {
  readonly id: string;
  readonly regions: readonly string[];
  /** Where its logs lie, in words. */
  readonly logs: readonly string[];
  readonly role: string | null;
  readonly metrics: boolean;
  readonly inventory: boolean;
  readonly backfillDays: number;
}

/** Reply of `GET /api/v1/settings`. */
export interface SettingsReply {
  readonly version: string;
  /** Zone in which days of reports and budgets begin. */
  readonly timeZone: string;
  readonly database: string;
  readonly pageUrl: string;
  readonly pricesPath: string | null;
  readonly pollSeconds: number;
  readonly accounts: readonly ShownAccount[];
  readonly directories: readonly string[];
  readonly tagKeys: readonly string[];
  readonly rules: number;
  readonly alarms: number;
  readonly channels: readonly { readonly name: string; readonly kind: string }[];
  /** What is made again and again; the page on reports tells more. */
  readonly reports: readonly {
    readonly name: string;
    readonly kind: ReportKind;
    /** Minutes after midnight. */
    readonly atMinutes: number;
  }[];
  /** Days that each kind of data is kept. */
  readonly retentionDays: Readonly<Record<string, number>>;
  /** Doors for what AWS pushes that are open. */
  readonly intake: readonly string[];
}
