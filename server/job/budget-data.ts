/** Spend of every group of a budget by day, as far back as its period and its forecast need. */
import { assert } from '../../shared/assert.ts';
import { parseFilter } from '../../shared/filter.ts';
import { HOUR_MS, stepBoundaries, type Window } from '../../shared/window.ts';
import { LEARNT_MS, type SpendSlot } from '../../shared/forecast.ts';
import { periodAt, periodBefore, type BudgetPeriod } from '../alarm/budget-period.ts';
import type { BudgetRule } from '../alarm/budget-rule.ts';
import type { BudgetData } from '../alarm/evaluate-budget.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery, type QueryStore } from '../query/run-query.ts';

/** Where figures come from, and what time it is. */
export interface BudgetSources {
  readonly store: QueryStore;
  readonly book: PriceBook;
  readonly nowMs: number;
  /** Up to where spend is whole. */
  readonly completeToMs: number;
}

export interface BudgetGroup extends BudgetData {
  readonly group: Readonly<Record<string, string>>;
}

/**
 * One entry for each group that has spent something, for all groups of named amounts and for those
 * that are known; a budget without groups has one always.
 *
 * @param period whose spend is asked; what came after it is left out.
 */
export function readBudget(
  budget: BudgetRule,
  period: BudgetPeriod,
  { store, book, nowMs, completeToMs }: BudgetSources,
  known: readonly Readonly<Record<string, string>>[] = [],
): readonly BudgetGroup[] {
  const boundaries = slotBoundaries(budget, period, completeToMs);
  const filter = parseFilter(budget.filter);
  assert(filter.ok, 'the filter of a budget was checked when the budget was read');
  const query = {
    metrics: [budget.metric],
    filter: filter.value,
    groupBy: budget.groupBy,
    window: { startMs: boundaries[0] ?? period.startMs, endMs: Math.min(period.endMs, nowMs + 1) },
    step: stepOf(budget),
    timeZone: budget.calendar.timeZone,
  };
  const spent = new Map<string, Map<number, bigint>>();
  const before = known.map((group) => budget.groupBy.map((name) => group[name] ?? ''));
  for (const one of [...namedGroups(budget), ...before]) spent.set(JSON.stringify(one), new Map());
  for (const row of runQuery(query, store, book).rows) {
    const key = JSON.stringify(row.group);
    const bySlot = spent.get(key) ?? new Map<number, bigint>();
    bySlot.set(row.startMs, BigInt(row.values.get(budget.metric) ?? 0n));
    spent.set(key, bySlot);
  }
  return [...spent].map(([key, bySlot]) => {
    const values = JSON.parse(key) as string[]; // Written above.
    const group = Object.fromEntries(budget.groupBy.map((name, i) => [name, values[i] ?? '']));
    const amountAttoUsd = budget.amounts.get(values[0] ?? '') ?? budget.amountAttoUsd;
    return { group, period, slots: slotsOf(boundaries, bySlot), amountAttoUsd, toMs: completeToMs };
  });
}

/** Groups that have a budget before they have spent anything. */
function namedGroups({ groupBy, amounts }: BudgetRule): readonly (readonly string[])[] {
  if (groupBy.length === 0) return [[]];
  return groupBy.length === 1 ? [...amounts.keys()].map((name) => [name]) : [];
}

function stepOf({ calendar }: BudgetRule): '1d' | '1h' {
  return calendar.kind === 'day' ? '1h' : '1d';
}

/** Cuts of the slots: from what the forecast learns from, or what is carried over, to the end. */
function slotBoundaries(
  budget: BudgetRule,
  period: BudgetPeriod,
  completeToMs: number,
): readonly number[] {
  const { calendar, rollover } = budget;
  const learntMs = Math.min(period.startMs, completeToMs - LEARNT_MS - HOUR_MS);
  const carriedMs = rollover ? periodBefore(calendar, period).startMs : learntMs;
  const day = { ...calendar, kind: 'day' } as const;
  const startMs = periodAt(day, Math.min(learntMs, carriedMs)).startMs;
  const cuts = stepBoundaries({ startMs, endMs: period.endMs }, stepOf(budget), calendar.timeZone);
  assert(cuts !== null, 'two years have fewer days than a question may have steps');
  return cuts;
}

function slotsOf(
  boundaries: readonly number[],
  spent: ReadonlyMap<number, bigint>,
): readonly SpendSlot[] {
  return boundaries.slice(0, -1).map((startMs, index) => {
    const slot: Window = { startMs, endMs: boundaries[index + 1] ?? startMs };
    return { ...slot, attoUsd: spent.get(startMs) ?? 0n };
  });
}
