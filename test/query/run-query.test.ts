/** What an answer says: exact money, nothing unpriced as zero, ratios, days of a zone. */
import { describe, expect, test } from 'vitest';
import { createPriceBook } from '../../server/price/price-book.ts';
import { QueryError } from '../../server/query/query-store.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, T0_MS, usageLines } from '../support/metered.ts';
import { ask, call, CHANGE_MS, storeOf, valueOf, valuesByGroup } from './ask.ts';

const USD = 1_000_000_000_000_000_000n;

const input = (tokens: number) => [{ type: INPUT_TYPE, quantity: tokens }];
const unpriced = (number: number) => call(number, number, { model: 'acme.mystery' });

describe('money', () => {
  test('is charged at the price of its moment, to the millisecond', () => {
    const before = call(1, CHANGE_MS - T0_MS - 1, { usage: input(1_000_000) });
    const after = call(2, CHANGE_MS - T0_MS, { usage: input(1_000_000) });
    const store = storeOf([before, after]);
    expect(valueOf(store, 'cost')).toBe(4n * USD);
    const cut = new Date(CHANGE_MS).toISOString();
    expect(valueOf(store, 'cost', { to: cut })).toBe(1n * USD);
    expect(valueOf(store, 'cost', { from: cut })).toBe(3n * USD);
  });

  test('stays in one row of its day when a price changes within', () => {
    const rows = [call(1, CHANGE_MS - T0_MS - 1), call(2, CHANGE_MS - T0_MS)];
    const answer = ask(storeOf(rows), { metrics: ['invocations'], step: '1d' }).rows;
    expect(answer.map((one) => one.values.get('invocations'))).toEqual([2]);
  });

  test('stays exact far past what 64 bits and floats hold', () => {
    const tokens = Number.MAX_SAFE_INTEGER;
    const book = createPriceBook([row({ usd: '99999.123457', model: 'amazon.nova-micro' })]);
    const afterMs = [0, 1, 2, 3].map((days) => days * DAY_MS); // Each bucket at its limit.
    const rows = afterMs.map((ms, i) => call(i, ms, { usage: input(tokens) }));
    const answer = ask(storeOf(rows), { metrics: ['cost'], step: '1d' }, book);
    const rate = parseAttoUsd('0.099999123457') ?? 0n;
    const total = answer.rows.reduce((sum, one) => sum + BigInt(one.values.get('cost') ?? 0), 0n);
    expect(total).toBe(4n * BigInt(tokens) * rate);
    expect(total > (2n ** 63n * USD) / 1_000_000n).toBe(true);
  });

  test('counts amounts too small for a float beside amounts too large for one', () => {
    const book = createPriceBook([
      row({ usd: '0.000000000001', per: 1, model: 'amazon.nova-micro' }),
    ]);
    const rows = [
      call(1, 0, { usage: input(9_000_000_000_000_000) }),
      call(2, 1, { usage: input(1) }),
    ];
    const [one] = ask(storeOf(rows), { metrics: ['cost'] }, book).rows;
    expect(one?.values.get('cost')).toBe(9_000n * USD + 1_000_000n);
  });
});

describe('what has no price', () => {
  test('is unknown and not zero where nothing of a group is priced', () => {
    const store = storeOf([unpriced(1), unpriced(2), call(3, 3)]);
    expect(valuesByGroup(store, { metrics: ['cost'], groupBy: ['model'] })).toEqual([
      ['amazon.nova-micro', 210_000_000_000_000n],
      ['acme.mystery', null],
    ]);
  });

  test('leaves what is priced beside it and is counted', () => {
    const half = call(1, 0, { model: 'amazon.nova-half' });
    const answer = ask(storeOf([half]), { metrics: ['cost', 'unpricedInvocations'] });
    expect([...(answer.rows[0]?.values ?? [])]).toEqual([
      ['cost', 20_000_000_000_000n],
      ['unpricedInvocations', 1],
    ]);
    expect(answer.unpricedInvocations).toBe(1);
  });

  test('counts invocations, not their lines', () => {
    expect(valueOf(storeOf([unpriced(1)]), 'unpricedInvocations')).toBe(1);
  });

  test('is counted once where a price ends within the window', () => {
    const book = createPriceBook([
      row({ usd: '1', model: 'amazon.nova-micro', effectiveToMs: CHANGE_MS }),
    ]);
    const rows = [0, CHANGE_MS - T0_MS - 1, CHANGE_MS - T0_MS, 3 * DAY_MS].map((ms, i) =>
      call(i, ms, { usage: input(1_000_000) }),
    );
    const answer = ask(storeOf(rows), { metrics: ['cost'] }, book);
    expect(answer.rows[0]?.values.get('cost')).toBe(2n * USD);
    expect(answer.unpricedInvocations).toBe(2);
  });

  test('makes ratios of cost unknown too', () => {
    const store = storeOf([unpriced(1)]);
    expect(valueOf(store, 'costPerInvocation')).toBeNull();
    expect(valueOf(store, 'costPerMillionTokens')).toBeNull();
  });

  test('is not said of a call that used nothing: it cost nothing', () => {
    const refused = call(1, 0, { usage: [], invocation: { status: 'throttled' } });
    expect(valueOf(storeOf([refused]), 'cost')).toBe(0n);
  });
});

describe('ratios', () => {
  const cached = (number: number, dimension: 'cache_read_tokens' | 'cache_write_tokens') =>
    call(number, 0, { usage: [{ type: { ...INPUT_TYPE, dimension }, quantity: 30 }] });
  const store = storeOf([
    call(1, 0, { usage: usageLines(40, 100) }),
    cached(2, 'cache_read_tokens'),
    cached(3, 'cache_write_tokens'),
    call(4, 0, { usage: [], invocation: { status: 'throttled' } }),
    call(5, 0, { usage: [], invocation: { status: 'clientError' } }),
  ]);

  test.each([
    ['cacheHitRatio', 0.3],
    ['throttleRatio', 0.2],
    ['errorRatio', 0.2],
  ] as const)('%s is %d', (metric, expected) => {
    expect(valueOf(store, metric)).toBeCloseTo(expected, 12);
  });

  test('divides exact money by whole numbers, rounding down', () => {
    const one = storeOf([call(1, 0, { usage: usageLines(2, 1) })]); // 12 USD for a million each.
    expect(valueOf(one, 'costPerInvocation')).toBe(12_000_000_000_000n);
    expect(valueOf(one, 'costPerMillionTokens')).toBe(4n * USD);
  });

  test('is unknown where there is nothing to divide by', () => {
    const refused = storeOf([call(1, 0, { usage: [], invocation: { status: 'throttled' } })]);
    expect(valueOf(refused, 'cacheHitRatio')).toBeNull();
    expect(valueOf(refused, 'costPerMillionTokens')).toBeNull();
  });
});

describe('percentiles', () => {
  test('are unknown where no call tells its latency, which is not zero', () => {
    const store = storeOf([call(1, 0, { invocation: { latencyMs: null } })]);
    expect(valueOf(store, 'latencyP50')).toBeNull();
    expect(valueOf(store, 'firstTokenP99')).toBeNull();
  });

  test('take the time to the first token from calls that tell it', () => {
    const rows = [1, 2, 3].map((i) =>
      call(i, i, { invocation: { firstTokenMs: i === 1 ? null : 100 * i } }),
    );
    const p99 = Number(valueOf(storeOf(rows), 'firstTokenP99'));
    expect(Math.abs(p99 - 300)).toBeLessThanOrEqual(3);
  });
});

describe('quantities', () => {
  test('are given in their unit, not in the thousandths that are kept', () => {
    const type = { ...INPUT_TYPE, dimension: 'output_video_seconds' } as const;
    const store = storeOf([call(1, 0, { usage: [{ type, quantity: 6_500 }] })]);
    expect(valueOf(store, 'videoSeconds')).toBe(6.5);
  });
});

describe('steps', () => {
  // Clocks in Berlin go back on 25 October 2026 at 01:00 UTC: that day has 25 hours.
  const dayStartMs = Date.UTC(2026, 9, 24, 22);
  const question = { from: '2026-10-24', to: '2026-10-28', timeZone: 'Europe/Berlin', step: '1d' };
  const at = (number: number, timestampMs: number) =>
    call(number, 0, { invocation: { timestampMs } });

  test('begin at midnight of the zone and hold the hour that comes twice', () => {
    const edges = [dayStartMs - 1, dayStartMs, dayStartMs + 25 * HOUR_MS - 1];
    const rows = [...edges, dayStartMs + 25 * HOUR_MS].map((ms, i) => at(i, ms));
    const answer = ask(storeOf(rows), { metrics: ['invocations'], ...question }).rows;
    expect(answer.map((one) => [one.startMs, one.values.get('invocations')])).toEqual([
      [dayStartMs - DAY_MS, 1],
      [dayStartMs, 2],
      [dayStartMs + 25 * HOUR_MS, 1],
    ]);
  });

  test('begin at midnight of the zone on the day of 23 hours', () => {
    const springMs = Date.UTC(2026, 2, 28, 23);
    const rows = [springMs, springMs + 23 * HOUR_MS - 1, springMs + 23 * HOUR_MS];
    const spring = { ...question, from: '2026-03-28', to: '2026-03-31' };
    const store = storeOf(rows.map((ms, i) => at(i, ms)));
    const answer = ask(store, { metrics: ['invocations'], ...spring }).rows;
    expect(answer.map((one) => one.startMs)).toEqual([springMs, springMs + 23 * HOUR_MS]);
    expect(answer.map((one) => one.values.get('invocations'))).toEqual([2, 1]);
  });

  test('are refused where a window has too many, with the mend', () => {
    const tooMany = () => ask(storeOf([]), { metrics: ['cost'], from: '2020-01-01', step: '1m' });
    expect(tooMany).toThrow(QueryError);
    expect(tooMany).toThrow('The window has more than 20000 steps.');
  });

  test('leave out what lies on the end of the window and keep what lies on its start', () => {
    const window = { from: '2026-11-01T00:00:00Z', to: '2026-11-01T01:00:00Z' };
    const store = storeOf([call(1, 0), call(2, HOUR_MS - 1), call(3, HOUR_MS)]);
    expect(valueOf(store, 'invocations', window)).toBe(2);
  });
});

describe('rows of an answer', () => {
  test('come by step, then by the first metric from high to low, then by group', () => {
    const tenants = [
      ['b', 0],
      ['a', 0],
      ['c', 0],
      ['c', 1],
      ['z', DAY_MS],
      ['z', DAY_MS + 1],
      ['y', DAY_MS],
    ] as const;
    const rows = tenants.map(([tenant, ms], i) => call(i, ms, { attribution: { tenant } }));
    const question = { metrics: ['invocations'], groupBy: ['tenant'], step: '1d' };
    expect(valuesByGroup(storeOf(rows), question)).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
      ['z', 2],
      ['y', 1],
    ]);
  });

  test('put what is unknown last', () => {
    const store = storeOf([unpriced(1), call(2, 2, { usage: [] })]);
    const groups = valuesByGroup(store, { metrics: ['cost'], groupBy: ['model'] });
    expect(groups.map(([group]) => group)).toEqual(['amazon.nova-micro', 'acme.mystery']);
  });

  test('are none for a window without a call', () => {
    expect(ask(storeOf([]), { metrics: ['cost', 'logCoverage'] })).toEqual({
      rows: [],
      unpricedInvocations: 0,
      unpricedCharges: 0,
      unattributedInvocations: 0,
    });
  });
});
