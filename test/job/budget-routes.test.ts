/** Messages of budgets on their routes: each percentage once, and its end where it was told. */
import { describe, expect, test } from 'vitest';
import { evaluateBudgets } from '../../server/job/evaluate-budgets.ts';
import { gatherNotices } from '../../server/job/gather-notices.ts';
import type { BudgetRule } from '../../server/alarm/budget-rule.ts';
import type { Route } from '../../server/notify/route.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { budgetOf } from '../alarm/budget-of.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { batch, T0_MS, usageLines } from '../support/metered.ts';

const CHANNELS = ['pager', 'chat'] as const;
const AT_ONCE = { groupBy: [], waitMs: 0, intervalMs: 0, repeatMs: null } as const;
const ROUTES: readonly Route[] = [
  { ...AT_ONCE, channels: ['pager'], match: new Map([['severity', ['critical']]]) },
  { ...AT_ONCE, channels: ['chat'], match: new Map([['severity', ['warning', 'info']]]) },
];

let number = 0;

/** Spends whole dollars, looks at the budgets, and tells whom the routes lead to. */
function day(
  store: Store,
  afterDays: number,
  usd: number,
  budget: BudgetRule,
  routes: readonly Route[] = ROUTES,
): readonly string[] {
  number += 1;
  const afterMs = afterDays * DAY_MS;
  if (usd > 0) {
    store.ingest(batch([call(number, afterMs, { usage: usageLines(0, usd * 100_000) })]));
  }
  const nowMs = T0_MS + afterMs + HOUR_MS;
  const context = { store, book: HAND_BOOK, endpoints: CHANNELS.map((id) => ({ id })), nowMs };
  const pageUrl = 'http://127.0.0.1:4680';
  evaluateBudgets([budget], { ...context, pageUrl, completeToMs: nowMs });
  gatherNotices(store, routes, nowMs);
  const due = store.openOutbox(99).filter(({ state }) => state === 'pending');
  for (const entry of due) store.notices.saveEntry({ ...entry, state: 'delivered' });
  return due.map(({ endpointId, type, body }) => {
    const { reason } = (JSON.parse(body) as { data: { reason: string } }).data; // As we wrote it.
    return `${endpointId} ${type.slice('alarm.'.length)} ${reason.split(':')[0]}`;
  });
}

const NOVEMBER_ENDS = 'Its period ended at 2026-12-01T00';

describe('a budget with routes by severity', () => {
  test('ends on every route on which it was told, and on no other', () => {
    const store = storeOf([]);
    const budget = budgetOf({ name: 'all', forecast: [] });
    expect(day(store, 0, 55, budget)).toEqual(['chat firing Reached 50 % spent']);
    expect(day(store, 1, 30, budget)).toEqual(['chat firing Reached 80 % spent']);
    expect(day(store, 2, 30, budget)).toEqual(['pager firing Reached 100 % spent']);
    expect(day(store, 30, 0, budget).toSorted()).toEqual([
      `chat resolved ${NOVEMBER_ENDS}`,
      `pager resolved ${NOVEMBER_ENDS}`,
    ]);
  });

  test('wakes nobody at the end of a period of which they were told nothing', () => {
    const store = storeOf([]);
    const budget = budgetOf({ name: 'all', forecast: [] });
    expect(day(store, 0, 85, budget)).toEqual(['chat firing Reached 50 % spent, 80 % spent']);
    expect(day(store, 30, 0, budget)).toEqual([`chat resolved ${NOVEMBER_ENDS}`]);
  });

  test('ends once on a channel that was told on two routes', () => {
    const store = storeOf([]);
    const budget = budgetOf({ name: 'all', forecast: [] });
    const grouped = [{ ...AT_ONCE, channels: ['chat'], match: new Map(), groupBy: ['severity'] }];
    expect(day(store, 0, 85, budget, grouped)).toHaveLength(1);
    expect(day(store, 1, 30, budget, grouped)).toHaveLength(1);
    expect(day(store, 30, 0, budget, grouped)).toEqual([`chat resolved ${NOVEMBER_ENDS}`]);
    expect(store.notices.lines().flatMap(({ firing }) => firing)).toEqual([]);
  });

  test('tells each percentage of actual and forecast once in each period', () => {
    const store = storeOf([]);
    const budget = budgetOf({ name: 'all', actual: [50, 80, 100], forecast: [80, 120] });
    const all = Array.from({ length: 61 }, (_, at) => day(store, at, 5, budget)).flat();
    const told = all.filter((words) => words.includes('firing'));
    const each = [
      '50 % spent',
      '80 % spent',
      '100 % spent',
      '80 % by forecast',
      '120 % by forecast',
    ];
    for (const line of each) {
      expect(told.filter((words) => words.includes(line))).toHaveLength(2); // November, December.
    }
    expect(all.filter((words) => words.startsWith('pager resolved'))).toHaveLength(1);
    expect(all.filter((words) => words.startsWith('chat resolved'))).toHaveLength(1);
  });
});
