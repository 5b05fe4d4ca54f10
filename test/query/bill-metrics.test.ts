/** The bill answers the one question: in groups, filters and days, and its parts sum to it. */
import { describe, expect, test } from 'vitest';
import { readBillRow } from '../../server/price/read-bill.ts';
import { BillSums } from '../../server/price/bill-line.ts';
import type { Store } from '../../server/store/store.ts';
import { evaluateAlarms } from '../../server/job/evaluate-alarms.ts';
import { ruleCompleteTo } from '../../server/job/alarm-freshness.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { wordsOf } from '../job/alarm-rig.ts';
import { BILL_BOOK, BILLED, calledStore, curCells } from '../support/bill-fixture.ts';
import { T0_MS } from '../support/metered.ts';
import { ask, type Question } from './ask.ts';

const usd = (text: string): bigint | null => parseAttoUsd(text);

/** The calls and the bill of them, whose last day in full is 2 November. */
function billedStore(rows = BILLED): Store {
  const store = calledStore();
  const sums = new BillSums();
  for (const cells of curCells(rows)) {
    const line = readBillRow((column) => cells.get(column) || null, 'cur2');
    if (line.ok) sums.add(line.value);
  }
  const head = { sourceId: 'bill:x', period: '2026-11', version: 'v', lastDay: '2026-11-03' };
  store.bills.replace({ ...head, rows: rows.length, readAtMs: T0_MS }, sums.lines);
  return store;
}

/** Groups joined by a bar, each with the value of the one metric. */
function values(store: Store, metric: MetricKey, more: Partial<Question> = {}) {
  const { rows } = ask(store, { ...more, metrics: [metric] }, BILL_BOOK);
  return rows.map((one) => [one.group.join('|'), one.values.get(metric)] as const);
}

function sumOf(pairs: ReturnType<typeof values>): bigint {
  return pairs.reduce((sum, [, value]) => sum + BigInt(value ?? 0), 0n);
}

describe('metrics of the bill', () => {
  test('tell what is charged, apart from credits and tax', () => {
    const store = billedStore();
    const of = (metric: MetricKey) => values(store, metric)[0]?.[1];
    expect(of('billedCost')).toBe(usd('46.0005999999999996'));
    expect(of('billedListCost')).toBe(usd('48.4005999999999996'));
    expect(of('billedCredits')).toBe(usd('-1.25'));
    expect(of('billedTax')).toBe(usd('0.5'));
  });

  test('tell the drift over days that are billed in full, and what does not match', () => {
    const store = billedStore();
    const of = (metric: MetricKey) => values(store, metric)[0]?.[1];
    // Output 1.4 for 1.5 million tokens, cache read 0.4 for 0.3, and one model that no log has.
    expect(of('billDrift')).toBe(usd('-0.5994000000000004'));
    expect(of('billUnmatchedCost')).toBe(usd('2.4006'));
    expect(of('billDriftRatio')).toBeCloseTo(-0.5994 / 48.4006, 9);
    expect(of('billUnmatchedRatio')).toBeCloseTo(2.4006 / 48.4006, 9);
  });

  test('are by day in a zone, each day where most of it falls', () => {
    const store = billedStore();
    const ny = { step: '1d', timeZone: 'America/New_York', from: '2026-11-01', to: '2026-11-04' };
    const days = ask(store, { ...ny, metrics: ['billedCost'] }, BILL_BOOK).rows.map((one) => [
      new Date(one.startMs).toISOString().slice(0, 10),
      one.values.get('billedCost'),
    ]);
    expect(days.filter(([, value]) => value !== null)).toEqual([
      ['2026-11-01', usd('45.0005999999999996')],
      ['2026-11-02', usd('1')],
    ]);
  });

  test('are unknown before a bill is read, and where no bill tells of the days', () => {
    expect(values(calledStore(), 'billedCost')).toEqual([['', null]]);
    const october = { from: '2026-10-01', to: '2026-10-20' };
    expect(values(billedStore(), 'billDrift', october)).toEqual([]);
  });

  test.each([['tenant'], ['model'], ['region'], ['provider'], ['principal'], ['tier']])(
    'by %s sum to the bill to the last digit',
    (dimension) => {
      const store = billedStore();
      for (const metric of ['billedCost', 'billedCredits', 'billDrift'] as const) {
        const whole = sumOf(values(store, metric));
        expect(sumOf(values(store, metric, { groupBy: [dimension] }))).toBe(whole);
        expect(sumOf(values(store, metric, { groupBy: [dimension], step: '1d' }))).toBe(whole);
      }
    },
  );

  test('of tenants are shares of each usage type by our count, and the rest nobody has', () => {
    const byTenant = new Map(values(billedStore(), 'billedCost', { groupBy: ['tenant'] }));
    // Sonnet was charged with 35.4: a third and two thirds of it.
    expect(byTenant.get('acme')).toBe(usd('11.799999999999999867'));
    expect(byTenant.get('globex')).toBe(usd('23.599999999999999733'));
    expect(byTenant.get('initech')).toBe(usd('10.6'));
    expect(byTenant.get('Unattributed')).toBe(usd('0.0006'));
  });

  test('pass a filter by what a bill knows, and by what it does not', () => {
    const store = billedStore();
    const one = (filter: string) => values(store, 'billedCost', { filter })[0]?.[1];
    expect(one('model=amazon.*')).toBe(usd('10.6006'));
    expect(one('tenant=initech')).toBe(usd('10.6'));
    expect(one('tenant=initech model=anthropic.*')).toBeUndefined();
    expect(one('account=999900001111')).toBeUndefined();
  });

  test('stand beside other metrics in one answer', () => {
    const metrics: readonly MetricKey[] = ['cost', 'billedListCost', 'billDrift'];
    const { rows } = ask(
      billedStore(),
      { metrics, groupBy: ['model'], filter: 'model=anthropic.*' },
      BILL_BOOK,
    );
    const [cost, list, drift] = metrics.map((metric) => BigInt(rows[0]?.values.get(metric) ?? 0));
    expect(cost).toBe(usd('36'));
    expect((list ?? 0n) - (cost ?? 0n)).toBe(drift);
  });
});

describe('an alarm on the drift of the bill', () => {
  const RULE = ruleOf({
    name: 'bill',
    metric: 'billUnmatchedRatio',
    comparison: '>',
    threshold: '0.04',
    period: '1d',
  });

  test('fires once the bill tells the day in full, and tells people', () => {
    const store = billedStore();
    store.saveSourceProgress({
      sourceId: 'bill:x',
      kind: 'bill',
      cursor: null,
      nowMs: T0_MS,
      completeToMs: T0_MS + 2 * DAY_MS,
    });
    const placed = store.sourceStates().map((state) => ({ state, place: null }));
    const nowMs = T0_MS + 2 * DAY_MS + HOUR_MS;
    const completeToMs = ruleCompleteTo(RULE, false, placed, nowMs);
    expect(completeToMs).toBe(T0_MS + 2 * DAY_MS);
    const pass = () =>
      evaluateAlarms([RULE], {
        store,
        book: BILL_BOOK,
        endpoints: [{ id: 'ops' }],
        pageUrl: 'http://127.0.0.1:4680',
        catchUpHours: 48,
        nowMs,
        completeToMs: nowMs,
        completeToOf: () => completeToMs,
      });
    expect(wordsOf(pass())).toContain('ALARM!');
    expect(store.openOutbox(10).map(({ type }) => type)).toContain('alarm.firing');
  });

  test('says nothing while no bill tells of the day', () => {
    expect(ruleCompleteTo(RULE, false, [], T0_MS)).toBeNull();
  });
});
