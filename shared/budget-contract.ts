/** How budgets stand, as the API tells it: exact amounts as decimal text. */

/** One percentage of a budget at which people are told. */
export interface BudgetLineStatus {
  readonly kind: 'actual' | 'forecast';
  readonly percent: number;
  /** Spend, or the forecast, is there or past it now. */
  readonly reached: boolean;
  /** People were told in this period. */
  readonly told: boolean;
}

/** One budget, or one group of it, in the period at hand. */
export interface BudgetStatusReply {
  readonly name: string;
  /** Value of each dimension that the budget is told apart by; empty for a budget of all. */
  readonly group: Readonly<Record<string, string>>;
  readonly metric: 'contractedCost' | 'cost';
  readonly filter: string;
  readonly period: {
    readonly kind: 'day' | 'week' | 'month' | 'quarter' | 'year';
    /** Such as `2026-11`. */
    readonly label: string;
    readonly from: string;
    readonly to: string;
    readonly timeZone: string;
  };
  /** US dollars for the period, with what was carried over. */
  readonly amount: string;
  readonly carriedOver: string;
  readonly spent: string;
  /** What the period will come to; null while fewer than three whole days are known. */
  readonly forecast: string | null;
  /** Whole percent, rounded down, for bars. */
  readonly spentPercent: number;
  readonly forecastPercent: number | null;
  /** YYYY-MM-DD on which the amount was, or by forecast will be, reached; null when it is not. */
  readonly reachedOn: string | null;
  readonly lines: readonly BudgetLineStatus[];
  /** Spend is whole up to here, UTC ISO. */
  readonly completeTo: string;
  readonly owner: string;
}

/** Reply of `GET /api/v1/budgets`: the fullest first. */
export interface BudgetsReply {
  readonly budgets: readonly BudgetStatusReply[];
}
