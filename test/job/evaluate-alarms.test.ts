/** Passes of alarms: each storm is told of once, over catch-ups, repetitions and restarts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { call, point, storeOf } from '../query/ask.ts';
import { T0_MS, batch } from '../support/metered.ts';
import { passAt, storm, throttled, wordsOf } from './alarm-rig.ts';

const RULE = ruleOf({ name: 'storm' });
const noticesOf = (store: Store): readonly string[] =>
  store.openOutbox(100).map(({ type, sequence }) => `${sequence} ${type}`);

describe('evaluateAlarms', () => {
  test('fires once and resolves once over a catch-up of hours', () => {
    const store = storeOf(storm());
    const transitions = passAt(store, 3 * HOUR_MS, [RULE]);
    expect(wordsOf(transitions)).toEqual(['OK', 'ALARM!', 'OK!']);
    expect(noticesOf(store)).toEqual(['2 alarm.firing', '3 alarm.resolved']);
    expect(store.transitions(10).toReversed()).toEqual(transitions);
  });

  test('says when it would have been told, not when it was caught up', () => {
    const [, fired, resolved] = passAt(storeOf(storm()), 3 * HOUR_MS, [RULE]);
    expect(fired?.transition).toMatchObject({
      occurredAtMs: T0_MS + HOUR_MS + 6 * MINUTE_MS, // The period's end and the delay.
      value: 60,
    });
    expect(resolved?.transition.occurredAtMs).toBe(T0_MS + HOUR_MS + 16 * MINUTE_MS);
  });

  test('tells the same whether it looks each minute or once', () => {
    const [often, once] = [storeOf(storm()), storeOf(storm())];
    const told = Array.from({ length: 180 }, (_, minute) =>
      passAt(often, (minute + 1) * MINUTE_MS, [RULE]),
    ).flat();
    passAt(once, 3 * HOUR_MS, [RULE]);
    expect(wordsOf(told)).toEqual(['OK', 'ALARM!', 'OK!']);
    expect(noticesOf(often)).toEqual(noticesOf(once));
  });

  test('adds nothing in a second pass over the same data', () => {
    const store = storeOf(storm());
    passAt(store, 3 * HOUR_MS, [RULE]);
    expect(passAt(store, 3 * HOUR_MS, [RULE])).toEqual([]);
    expect(passAt(store, 3 * HOUR_MS + MINUTE_MS, [RULE])).toEqual([]);
    expect(noticesOf(store)).toHaveLength(2);
  });

  test('adds nothing after a restart on the same file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-alarms-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const open = (): Store =>
      openSqliteStore({ path: join(folder, 'outcrop.db'), promotedTags: [] });
    const first = open();
    first.ingest(batch(storm()));
    passAt(first, HOUR_MS + 8 * MINUTE_MS, [RULE]);
    const owed = first.openOutbox(10);
    first.close();
    const second = open();
    onTestFinished(() => second.close());
    expect(passAt(second, HOUR_MS + 8 * MINUTE_MS, [RULE])).toEqual([]);
    expect(second.openOutbox(10)).toEqual(owed);
    expect(wordsOf(passAt(second, 3 * HOUR_MS, [RULE]))).toEqual(['OK!']);
  });

  test('owes each receiver its own message', () => {
    const store = storeOf(storm());
    passAt(store, 3 * HOUR_MS, [RULE], { endpoints: [{ id: 'a' }, { id: 'b' }] });
    const owed = store.openOutbox(10).map(({ endpointId, type }) => `${endpointId} ${type}`);
    expect(owed.toSorted()).toEqual([
      'a alarm.firing',
      'a alarm.resolved',
      'b alarm.firing',
      'b alarm.resolved',
    ]);
  });

  test('keeps a state for each tenant of a fan-out', () => {
    const rule = ruleOf({ name: 'storm', groupBy: ['tenant'] });
    const quiet = throttled(50, HOUR_MS, 'globex');
    const store = storeOf([...storm('acme'), ...quiet, ...storm('__proto__')]);
    const words = wordsOf(passAt(store, 3 * HOUR_MS, [rule]));
    const tenants = ['__proto__', 'acme'];
    for (const tenant of tenants) {
      const own = words.filter((word) => word.startsWith(`${tenant} `));
      expect(own).toEqual(['OK', 'ALARM!', 'OK!'].map((word) => `${tenant} ${word}`));
    }
    expect(words.filter((word) => word.startsWith('globex'))).toEqual(['globex OK']);
    expect(store.alarmStates().map(({ group }) => group['tenant'])).toHaveLength(3);
  });

  test('sees a tenant that begins to call after others have been judged', () => {
    const rule = ruleOf({ name: 'storm', groupBy: ['tenant'] });
    const store = storeOf(storm());
    passAt(store, 3 * HOUR_MS, [rule]);
    store.ingest(batch(throttled(90, 3 * HOUR_MS, 'late')));
    expect(wordsOf(passAt(store, 3 * HOUR_MS + 6 * MINUTE_MS, [rule]))).toEqual([
      'late OK',
      'late ALARM!',
    ]);
  });

  test('looks only at calls that pass the filter', () => {
    const rule = ruleOf({ name: 'storm', filter: 'tenant=globex' });
    expect(wordsOf(passAt(storeOf(storm()), 3 * HOUR_MS, [rule]))).toEqual(['OK']);
  });

  test('takes no call at all for a true zero of a count, from the first pass on', () => {
    const silence = ruleOf({ name: 'x', metric: 'invocations', comparison: '<', threshold: '1' });
    expect(wordsOf(passAt(storeOf([]), HOUR_MS, [silence]))).toEqual(['ALARM!']);
    expect(wordsOf(passAt(storeOf([]), HOUR_MS, [RULE]))).toEqual(['OK']);
  });

  test('takes no call at all for no data of a ratio or a latency', () => {
    const slow = ruleOf({ name: 'slow', metric: 'latencyP99', threshold: '5' });
    const store = storeOf([call(1, 0)]);
    expect(wordsOf(passAt(store, 10 * MINUTE_MS, [slow]))).toEqual(['ALARM!']);
    expect(wordsOf(passAt(store, HOUR_MS, [slow]))).toEqual(['INSUFFICIENT_DATA']);
  });

  test('does not take money that is unknown for zero', () => {
    const rule = ruleOf({ name: 'budget', metric: 'cost', comparison: '<=', threshold: '0' });
    const unpriced = [0, 5, 10].map((minute) =>
      call(minute, minute * MINUTE_MS, { model: 'acme.mystery' }),
    );
    const words = wordsOf(passAt(storeOf(unpriced), 16 * MINUTE_MS, [rule], { catchUpHours: 0 }));
    expect(words).not.toContain('ALARM!');
  });

  test('compares money exactly', () => {
    // 10 tokens in and 20 out are 0.00021 USD.
    const alarm = (threshold: string) =>
      wordsOf(
        passAt(storeOf([call(1, 0)]), 6 * MINUTE_MS, [
          ruleOf({ name: 'spend', metric: 'cost', threshold }),
        ]),
      );
    expect(alarm('0.00021')).toEqual(['OK']);
    expect(alarm('0.000209999999999999')).toEqual(['OK', 'ALARM!']);
  });

  test('watches what CloudWatch counts', () => {
    const rule = ruleOf({ name: 'cw', metric: 'cloudWatchThrottles', groupBy: ['model'] });
    const store = storeOf([]);
    store.saveMetricPoints([
      point({ metricName: 'InvocationThrottles', value: 51 }),
      point({ metricName: 'InvocationThrottles', value: 5, startMs: T0_MS + 5 * MINUTE_MS }),
    ]);
    const words = wordsOf(passAt(store, 11 * MINUTE_MS, [rule]));
    // Before the first point CloudWatch counted nothing, which breaks no bar and is told to nobody.
    const told = ['amazon.nova-micro ALARM!', 'amazon.nova-micro OK!'];
    expect(words).toEqual(['amazon.nova-micro OK', ...told]);
  });

  test('does not look at periods that are not whole or not due', () => {
    const store = storeOf(storm());
    const stale = { completeToMs: T0_MS + HOUR_MS + 4 * MINUTE_MS };
    expect(wordsOf(passAt(store, 3 * HOUR_MS, [RULE], stale))).toEqual(['OK']);
    expect(passAt(store, 3 * HOUR_MS, [RULE], { completeToMs: null })).toEqual([]);
    expect(passAt(store, HOUR_MS + 5 * MINUTE_MS + 59_999, [RULE])).toEqual([]);
    expect(wordsOf(passAt(store, HOUR_MS + 6 * MINUTE_MS, [RULE]))).toEqual(['ALARM!']);
  });

  test('goes on when the period of a rule is changed', () => {
    const store = storeOf([...storm(), ...throttled(80, 4 * HOUR_MS)]);
    passAt(store, 3 * HOUR_MS + 7 * MINUTE_MS, [RULE]);
    const hourly = ruleOf({ name: 'storm', period: '1h' });
    expect(wordsOf(passAt(store, 7 * HOUR_MS, [hourly]))).toEqual(['ALARM!', 'OK!']);
  });

  test('looks back on as many periods as one question may have, if asked for more', () => {
    const rule = ruleOf({ name: 'storm', period: '1m' });
    const store = storeOf(storm());
    const words = wordsOf(passAt(store, 3 * HOUR_MS, [rule], { catchUpHours: 31 * 24 }));
    expect(words).toEqual(['OK', 'ALARM!', 'OK!', 'ALARM!', 'OK!']);
  });

  test('skips what lies further back than the catch-up', () => {
    const store = storeOf(storm());
    passAt(store, 30 * MINUTE_MS, [RULE]);
    expect(passAt(store, DAY_MS, [RULE], { catchUpHours: 1 })).toEqual([]);
  });
});
