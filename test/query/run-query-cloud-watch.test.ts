/** What CloudWatch counted stands beside what was logged, once, and where it can be told apart. */
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { ask, call, point, storeOf, valueOf, valuesByGroup } from './ask.ts';

describe('CloudWatch beside logs', () => {
  function counted() {
    const store = storeOf([call(1, 0), call(2, 1), call(3, 2, { attribution: { tenant: 'b' } })]);
    store.saveMetricPoints([
      point({ value: 4 }),
      point({ value: 2, startMs: T0_MS + 5 * MINUTE_MS }),
      point({ value: 100, modelId: '' }), // The account total counts the same calls again.
      point({ value: 7, region: 'eu-west-1' }),
      point({ value: 9, account: '444455556666', model: 'anthropic.claude-x' }),
      point({ value: 1, metricName: 'InvocationThrottles' }),
    ]);
    return store;
  }

  test('joins what was counted with what was logged by account, Region and model', () => {
    const metrics = ['cloudWatchInvocations', 'invocations'];
    const groupBy = ['account', 'region', 'model'];
    const rows = ask(counted(), { metrics, groupBy }).rows.map((one) => [
      ...one.group,
      ...one.values.values(),
    ]);
    expect(rows).toEqual([
      ['444455556666', 'us-east-1', 'anthropic.claude-x', 9, 0],
      ['111122223333', 'eu-west-1', 'amazon.nova-micro', 7, 0],
      ['111122223333', 'us-east-1', 'amazon.nova-micro', 6, 3],
    ]);
  });

  test('knows no cost of what only CloudWatch counted, and no zero', () => {
    const metrics = ['cost', 'cloudWatchInvocations', 'contractedCost', 'costPerInvocation'];
    const filter = 'account=444455556666';
    const [one] = ask(counted(), { metrics, filter }).rows;
    expect([...(one?.values.values() ?? [])]).toEqual([null, 9, null, null]);
  });

  test.each([
    ['a tenant in the grouping', { groupBy: ['tenant'] }],
    ['a tenant beside the account', { groupBy: ['account', 'tenant'] }],
    ['a tenant in the filter', { filter: 'tenant=acme' }],
    ['a tenant left out', { filter: 'tenant!=b' }],
  ])('is unknown with %s, as CloudWatch cannot tell', (_, question) => {
    const metrics = ['cloudWatchInvocations', 'logCoverage'];
    const { rows } = ask(counted(), { metrics, ...question });
    expect(rows.length).toBeGreaterThan(0);
    for (const one of rows) expect([...one.values.values()]).toEqual([null, null]);
  });

  test('passes a filter on what CloudWatch knows', () => {
    const store = counted();
    expect(valueOf(store, 'cloudWatchInvocations', { filter: 'model=amazon.*' })).toBe(13);
    expect(valueOf(store, 'cloudWatchInvocations', { filter: 'provider!=amazon' })).toBe(9);
    expect(valueOf(store, 'logCoverage', { filter: 'region=us-east-1 model=amazon.*' })).toBe(0.5);
    expect(valueOf(store, 'cloudWatchThrottles')).toBe(1);
  });

  test('is unknown where nothing was read, which is not zero', () => {
    expect(valueOf(storeOf([call(1, 0)]), 'cloudWatchInvocations')).toBeNull();
    expect(valueOf(storeOf([call(1, 0)]), 'logCoverage')).toBeNull();
  });

  test.each(['1m', '5m', '15m', '1h', '1d', 'all'] as const)(
    'counts an hour once in steps of %s though it was read in three periods',
    (step) => {
      const store = storeOf([]);
      const minutes = Array.from({ length: 60 }, (_, i) => i);
      store.saveMetricPoints([
        ...minutes.map((i) =>
          point({ value: 1, periodSeconds: 60, startMs: T0_MS + i * MINUTE_MS }),
        ),
        ...minutes
          .filter((i) => i % 5 === 0)
          .map((i) => point({ value: 5, startMs: T0_MS + i * MINUTE_MS })),
        point({ value: 60, periodSeconds: 3600 }),
      ]);
      const { rows } = ask(store, { metrics: ['cloudWatchInvocations'], step, to: '2026-11-02' });
      const values = rows.map((one) => Number(one.values.get('cloudWatchInvocations')));
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(60);
    },
  );
});

describe('CloudWatch points of a profile that is looked up later', () => {
  const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';

  test('count once, under the model that was found', () => {
    const store = storeOf([]);
    store.saveMetricPoints([point({ modelId: arn, model: arn, value: 70 })]);
    store.saveMetricPoints([point({ modelId: arn, value: 80 })]);
    const groups = valuesByGroup(store, { metrics: ['cloudWatchInvocations'], groupBy: ['model'] });
    expect(groups).toEqual([['amazon.nova-micro', 80]]);
    const filter = 'model!=amazon.nova-micro';
    expect(valueOf(store, 'cloudWatchInvocations', { filter })).toBeUndefined();
  });
});
