/** The pass of budgets in the service: up to where spend is whole, then what is to be told. */
import type { Config } from '../config/config.ts';
import { isBackfilling } from '../query/status.ts';
import type { SourcePlace } from '../source/source.ts';
import { ruleCompleteTo } from './alarm-freshness.ts';
import { evaluateBudgets, type BudgetContext } from './evaluate-budgets.ts';

/** What the service hands over. */
interface BudgetPassParts extends Pick<BudgetContext, 'store' | 'book'> {
  readonly config: Config;
  readonly nowMs: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Evaluates budgets, from the first backfill on: a month that is half read forecasts nonsense. */
export function budgetPass(
  { store, book, config, nowMs, log }: BudgetPassParts,
  placeOf: ReadonlyMap<string, SourcePlace>,
): void {
  const states = store.sourceStates().filter((one) => one.completeToMs !== null || !one.error);
  if (isBackfilling(states) && !store.alarmStates().some(({ budget }) => budget)) return;
  const placed = states.map((state) => ({ state, place: placeOf.get(state.sourceId) ?? null }));
  const spend = { filter: '', metric: 'cost' } as const;
  const context = {
    store,
    book,
    endpoints: config.channels,
    pageUrl: config.pageUrl,
    nowMs: nowMs(),
    completeToMs: ruleCompleteTo(spend, false, placed, nowMs()),
  };
  for (const { alarm, group, transition } of evaluateBudgets(config.budgets, context)) {
    log('budget', { budget: alarm, group, to: transition.to });
  }
}
