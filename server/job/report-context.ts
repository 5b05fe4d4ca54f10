/** What every report is made from: the store, the prices, the zone and their versions. */
import type { Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, type Filter } from '../../shared/filter.ts';
import { NIGHTLY_SECTIONS, type NightlySectionName } from '../../shared/report-contract.ts';
import type { BudgetRule } from '../alarm/budget-rule.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';

export interface ReportContext {
  readonly store: Store;
  readonly book: PriceBook;
  readonly timeZone: string;
  readonly priceBookVersion: string;
  readonly rulesVersion: string;
}

export interface NightlyContext extends ReportContext {
  readonly budgets: readonly BudgetRule[];
}

/** What a nightly report is about. */
export interface NightlyScope {
  readonly filter: Filter;
  /** What the day is split by; null for tenant, model and the first declared tags. */
  readonly groupBy: readonly Dimension[] | null;
  readonly sections: readonly NightlySectionName[];
}

export const EVERYTHING: NightlyScope = {
  filter: EMPTY_FILTER,
  groupBy: null,
  sections: NIGHTLY_SECTIONS,
};
