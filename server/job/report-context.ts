/** What every report is made from: the store, the prices, the zone and their versions. */
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
