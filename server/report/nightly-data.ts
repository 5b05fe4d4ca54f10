/** What a nightly report is made of: the figures of one day as plain data from the caller. */
import type { Anomaly } from '../../shared/anomaly-contract.ts';
import type { BudgetStatusReply } from '../../shared/budget-contract.ts';
import type { AlarmEvent, LogGap } from '../../shared/contract.ts';
import type { Mover } from './movers.ts';

/** Figures of one day, one name of a dimension, or one whole; counts are integers. */
export interface DayFigures {
  /** Sum over all usage that has a rate, 1e-18 USD; what has none is in `unpricedInvocations`. */
  readonly costAttoUsd: bigint;
  /** The same after the discounts of the price file. */
  readonly contractedCostAttoUsd: bigint;
  /** The part of the cost whose rates are fallbacks or estimates. */
  readonly inexactCostAttoUsd: bigint;
  readonly invocations: number;
  /** Client and server errors; throttles are apart. */
  readonly errors: number;
  readonly throttles: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly images: number;
  /** Video made, in thousandths of a second, as usage lines keep it. */
  readonly videoMs: number;
  /** Null when no call told its latency. */
  readonly latencyP50Ms: number | null;
  readonly latencyP99Ms: number | null;
  readonly unpricedInvocations: number;
}

export interface NightlyRow {
  /** Value of the dimension; outside text, so it may hold anything. */
  readonly name: string;
  readonly figures: DayFigures;
  /** Cost on the day before; 0n when the name had none then, null when that day is not known. */
  readonly previousCostAttoUsd: bigint | null;
}

/** The day split along one dimension; what the rows leave out is shown as a row of its own. */
export interface NightlySection {
  /** As in the filter grammar: `tenant`, `model`, `tag.feature`. */
  readonly dimension: string;
  readonly label: string;
  readonly rows: readonly NightlyRow[];
}

export interface NightlyHour {
  /** UTC ISO; hours begin with the clock, the first and last are cut at the day's ends. */
  readonly start: string;
  readonly costAttoUsd: bigint;
  readonly invocations: number;
  readonly throttles: number;
  readonly errors: number;
  readonly latencyP99Ms: number | null;
  readonly unpricedInvocations: number;
}

/** What the prompt cache did, by list prices; null where its tokens have no rate. */
export interface CacheFigures {
  /** Share of input tokens that came from the cache. */
  readonly hitRatio: number | null;
  readonly savedAttoUsd: bigint | null;
  readonly writeExtraAttoUsd: bigint | null;
  readonly netAttoUsd: bigint | null;
  /** Tokens that are in none of the amounts. */
  readonly unpricedTokens: number;
}

/** One kind of usage over all models: what was used of it, and what that cost. */
export interface UsageFigures {
  /** Such as `Output Tokens`. */
  readonly name: string;
  /** Decimal number of the unit. */
  readonly quantity: string;
  readonly unit: string;
  /** Of what has a rate; null when nothing of it has one. */
  readonly costAttoUsd: bigint | null;
  readonly contractedCostAttoUsd: bigint | null;
  /** List cost on the day before; null when nothing of it was used or priced then. */
  readonly previousCostAttoUsd: bigint | null;
}

/** All of one day. It must come from one read transaction, or the parts may not add up. */
export interface NightlyReportData {
  /** `YYYY-MM-DD`, a day from midnight to midnight in `timeZone`. */
  readonly date: string;
  readonly timeZone: string;
  /** Whose usage it tells of, in the filter grammar; '' for that of everyone. */
  readonly filter: string;
  /** From 1 on; null for one that was asked for by hand. A later one replaces those before it. */
  readonly revision: number | null;
  readonly generatedFrom: {
    readonly priceBookVersion: string;
    readonly rulesVersion: string;
    /** Logs are read up to here without a hole, UTC ISO; null when nobody knows. */
    readonly completeTo: string | null;
  };
  readonly total: DayFigures;
  readonly previousDay: DayFigures | null;
  readonly sameWeekdayBefore: DayFigures | null;
  readonly monthToDate: { readonly costAttoUsd: bigint; readonly invocations: number } | null;
  /** Of the month that the day is in, what it will come to; null while too few days are known. */
  readonly monthForecastAttoUsd: bigint | null;
  /** As they stood at the end of the day, the fullest first. */
  readonly budgets: readonly BudgetStatusReply[];
  /** Tenants whose cost changed most since the day before, and why; null without such a day. */
  readonly movers: readonly Mover[] | null;
  readonly sections: readonly NightlySection[];
  /** Ascending; an hour that is missing is drawn as nothing; none at all draws no chart. */
  readonly hourly: readonly NightlyHour[];
  /** List cost by kind of usage, the dearest first; it sums to the cost of the day. */
  readonly usage: readonly UsageFigures[];
  readonly cache: {
    readonly total: CacheFigures;
    /** Models that used the cache, the most saved first. */
    readonly models: readonly (CacheFigures & { readonly name: string })[];
  };
  readonly unpriced: readonly { readonly model: string; readonly invocations: number }[];
  readonly unattributed: { readonly costAttoUsd: bigint; readonly invocations: number };
  /** Log records that were found unreadable on that day, and are in no figure. */
  readonly quarantined: number;
  readonly gaps: readonly LogGap[];
  /** Stretches of the day in which a tenant spent more than is usual then, the dearest first. */
  readonly anomalies: readonly Anomaly[];
  /** Ascending. */
  readonly alarms: readonly AlarmEvent[];
}
