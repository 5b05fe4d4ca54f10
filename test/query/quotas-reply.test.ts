/** Use against quotas: peaks, shares by tenant, the right value at the right time, what to ask. */
import { describe, expect, test } from 'vitest';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { quotasReply } from '../../server/query/quotas-reply.ts';
import type { QuotaPass } from '../../server/store/quota-ledger.ts';
import type { Store } from '../../server/store/store.ts';
import { parseFilter } from '../../shared/filter.ts';
import type { QuotaRow, QuotasReply } from '../../shared/quotas.ts';
import { DAY_MS, isoTime, MINUTE_MS } from '../../shared/window.ts';
import { T0_MS, usageLines } from '../support/metered.ts';
import { call, HAND_BOOK, storeOf, valueOf, valuesByGroup } from './ask.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929';
const TOKENS = 'On-demand model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1';
const REQUESTS = 'On-demand model inference requests per minute for Anthropic Claude Sonnet 4.5';
const PLACE = { account: '111122223333', region: 'us-east-1' } as const;

/** 1,000 tokens of input and 100 of output: 1,500 of the quota. */
function sonnet(number: number, afterMs: number, tenant = 'acme'): MeteredInvocation {
  const usage = usageLines(1000, 100, SONNET);
  return call(number, afterMs, { model: SONNET, usage, attribution: { tenant } });
}

function quotas(value: number, atMs: number, more: Partial<QuotaPass> = {}): QuotaPass {
  const facts = [{ code: 'L-1', name: TOKENS, value, isAdjustable: true }];
  return { ...PLACE, origin: 'serviceQuotas', atMs, facts, ...more };
}

/** In minute 5 two calls of acme and one of globex, one throttled; one more a day later. */
function busy(): Store {
  const at = 5 * MINUTE_MS;
  return storeOf([
    sonnet(1, 0),
    sonnet(2, at),
    sonnet(3, at + 1),
    sonnet(4, at + 2, 'globex'),
    call(5, at + 3, { invocation: { status: 'throttled' }, model: SONNET, usage: [] }),
    sonnet(6, DAY_MS),
  ]);
}

function reply(store: Store, filter = '', days = 4, peaksFromMs = T0_MS): QuotasReply {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const window = { startMs: T0_MS, endMs: T0_MS + days * DAY_MS };
  const span = { window, peaksFromMs, dataFromMs: T0_MS, completeToMs: window.endMs };
  return quotasReply({ filter: parsed.value, ...span }, store, HAND_BOOK);
}

function only({ rows }: QuotasReply): QuotaRow {
  const [row, ...more] = rows;
  if (!row || more.length > 0) throw new Error(`${rows.length} rows instead of one`);
  return row;
}

describe('quotasReply', () => {
  test('seeks peaks where minutes are counted, and counts calls of the whole window', () => {
    const found = reply(busy(), '', 4, T0_MS + DAY_MS);
    expect(found.peaksFrom).toBe(isoTime(T0_MS + DAY_MS));
    const { peak, invocations } = only(found);
    expect({ at: peak?.at, invocations }).toEqual({ at: isoTime(T0_MS + DAY_MS), invocations: 6 });
  });

  test('tells the busiest minute, what is left, and who used it', () => {
    const store = busy();
    store.quotas.save(quotas(6000, T0_MS));
    expect(only(reply(store))).toMatchObject({
      ...PLACE,
      model: SONNET,
      routing: 'regional',
      kind: 'tokensPerMinute',
      quota: { value: 6000, code: 'L-1', name: TOKENS, origin: 'serviceQuotas' },
      peak: { value: 4500, at: isoTime(T0_MS + 5 * MINUTE_MS) },
      usedShare: 0.75,
      headroom: 1500,
      burnDown: { rate: 5, isAssumed: false },
      throttles: 1,
      tenants: [
        { tenant: 'acme', used: 3000, share: 2 / 3 },
        { tenant: 'globex', used: 1500, share: 1 / 3 },
      ],
      trend: { kind: 'notEnoughHistory', weeks: 0 },
    });
  });

  test('has a row for each kind of limit, the most used first', () => {
    const store = busy();
    const facts = [
      { code: 'L-1', name: TOKENS, value: 45_000, isAdjustable: true },
      { code: 'L-2', name: REQUESTS, value: 4, isAdjustable: true },
      {
        code: 'L-3',
        name: 'Model invocation max tokens per day for Anthropic Claude Sonnet 4.5 V1',
        value: 12_000,
        isAdjustable: false,
      },
    ];
    store.quotas.save(quotas(0, T0_MS, { facts }));
    const rows = reply(store).rows.map((row) => [row.kind, row.peak?.value, row.usedShare]);
    expect(rows).toEqual([
      ['requestsPerMinute', 3, 0.75],
      ['tokensPerDay', 6000, 0.5],
      ['tokensPerMinute', 4500, 0.1],
    ]);
  });

  test('holds a peak against the quota of its time, and headroom against that of now', () => {
    const store = busy();
    store.quotas.save(quotas(5000, T0_MS));
    store.quotas.save(quotas(9000, T0_MS + DAY_MS));
    const row = only(reply(store));
    expect([row.usedShare, row.headroom, row.quota?.value]).toEqual([0.9, 4500, 9000]);
    expect(row.quota?.since).toBe(isoTime(T0_MS + DAY_MS));
  });

  test('believes the config before AWS', () => {
    const store = busy();
    const code = 'anthropic.claude-sonnet-4-5-20250929-v1:0 tokensPerMinute';
    const facts = [{ code, name: code, value: 4500, isAdjustable: false }];
    store.quotas.save(quotas(0, T0_MS, { origin: 'config', facts }));
    store.quotas.save(quotas(9000, T0_MS));
    const row = only(reply(store));
    expect([row.usedShare, row.quota?.origin, row.quota?.code]).toEqual([1, 'config', null]);
  });

  test('believes neither of two quotas that claim the same calls', () => {
    const store = busy();
    const older = TOKENS.replace('model inference', 'InvokeModel');
    const facts = [
      { code: 'L-1', name: TOKENS, value: 1, isAdjustable: true },
      { code: 'L-2', name: older, value: 2, isAdjustable: true },
    ];
    store.quotas.save(quotas(0, T0_MS, { facts }));
    const { rows, unmatched } = reply(store);
    expect(rows.map((row) => row.quota)).toEqual([null]);
    expect(unmatched.map(({ code, reason }) => [code, reason])).toEqual([
      ['L-1', 'twice'],
      ['L-2', 'twice'],
    ]);
  });

  test('says that a quota is unknown, and takes none of another Region or routing', () => {
    const store = busy();
    store.quotas.save(quotas(1, T0_MS, { region: 'us-west-2' }));
    const facts = [
      {
        code: 'L-9',
        name: TOKENS.replace('On-demand', 'Cross-region'),
        value: 1,
        isAdjustable: true,
      },
    ];
    store.quotas.save(quotas(0, T0_MS, { facts }));
    const { rows, unusedQuotas } = reply(store);
    expect(rows).toMatchObject([{ quota: null, usedShare: null, headroom: null, increase: null }]);
    expect(unusedQuotas).toBe(2);
  });

  test('leaves out terms that quotas do not know, and says so', () => {
    const store = busy();
    store.quotas.save(quotas(6000, T0_MS));
    const told = reply(store, 'tenant=globex region=us-east-1');
    expect(told.ignored).toEqual(['tenant']);
    expect(only(told).peak?.value).toBe(4500);
    expect(reply(store, 'region=eu-west-1').rows).toEqual([]);
  });

  test('lists quotas whose model nobody knows, and no quota of anything else', () => {
    const store = busy();
    const names = [TOKENS.replace('Sonnet 4.5', 'Saga 6'), 'Batch job size for Claude'];
    const facts = names.map((name, index) => {
      return { code: `L-${index}`, name, value: 1, isAdjustable: true };
    });
    store.quotas.save(quotas(0, T0_MS, { facts }));
    expect(reply(store).unmatched).toMatchObject([{ code: 'L-0', reason: 'unknownModel' }]);
  });

  test('divides by no quota of nothing', () => {
    const store = busy();
    store.quotas.save(quotas(0, T0_MS));
    expect(only(reply(store))).toMatchObject({ usedShare: null, quota: { value: 0 } });
    expect(valueOf(store, 'quotaUsedShare')).toBeNull();
  });

  test('asks for as much as keeps the peak at 80 % where calls are refused', () => {
    const store = busy();
    store.quotas.save(quotas(5000, T0_MS));
    const { increase } = only(reply(store));
    expect(increase?.asked).toBe(6300);
    expect(increase?.text).toContain(`Quota: ${TOKENS} (L-1)\nAccount: 111122223333`);
    expect(increase?.text).toContain('Current value: 5,000 tokens per minute');
    expect(increase?.text).toContain('Requested value: 6,300 tokens per minute');
    expect(increase?.text).toContain('- Peak: 4,500 tokens per minute at 2026-11-01T00:05:00Z');
    expect(increase?.text).toContain(
      '1,000 input and 100 output; one output token counted 5 times',
    );
  });

  test('asks for nothing where there is room', () => {
    const store = busy();
    store.quotas.save(quotas(60_000, T0_MS));
    expect(only(reply(store)).increase).toMatchObject({ asked: null });
  });

  test('sees growth over whole weeks, and asks for what it comes to', () => {
    const calls = Array.from({ length: 28 }, (_, day) =>
      Array.from({ length: 10 + Math.floor(day / 7) }, (_unused, one) =>
        sonnet(day * 100 + one, day * DAY_MS + one * MINUTE_MS),
      ),
    );
    const store = storeOf(calls.flat());
    store.quotas.save(quotas(3000, T0_MS));
    const row = only(reply(store, '', 28));
    expect(row.trend).toMatchObject({ kind: 'growing', weeks: 4 });
    expect(row.trend.kind === 'growing' && row.trend.perWeek).toBeCloseTo(1 / 12);
    expect(row.trend.kind === 'growing' && row.trend.daysToLimit).toBe(84);
    expect(row.increase?.asked).toBe(4000);
  });
});

describe('quotaUsedShare', () => {
  test('is the greatest share of any quota, by group and step', () => {
    const store = busy();
    store.quotas.save(quotas(6000, T0_MS));
    expect(valueOf(store, 'quotaUsedShare')).toBe(0.75);
    const byTenant = { metrics: ['quotaUsedShare'], groupBy: ['tenant'] };
    expect(valuesByGroup(store, byTenant)).toEqual([
      ['acme', 0.5],
      ['globex', 0.25],
    ]);
    const byDay = { metrics: ['quotaUsedShare'], step: '1d' };
    expect(valuesByGroup(store, byDay).map(([, value]) => value)).toEqual([0.75, 0.25]);
  });

  test('is unknown of calls whose quota nobody knows', () => {
    expect(valueOf(busy(), 'quotaUsedShare')).toBeNull();
  });
});
