/** What surrounds the day of a report: its month, its budgets, and why its cost changed. */
import { formatFilter, type Filter } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import { periodAt } from '../alarm/budget-period.ts';
import type { BudgetRule } from '../alarm/budget-rule.ts';
import { budgetStatus } from '../alarm/evaluate-budget.ts';
import { pricedLines } from '../query/priced-lines.ts';
import { moversOf } from '../report/movers.ts';
import type { NightlyReportData } from '../report/nightly-data.ts';
import { readBudget } from './budget-data.ts';
import { budgetStatuses } from './budget-statuses.ts';
import type { NightlyContext, ReportContext } from './report-context.ts';

/**
 * The forecast of the month and all budgets as they stood when the day ended, whenever it is asked:
 * later days change nothing of it.
 *
 * @throws StoreError
 */
export function nightlyMonth(
  day: Window,
  { store, book, timeZone, budgets }: NightlyContext,
  filter: Filter,
): Pick<NightlyReportData, 'monthForecastAttoUsd' | 'budgets'> {
  const sources = { store, book, nowMs: day.endMs - 1, completeToMs: day.endMs };
  const month = monthBudget(timeZone, formatFilter(filter));
  const [all] = readBudget(month, periodAt(month.calendar, day.endMs - 1), sources);
  return {
    monthForecastAttoUsd: all ? budgetStatus(month, all).forecastAttoUsd : null,
    budgets: budgetStatuses(budgets, [], sources).budgets,
  };
}

/** List cost by calendar month, as a budget would have it; its amount is asked by nobody. */
function monthBudget(timeZone: string, filter: string): BudgetRule {
  return {
    name: 'month',
    metric: 'cost',
    filter,
    groupBy: [],
    amountAttoUsd: 1n,
    amounts: new Map(),
    calendar: { kind: 'month', timeZone, fiscalYearStart: 1 },
    rollover: false,
    lines: [],
    severity: 'info',
    owner: '',
    runbook: '',
  };
}

/** Tenants that moved, with reasons; null where nothing is known of the day before. */
export function nightlyMovers(
  { day, previousDay }: { readonly day: Window; readonly previousDay: Window },
  { store, book, timeZone }: ReportContext,
  filter: Filter,
): NightlyReportData['movers'] {
  const asked = { filter, groupBy: ['tenant'], step: 'all', timeZone } as const;
  const before = pricedLines({ ...asked, window: previousDay }, store, book);
  if (before.length === 0) return null;
  return moversOf(before, pricedLines({ ...asked, window: day }, store, book));
}
