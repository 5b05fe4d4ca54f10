/** The HTTP API as both sides see it: paths, and the shape of every reply and error. */
import type { StoredChecks } from './check-contract.ts';
import type { PastRules } from './attribution-contract.ts';
import type { Completeness } from './completeness.ts';
import type { MetricKey } from './metrics.ts';

export const API = {
  query: '/api/v1/query',
  status: '/api/v1/status',
  alarms: '/api/v1/alarms',
  budgets: '/api/v1/budgets',
  anomalies: '/api/v1/anomalies',
  alarmRules: '/api/v1/alarms/rules',
  deleteAlarm: '/api/v1/alarms/delete',
  testAlarm: '/api/v1/alarms/test',
  alarmBars: '/api/v1/alarms/bars',
  silences: '/api/v1/silences',
  acknowledge: '/api/v1/silences/acknowledge',
  endSilence: '/api/v1/silences/end',
  deliveries: '/api/v1/deliveries',
  replay: '/api/v1/deliveries/replay',
  channels: '/api/v1/channels',
  testChannel: '/api/v1/channels/test',
  journal: '/api/v1/journal',
  values: '/api/v1/values',
  invocations: '/api/v1/invocations',
  topInvocations: '/api/v1/invocations/top',
  explain: '/api/v1/explain',
  whatIf: '/api/v1/whatif',
  attribution: '/api/v1/attribution',
  rulesText: '/api/v1/attribution/rules',
  rulesPreview: '/api/v1/attribution/preview',
  applyRules: '/api/v1/attribution/apply',
  sharedCost: '/api/v1/shared-cost',
  quotas: '/api/v1/quotas',
  reconcile: '/api/v1/reconcile',
  prices: '/api/v1/prices',
  priceRates: '/api/v1/prices/rates',
  priceCheck: '/api/v1/prices/check',
  priceDiff: '/api/v1/prices/diff',
  views: '/api/v1/views',
  deleteView: '/api/v1/views/delete',
  settings: '/api/v1/settings',
  reports: '/api/v1/reports',
  reportFile: '/api/v1/reports/file',
  makeReport: '/api/v1/reports/make',
  resendReport: '/api/v1/reports/resend',
  doctor: '/api/v1/doctor',
  events: '/api/v1/events',
  openApi: '/api/v1/openapi.json',
} as const;

/** One value of a row: exact decimal text for money, a number for the rest, null when unknown. */
export type MetricValue = string | number | null;

/** One group in one step; `start` is the step's start as UTC ISO time. */
export interface QueryRow {
  readonly group: Readonly<Record<string, string>>;
  readonly start: string;
  readonly values: Readonly<Partial<Record<MetricKey, MetricValue>>>;
}

/** Reply of `GET /api/v1/query?metric=..&metric=..&filter=..&groupBy=a,b&from=..&to=..&step=..`. */
export interface QueryReply {
  readonly rows: readonly QueryRow[];
  readonly from: string;
  readonly to: string;
  readonly step: string;
  readonly timeZone: string;
  /** Within the window and filter: calls with usage that has no rate, so that cost is not whole. */
  readonly unpricedInvocations: number;
  /** Hours of bought capacity, stored models and training that have no rate either. */
  readonly unpricedCharges: number;
  readonly unattributedInvocations: number;
  /** Logs are read up to here, UTC ISO; null when no source has finished a pass. */
  readonly completeTo: string | null;
}

/** How one source stands. */
export interface SourceStatus {
  readonly id: string;
  readonly kind: string;
  /** `stale`: failing, and so far behind that alarms on it no longer tell. */
  readonly state: 'ok' | 'backfilling' | 'failing' | 'stale' | 'waiting';
  /** What has been read without a hole ends here, UTC ISO; null before the first pass. */
  readonly completeTo: string | null;
  readonly lagSeconds: number | null;
  readonly progressDone: number;
  readonly progressTotal: number;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Hours in which CloudWatch counted calls that no log record tells of. */
export interface LogGap {
  readonly account: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly missingInvocations: number;
}

/** Reply of `GET /api/v1/status`: what is known, how fresh it is, and what is not known. */
export interface StatusReply {
  readonly version: string;
  readonly now: string;
  readonly completeTo: string | null;
  /** First invocation that is known, UTC ISO: what lies before it compares with nothing. */
  readonly dataFrom: string | null;
  readonly invocations: number;
  readonly quarantined: readonly { readonly code: string; readonly count: number }[];
  readonly sources: readonly SourceStatus[];
  /** Logged over counted by CloudWatch, 0 to 1, over the last seven days; null without metrics. */
  readonly logCoverage: number | null;
  readonly gaps: readonly LogGap[];
  readonly completeness: Completeness;
  readonly unpricedModels: readonly { readonly model: string; readonly invocations: number }[];
  readonly tagKeys: readonly string[];
  /** Whether stored calls have the tenants of the rules that hold now. */
  readonly pastRules: PastRules;
  /** Dimensions with more values a day than their limit: the rest counts as `(other)`. */
  readonly overLimit: readonly string[];
  /** Whether closed days are still what they were. */
  readonly checks: StoredChecks;
  /** Size of the database, and what it comes to when days go on as the last seven were. */
  readonly storage: {
    readonly bytes: number;
    readonly bytesPerDay: number;
    readonly forecastDays: number;
    readonly forecastBytes: number;
  };
}

/** A threshold that somebody watches: one of ours, or a CloudWatch alarm on a Bedrock metric. */
export interface AlarmStatus {
  readonly name: string;
  readonly kind: 'outcrop' | 'cloudWatch';
  readonly metric: MetricKey | null;
  readonly metricLabel: string;
  readonly filter: string;
  /** Value of the fan-out dimension that this state is of, such as a tenant; '' without one. */
  readonly group: Readonly<Record<string, string>>;
  readonly comparison: '>' | '>=' | '<' | '<=';
  /** In the metric's unit, for drawing; `thresholdText` is exact. */
  readonly threshold: number;
  readonly thresholdText: string;
  /** What it waits for in words, where that is no metric against a threshold; else null. */
  readonly condition: string | null;
  readonly periodSeconds: number;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: string | null;
  readonly reason: string;
  readonly lastValue: MetricValue;
  /** Of how many periods so many must breach, such as `2 of 3`. */
  readonly datapoints: string;
  /** Null for those of CloudWatch, which have none. */
  readonly severity: 'info' | 'warning' | 'critical' | null;
  readonly owner: string;
  readonly runbook: string;
  /** Where it is changed. */
  readonly origin: 'config' | 'page' | 'cloudWatch';
  /** Who asked to be left in peace about it now; null for nobody. */
  readonly hush: {
    readonly id: string;
    readonly kind: 'silence' | 'acknowledged';
    readonly by: string;
    readonly to: string;
    readonly comment: string;
  } | null;
}

export interface AlarmEvent {
  readonly at: string;
  readonly name: string;
  readonly group: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Reply of `GET /api/v1/alarms`. */
export interface AlarmsReply {
  readonly alarms: readonly AlarmStatus[];
  readonly events: readonly AlarmEvent[];
}

/** Reply of `GET /api/v1/values?dimension=tenant&prefix=a`: completions, at most 100, sorted. */
export interface ValuesReply {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** One invocation as a list shows it. */
export interface InvocationSummary {
  readonly requestId: string;
  readonly at: string;
  readonly tenant: string;
  readonly model: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  readonly status: string;
  readonly errorCode: string | null;
  readonly latencyMs: number | null;
  /** Exact US dollars; null when no line has a rate. */
  readonly cost: string | null;
  readonly unpriced: boolean;
  readonly usage: readonly { readonly dimension: string; readonly quantity: number }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Reply of `GET /api/v1/invocations?filter=..&from=..&to=..&limit=..&before=..`, newest first. */
export interface InvocationsReply {
  readonly invocations: readonly InvocationSummary[];
  /** Hand back as `before` to get the next page; null on the last. */
  readonly next: string | null;
}

/** The rate that one usage line has, with where it comes from. */
export interface ExplainedRate {
  /** US dollars for `per` units, exact; a ratio of an estimate is in it. */
  readonly usd: string;
  readonly per: number;
  readonly quality: 'exact' | 'fallback' | 'estimate';
  readonly source: string;
  /** YYYY-MM-DD; '' for the user's own file. */
  readonly sourceDate: string;
  /** In force over [from, to), UTC ISO; null for no such end. */
  readonly from: string | null;
  readonly to: string | null;
}

/** One usage line of an invocation, and how it comes to its cost. */
export interface ExplainedLine {
  readonly dimension: string;
  readonly quantity: number;
  /** All that selects the rate, such as `tier`; axes that do not apply are left out. */
  readonly usageType: Readonly<Record<string, string>>;
  /** Null when the line is unpriced. */
  readonly rate: ExplainedRate | null;
  /** How the rate was found, or why there is none: sentences. */
  readonly words: readonly string[];
  /** Quantity times rate, and the discount, as a sum a person can check; null without a rate. */
  readonly arithmetic: string | null;
  readonly cost: string | null;
  readonly contractedCost: string | null;
}

/** Reply of `GET /api/v1/explain?requestId=..&from=..&to=..`: why a call costs what it costs. */
export interface ExplainReply {
  readonly requestId: string;
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly operation: string;
  readonly status: string;
  readonly tenant: string;
  readonly attribution: {
    /** Name of the rule that matched; null when none did. */
    readonly rule: string | null;
    readonly words: string;
    readonly tags: readonly {
      readonly key: string;
      readonly value: string;
      readonly source: string;
    }[];
  };
  readonly lines: readonly ExplainedLine[];
  /** Exact US dollars of the lines with a rate; null when there are lines but no rate. */
  readonly cost: string | null;
  readonly contractedCost: string | null;
  readonly unpriced: boolean;
  /** The whole in one sentence. */
  readonly summary: string;
}
