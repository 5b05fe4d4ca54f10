/** The settings as the rest of the house sees them: checked, and with every default filled in. */
import type { AccessSettings } from '../access/access-settings.ts';
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { CompositeRule } from '../alarm/composite-rule.ts';
import type { BudgetRule } from '../alarm/budget-rule.ts';
import type { DeclaredTag } from '../attribute/declared-tag.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { Channel } from '../notify/channel.ts';
import type { Route } from '../notify/route.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import type { NightlySectionName, ReportFormat, ReportKind } from '../../shared/report-contract.ts';
import type { Result } from '../../shared/result.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { TenantFact } from '../../shared/tenants.ts';
import type { ReadText } from './read-text.ts';
import type { Problem } from './yaml-text.ts';
import type { CapacitySettings } from '../meter/capacity.ts';
import type { BillSettings } from '../source/bill-place.ts';
import type { PrivacySettings } from './privacy-text.ts';
import type { ConfiguredQuota } from './quota-text.ts';
import type { AccountSettings } from '../source/settings.ts';

/** A bucket of S3 that reports are put into, by the credentials of this process. */
export interface ReportBucket {
  readonly bucket: string;
  /** What every key begins with; '' or a folder with its slash. */
  readonly prefix: string;
  readonly region: string;
  /** Another AWS endpoint, for tests and private networks; null for AWS's own. */
  readonly endpoint: string | null;
}

/** A report that is made again and again. */
export interface ReportDefinition {
  /** Its reports are kept under it. */
  readonly name: string;
  readonly kind: ReportKind;
  /** Whose usage it tells of; that of everyone where it has no terms. */
  readonly filter: Filter;
  /** What the day is split by; null for tenant, model and the first declared tags. */
  readonly groupBy: readonly Dimension[] | null;
  readonly sections: readonly NightlySectionName[];
  /** Zone in which its days and months begin. */
  readonly timeZone: string;
  /** Minutes after midnight. */
  readonly atMinutes: number;
  /** How long after its time it waits for logs that are not read yet. */
  readonly waitMinutes: number;
  readonly formats: readonly ReportFormat[];
  /** Folder for its files; null for none. */
  readonly directory: string | null;
  /** Bucket for its files; null for none. */
  readonly bucket: ReportBucket | null;
  /** Names of channels that get it: by mail with its files, by webhook with links to them. */
  readonly channels: readonly string[];
}

/** An agreed amount on a tenant's statement of a month, `2026-11`. */
export interface Adjustment {
  readonly tenant: string;
  readonly month: string;
  readonly label: string;
  /** Below zero for a credit. */
  readonly amountAttoUsd: bigint;
}

export interface Config {
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly timeZone: string;
  readonly accounts: readonly AccountSettings[];
  readonly directories: readonly string[];
  readonly promotedTags: readonly DeclaredTag[];
  readonly rules: RuleSet;
  /** Reads another file of rules as this config would have it. */
  readonly readRules: (
    file: { readonly text: string; readonly name: string },
    readText: ReadText,
  ) => Result<RuleSet, readonly Problem[]>;
  /** What is said of tenants: names, owners, and what stands above them. */
  readonly tenants: readonly TenantFact[];
  /** How cost that serves several tenants is shared out among them. */
  readonly sharedCost: readonly SharedCostRule[];
  /** The rules as people wrote them, and the file that they stand in, if it is not the config. */
  readonly rulesText: { readonly text: string; readonly file: string | null };
  readonly alarms: readonly AlarmRule[];
  /** Alarms as people wrote them. */
  readonly alarmTexts: readonly unknown[];
  readonly budgets: readonly BudgetRule[];
  readonly composites: readonly CompositeRule[];
  readonly channels: readonly Channel[];
  /** From when on changed rules hold for stored calls as well; null for calls to come only. */
  readonly applyRulesFromMs: number | null;
  /** Who is told of what; none tells all channels of everything. */
  readonly routes: readonly Route[];
  readonly reports: readonly ReportDefinition[];
  /** What prints PDF: a path of its own, or what lies on the search path. */
  readonly chromium: { readonly path: string | null; readonly searchPath: string };
  /** Where the bill of AWS lies; null where none is given. */
  readonly bill: BillSettings | null;
  readonly adjustments: readonly Adjustment[];
  readonly retentionDays: {
    readonly rows: number;
    readonly minutes: number;
    readonly hours: number;
    readonly metrics: number;
    readonly notices: number;
    readonly quarantine: number;
    readonly reports: number;
    readonly audit: number;
  };
  /** When closed days are checked, minutes after midnight, and how much work that may be. */
  readonly nightlyCheck: { readonly atMinutes: number; readonly minutes: number };
  /** What is kept of who called. */
  readonly privacy: PrivacySettings;
  readonly pollSeconds: number;
  /** Keys that senders of what is pushed prove themselves with; null closes that door. */
  readonly intake: { readonly firehoseKey: string | null; readonly eventsKey: string | null };
  /** How far back a new alarm is evaluated over data that is there already. */
  readonly alarmCatchUpHours: number;
  /** Who may ask. */
  readonly access: AccessSettings;
  /** Address of the page as readers of messages reach it. */
  readonly pageUrl: string;
  /** The user's price file; null when there is none. */
  readonly pricesPath: string | null;
  /** How capacity that no call carries is shared out, and what AWS does not tell of it. */
  readonly capacity: CapacitySettings;
  /** Limits that hold in the place of what AWS tells, or where it tells none. */
  readonly quotas: readonly ConfiguredQuota[];
  /** Where the AWS Price List is read; null for AWS itself. */
  readonly priceListUrl: string | null;
}
