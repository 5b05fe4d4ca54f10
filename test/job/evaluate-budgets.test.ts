/** Passes of budgets over a store: told once, over groups, restarts, kills and late records. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { budgetStatuses } from '../../server/job/budget-statuses.ts';
import { evaluateBudgets } from '../../server/job/evaluate-budgets.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store, StoredTransition } from '../../server/store/store.ts';
import type { BudgetRule } from '../../server/alarm/budget-rule.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { budgetOf } from '../alarm/budget-of.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS, batch, usageLines } from '../support/metered.ts';

let number = 0;

/** One call that costs whole dollars. */
function spent(usd: number, afterMs: number, tenant = 'acme'): MeteredInvocation {
  number += 1;
  const usage = usageLines(0, usd * 100_000);
  return call(number, afterMs, { usage, attribution: { tenant } });
}

function passAt(
  store: Store,
  afterMs: number,
  budgets: readonly BudgetRule[],
): readonly StoredTransition[] {
  const nowMs = T0_MS + afterMs;
  const context = { store, book: HAND_BOOK, endpoints: [{ id: 'ops' }], nowMs };
  return evaluateBudgets(budgets, {
    ...context,
    pageUrl: 'http://127.0.0.1:4680',
    completeToMs: nowMs,
  });
}

const wordsOf = (transitions: readonly StoredTransition[]): readonly string[] =>
  transitions.map(({ group, transition }) =>
    [...Object.values(group), transition.notice, transition.reason.split(':')[0]].join(' '),
  );

const PLAIN = budgetOf({ name: 'all' });

describe('evaluateBudgets', () => {
  test('tells each line once, however often it looks', () => {
    const store = storeOf([spent(49, HOUR_MS), spent(1, DAY_MS), spent(35, 2 * DAY_MS)]);
    const told: string[] = [];
    for (let hour = 1; hour <= 71; hour += 5) {
      told.push(...wordsOf(passAt(store, hour * HOUR_MS, [PLAIN])));
    }
    expect(told).toEqual(['firing Reached 50 % spent', 'firing Reached 80 % spent']);
    expect(store.openOutbox(10).map(({ type }) => type)).toEqual(['alarm.firing', 'alarm.firing']);
  });

  test('B13: owes the same messages when the month is replayed from nothing', () => {
    const rows = [spent(60, HOUR_MS), spent(30, DAY_MS)];
    const idsOf = (): readonly string[] => {
      const store = storeOf(rows);
      passAt(store, 2 * HOUR_MS, [PLAIN]);
      passAt(store, 2 * DAY_MS, [PLAIN]);
      return store.openOutbox(10).map(({ id }) => id);
    };
    expect(idsOf()).toHaveLength(2);
    expect(idsOf()).toEqual(idsOf());
  });

  /** November ends with 100 dollars of 200; then more of it comes late. */
  const lateBy = (usd: number) => {
    const budget = budgetOf({ name: 'all', amount: '200' });
    const store = storeOf([spent(100, HOUR_MS)]);
    passAt(store, DAY_MS, [budget]);
    expect(wordsOf(passAt(store, 31 * DAY_MS, [budget]))).toEqual([
      'resolved Its period ended at 2026-12-01T00',
    ]);
    store.ingest(batch([spent(usd, 2 * DAY_MS)]));
    const hours = [1, 2, 3, 30].map((hour) =>
      passAt(store, 31 * DAY_MS + hour * HOUR_MS, [budget]),
    );
    return { store, told: hours.flat() };
  };

  test('B6: says nothing of late records that change a closed period by a part in a hundred', () => {
    expect(lateBy(1).told).toEqual([]);
  });

  test('B7: tells once, and wakes nobody, when they change it by more', () => {
    const { store, told } = lateBy(70);
    expect(told.map(({ transition }) => [transition.notice, transition.reason])).toEqual([
      [
        'revised',
        '2026-11 is over and was revised: $170 instead of $100 of $200. It reached 80 % spent.',
      ],
    ]);
    const [entry] = store.openOutbox(9).filter(({ type }) => type === 'alarm.revised');
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({
      data: { severity: 'info', state: 'OK', value: '170' },
    });
    expect(store.alarmStates()).toMatchObject([{ state: { state: 'OK', openedAtMs: null } }]);
  });

  test('B14: keeps what was told of a tenant that is renamed, or that another is merged into', () => {
    const budget = budgetOf({ name: 'each', groupBy: ['tenant'] });
    const before = [spent(60, HOUR_MS), spent(45, HOUR_MS, 'globex')];
    const store = storeOf(before);
    expect(wordsOf(passAt(store, DAY_MS, [budget]))).toEqual(['acme firing Reached 50 % spent']);
    // A name belongs to the page: the group is the id, and nothing of it changes.
    const nobody = { parent: null, owner: null, budgetOwner: null, contact: null };
    store.tenants.replace([{ ...nobody, tenant: 'acme', name: 'Acme Shop' }]);
    expect(passAt(store, DAY_MS + HOUR_MS, [budget])).toEqual([]);
    const merged = storeOf([spent(60, HOUR_MS), spent(45, HOUR_MS)]);
    merged.saveAlarmPass(store.alarmStates(), [], []);
    expect(wordsOf(passAt(merged, 2 * DAY_MS, [budget]))).toEqual([
      'acme firing Reached 80 % spent, 100 % spent',
    ]);
    expect(passAt(merged, 2 * DAY_MS + HOUR_MS, [budget])).toEqual([]);
  });

  test('judges the end of a period with what came before the next was looked at', () => {
    const store = storeOf([spent(60, HOUR_MS)]);
    passAt(store, DAY_MS, [PLAIN]);
    store.ingest(batch([spent(30, 29 * DAY_MS)]));
    expect(wordsOf(passAt(store, 31 * DAY_MS, [PLAIN]))).toEqual([
      'firing Reached 80 % spent',
      'resolved Its period ended at 2026-12-01T00',
    ]);
  });

  test('keeps a budget for each tenant, with amounts of their own', () => {
    const budget = budgetOf({ name: 'each', groupBy: ['tenant'], amounts: { globex: 1000 } });
    const store = storeOf([spent(60, HOUR_MS), spent(60, HOUR_MS, 'globex')]);
    expect(wordsOf(passAt(store, DAY_MS, [budget]))).toEqual(['acme firing Reached 50 % spent']);
  });

  test('names who drove it, and asks for the amount at the highest line', () => {
    const store = storeOf([spent(60, HOUR_MS), spent(45, HOUR_MS, 'globex')]);
    passAt(store, DAY_MS, [PLAIN]);
    const { data } = JSON.parse(store.openOutbox(1)[0]?.body ?? '{}') as {
      data: Record<string, unknown>;
    };
    expect(data).toMatchObject({
      alarm: 'all',
      severity: 'critical',
      comparison: '>=',
      threshold: '100',
      value: '105',
      contributors: [{ group: 'acme, amazon.nova-micro', value: '$60' }, { value: '$45' }],
    });
  });

  test('adds nothing after a restart, nor when the pass before was lost', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-budgets-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const open = (): Store =>
      openSqliteStore({ path: join(folder, 'outcrop.db'), promotedTags: [] });
    const first = open();
    first.ingest(batch([spent(60, HOUR_MS)]));
    // A pass that dies before its commit has written nothing: the next one tells.
    vi.spyOn(first, 'saveAlarmPass').mockImplementationOnce(() => {
      throw new Error('killed');
    });
    expect(() => passAt(first, DAY_MS, [PLAIN])).toThrow('killed');
    first.close();
    const second = open();
    expect(passAt(second, DAY_MS, [PLAIN])).toHaveLength(1);
    second.close();
    const third = open();
    onTestFinished(() => third.close());
    expect(passAt(third, DAY_MS + HOUR_MS, [PLAIN])).toEqual([]);
    expect(third.openOutbox(10)).toHaveLength(1);
  });

  test('waits when no source has finished a pass', () => {
    const store = storeOf([spent(60, HOUR_MS)]);
    const context = { store, book: HAND_BOOK, endpoints: [], nowMs: T0_MS, pageUrl: 'http://x' };
    expect(evaluateBudgets([PLAIN], { ...context, completeToMs: null })).toEqual([]);
    expect(store.alarmStates()).toEqual([]);
  });
});

describe('budgetStatuses', () => {
  test('shows the fullest first, with what was told', () => {
    const store = storeOf([spent(60, HOUR_MS), spent(45, HOUR_MS, 'globex')]);
    const budgets = [PLAIN, budgetOf({ name: 'globex', filter: 'tenant=globex', amount: 40 })];
    passAt(store, DAY_MS, budgets);
    const nowMs = T0_MS + DAY_MS;
    const sources = { store, book: HAND_BOOK, nowMs, completeToMs: nowMs };
    const { budgets: found } = budgetStatuses(budgets, store.alarmStates(), sources);
    expect(
      found.map(({ name, spent: sum, spentPercent, reachedOn }) => {
        return [name, sum, spentPercent, reachedOn];
      }),
    ).toEqual([
      ['globex', '45', 112, '2026-11-01'],
      ['all', '105', 105, '2026-11-01'],
    ]);
    expect(found[0]?.lines.map(({ percent, told }) => [percent, told])).toEqual([
      [50, true],
      [80, true],
      [100, true],
      [100, false],
    ]);
  });
});
