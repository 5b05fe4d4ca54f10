/** Calls of bedrock-mantle write no logs: their tokens and cost come from CloudWatch, and apart. */
import { describe, expect, test } from 'vitest';
import { createPriceBook } from '../../server/price/price-book.ts';
import type { StoredMetricPoint } from '../../server/store/metric-ledger.ts';
import { row } from '../price/usage-samples.ts';
import { T0_MS } from '../support/metered.ts';
import { DAY_MS } from '../../shared/window.ts';
import { ask, call, CHANGE_MS, point, storeOf, valueOf, valuesByGroup } from './ask.ts';

const MANTLE = {
  namespace: 'AWS/BedrockMantle',
  modelId: 'amazon.nova-micro',
  model: 'amazon.nova-micro',
} as const;

function tokens(
  metricName: 'InputTokens' | 'OutputTokens' | 'Inferences',
  value: number,
  changes: Partial<StoredMetricPoint> & { readonly project?: string } = {},
): StoredMetricPoint {
  const { project = 'orders', ...rest } = changes;
  return point({ ...MANTLE, metricName, labels: [['Project', project]], value, ...rest });
}

function mantleStore() {
  const store = storeOf([call(1, 0)]);
  store.saveMetricPoints([
    tokens('Inferences', 3),
    tokens('InputTokens', 1_000_000),
    tokens('OutputTokens', 100_000),
    tokens('InputTokens', 500_000, { project: 'search' }),
    // The same tokens once more, as CloudWatch counts them on its other levels.
    tokens('InputTokens', 1_500_000, { labels: [] }),
    point({ ...MANTLE, metricName: 'TotalInputTokens', modelId: '', model: '', value: 1_500_000 }),
  ]);
  return store;
}

describe('cost of bedrock-mantle', () => {
  test('is tokens times rates, each call counted on one level (T-MET-16)', () => {
    const store = mantleStore();
    expect(valueOf(store, 'mantleInputTokens')).toBe(1_500_000);
    expect(valueOf(store, 'mantleInferences')).toBe(3);
    // 1.5 M tokens in at 1 USD a million, 0.1 M out at 10 USD.
    expect(valueOf(store, 'mantleCost')).toBe(2_500_000_000_000_000_000n);
  });

  test('belongs to the project, as a tenant (T-MET-16)', () => {
    const store = mantleStore();
    const question = { metrics: ['mantleCost'], groupBy: ['tenant'], filter: 'tenant!=acme' };
    expect(valuesByGroup(store, question)).toEqual([
      ['orders', 2_000_000_000_000_000_000n],
      ['search', 500_000_000_000_000_000n],
    ]);
    const unnamed = storeOf([]);
    unnamed.saveMetricPoints([tokens('InputTokens', 1_000_000, { project: '' })]);
    expect(valuesByGroup(unnamed, { metrics: ['mantleCost'], groupBy: ['tenant'] })).toEqual([
      ['Unattributed', 1_000_000_000_000_000_000n],
    ]);
  });

  test('is in no cost that comes from logs (T-MET-16)', () => {
    const logged = storeOf([call(1, 0)]);
    expect(valueOf(mantleStore(), 'cost')).toBe(valueOf(logged, 'cost'));
  });

  test('follows the rate of each moment', () => {
    const store = storeOf([]);
    const dayMs = 3_600_000 * 24;
    store.saveMetricPoints([
      tokens('InputTokens', 1_000_000),
      tokens('InputTokens', 1_000_000, { startMs: Math.floor(CHANGE_MS / dayMs + 1) * dayMs }),
    ]);
    expect(valueOf(store, 'mantleCost')).toBe(4_000_000_000_000_000_000n);
  });

  test('takes the rate of the endpoint before that of the runtime', () => {
    const book = createPriceBook([
      row({ usd: '1', model: 'amazon.nova-micro', api: 'runtime' }),
      row({ usd: '7', model: 'amazon.nova-micro', api: 'mantle' }),
    ]);
    const store = storeOf([]);
    store.saveMetricPoints([tokens('InputTokens', 1_000_000)]);
    const { rows } = ask(store, { metrics: ['mantleCost'] }, book);
    expect(rows[0]?.values.get('mantleCost')).toBe(7_000_000_000_000_000_000n);
  });

  test('is unknown without a rate, and says how many tokens that leaves out', () => {
    const store = storeOf([]);
    store.saveMetricPoints([tokens('InputTokens', 5_000, { model: 'acme.mystery' })]);
    expect(valueOf(store, 'mantleCost')).toBeNull();
    expect(valueOf(store, 'mantleUnpricedTokens')).toBe(5_000);
  });

  test('is absent where there was no such call, which is not zero', () => {
    expect(valueOf(storeOf([call(1, 0)]), 'mantleCost')).toBeNull();
  });
});

describe('other lines of CloudWatch', () => {
  test('take the greatest of greatest values, and never their sum', () => {
    const store = storeOf([]);
    const quota = { metricName: 'EstimatedTPMQuotaUsage', statistic: 'Maximum' } as const;
    store.saveMetricPoints([
      point({ ...quota, value: 40 }),
      point({ ...quota, value: 70, startMs: T0_MS + DAY_MS }),
    ]);
    expect(valueOf(store, 'cloudWatchTokensPerMinuteMax')).toBe(70);
  });

  test('count failed deliveries once, under whichever name AWS gives the total (T-MET-17)', () => {
    const store = storeOf([]);
    const failed = { metricName: 'ModelInvocationLogsS3DeliveryFailure', model: '' } as const;
    store.saveMetricPoints([
      point({ ...failed, modelId: '', value: 4 }),
      point({ ...failed, modelId: 'Across all model IDs', value: 4 }),
    ]);
    expect(valueOf(store, 's3DeliveryFailures')).toBe(4);
    const { rows } = ask(store, { metrics: ['s3DeliveryFailures'], groupBy: ['region'] });
    expect(rows.map((one) => one.group)).toEqual([['us-east-1']]);
  });
});
