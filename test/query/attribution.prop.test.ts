/** Whoever pays: tenants and Unattributed together are the whole, in every metric and window. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chargeType,
  withShare,
  type ChargeShare,
  type SharedCharge,
} from '../../server/meter/charge.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import type { AnswerRow, AnswerValue } from '../../server/query/query.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { Metric } from '../../shared/metric.ts';
import { METRIC_KEYS, METRICS, type MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { T0_MS } from '../support/metered.ts';
import { ask, call, storeOf, valueOf } from './ask.ts';
import { traffic } from './traffic.ts';

/** Ratios, percentiles and peaks are no sums, CloudWatch knows no tenants, times are rounded. */
const SUMMED = METRIC_KEYS.filter((key) => {
  const { formula }: Metric = METRICS[key];
  return !['ratio', 'percentile', 'minutePeak', 'cloudWatch', 'duration'].includes(formula.kind);
});

/** One question names at most forty. */
const QUESTIONS = [SUMMED.slice(0, 30), SUMMED.slice(30)];

const FILTERS = [
  null,
  'model=amazon.*',
  'status!=success',
  'tag.feature=search',
  'session=batch-*',
];

const sumOf = (rows: readonly AnswerRow[], key: MetricKey): AnswerValue => {
  const values = rows.flatMap((row) => row.values.get(key) ?? []);
  return typeof values[0] === 'bigint'
    ? values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n)
    : values.reduce<number>((sum, value) => sum + Number(value), 0);
};

const MICRO = 'amazon.nova-micro';
const BOOK = createPriceBook([
  row({ usd: '1', model: MICRO }),
  row({ usd: '10', model: MICRO, dimension: 'output_tokens' }),
  row({ usd: '24', per: 1, model: MICRO, dimension: 'model_unit_hours', variant: 'provisioned' }),
]);

/** Hours of bought capacity: shared, idle, one tenant's own, or nobody's; some without a price. */
const charges: fc.Arbitrary<readonly SharedCharge[]> = fc
  .array(
    fc.record({
      hour: fc.integer({ min: 0, max: 90 }),
      tenant: fc.constantFrom('acme', 'globex', UNATTRIBUTED, '(idle)', '__proto__'),
      share: fc.constantFrom('direct', 'allocated', 'idle'),
      quantity: fc.integer({ min: 1, max: 3_000_000 }),
      variant: fc.constantFrom('provisioned', 'base'),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map(chargeOf));

function chargeOf({ hour, tenant, share, quantity, variant }: Drawn): SharedCharge {
  const place = { model: MICRO, region: 'us-east-1' };
  return {
    hourMs: T0_MS + hour * HOUR_MS,
    account: '111122223333',
    region: place.region,
    resource: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc',
    operation: 'ProvisionedThroughput',
    type: withShare(chargeType(place, 'model_unit_hours', { variant }), share),
    quantity,
    tenant,
  };
}

interface Drawn {
  readonly hour: number;
  readonly tenant: string;
  readonly share: ChargeShare;
  readonly quantity: number;
  readonly variant: 'provisioned' | 'base';
}

describe('the sum over tenants and Unattributed', () => {
  test('is the total, for every metric, window and filter, with charges and without', () => {
    const moment = fc.integer({ min: 0, max: 4 * 86_400_000 });
    fc.assert(
      fc.property(traffic, charges, moment, moment, fc.constantFrom(...FILTERS), (...drawn) => {
        const [rows, shared, a, b, filter] = drawn;
        const store = storeOf(rows);
        store.replaceCharges({ startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS }, shared);
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1].map((ms) => isoTime(T0_MS + ms));
        for (const metrics of QUESTIONS) {
          const asked = { metrics, filter, from: from ?? null, to: to ?? null };
          const whole = ask(store, asked, BOOK).rows;
          const parts = ask(store, { ...asked, groupBy: ['tenant'] }, BOOK).rows;
          for (const key of metrics)
            expect([key, `${sumOf(parts, key)}`]).toEqual([key, `${sumOf(whole, key)}`]);
          for (const { group, values } of parts) {
            const part = group[0] === UNATTRIBUTED ? 'attributedCost' : 'unattributedCost';
            expect(values.get(part) ?? 0n).toBe(0n);
          }
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('attributionCoverage', () => {
  const nobody = { attribution: { tenant: UNATTRIBUTED, rule: null } };

  test('is a share of dollars, not of calls', () => {
    const cheap = Array.from({ length: 9 }, (_, i) => call(i + 1, i, nobody));
    const store = storeOf([...cheap, call(20, 20)]);
    expect(valueOf(store, 'attributionCoverage')).toBeCloseTo(0.1, 10);
    expect(valueOf(store, 'unattributedInvocations')).toBe(9);
  });

  test('is unknown where nothing costs anything', () => {
    const store = storeOf([call(1, 0, { model: 'acme.mystery' })]);
    expect(valueOf(store, 'attributionCoverage')).toBeNull();
  });

  test('is told of any group', () => {
    const store = storeOf([call(1, 0), call(2, 1, { ...nobody, invocation: { region: 'eu-x' } })]);
    const { rows } = ask(store, { metrics: ['attributionCoverage'], groupBy: ['region'] });
    expect(rows.map((row) => [row.group[0], row.values.get('attributionCoverage')])).toEqual([
      ['us-east-1', 1],
      ['eu-x', 0],
    ]);
  });
});

describe('hostile names', () => {
  const names = ['__proto__', 'constructor', "'; drop table rows;--", '%', '_', 'toString'];

  test('L2 L10: are tenants and rules like any other', () => {
    const rows = names.map((name, i) => call(i, i, { attribution: { tenant: name, rule: name } }));
    const store = storeOf(rows);
    for (const dimension of ['tenant', 'rule']) {
      const groups = ask(store, { metrics: ['invocations'], groupBy: [dimension] }).rows;
      expect(new Set(groups.map(({ group }) => group[0]))).toEqual(new Set(names));
    }
    expect(valueOf(store, 'invocations', { filter: `tenant="'; drop table rows;--"` })).toBe(1);
    expect(valueOf(store, 'invocations', { filter: 'tenant=%' })).toBe(1);
    expect(valueOf(store, 'invocations', { filter: 'tenant=_' })).toBe(1);
  });
});
