/** The busiest minute of a step: exact at every edge, or not told. */
import { describe, expect, test } from 'vitest';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { QueryError } from '../../server/query/query-store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../shared/window.ts';
import { T0_MS, usageLines } from '../support/metered.ts';
import { ask, call, storeOf, valueOf, valuesByGroup } from './ask.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929';

function sonnet(number: number, afterMs: number, tenant = 'acme'): MeteredInvocation {
  const usage = usageLines(1000, 100, SONNET);
  return call(number, afterMs, { model: SONNET, usage, attribution: { tenant } });
}

/** Two calls in minute 1, three in minute 2 of which one is throttled, one an hour later. */
function store() {
  return storeOf([
    sonnet(1, MINUTE_MS),
    sonnet(2, 2 * MINUTE_MS - 1),
    sonnet(3, 2 * MINUTE_MS, 'globex'),
    sonnet(4, 2 * MINUTE_MS + 1),
    call(5, 2 * MINUTE_MS + 2, { invocation: { status: 'throttled' }, model: SONNET, usage: [] }),
    sonnet(6, 2 * MINUTE_MS + 3),
    sonnet(7, HOUR_MS),
  ]);
}

describe('peaks by the minute', () => {
  test('count calls from the first to the last millisecond of a minute, throttles apart', () => {
    expect(valueOf(store(), 'peakRequestsPerMinute')).toBe(3);
  });

  test('count output by the burn-down rate of its model', () => {
    expect(valueOf(store(), 'peakQuotaTokensPerMinute')).toBe(3 * (1000 + 5 * 100));
    expect(valueOf(store(), 'quotaTokens')).toBe(6 * (1000 + 5 * 100));
  });

  test('are told for each step', () => {
    const metrics = ['peakRequestsPerMinute'];
    const { rows } = ask(store(), { metrics, step: '1h' });
    expect(rows.map((one) => one.values.get('peakRequestsPerMinute'))).toEqual([3, 1]);
  });

  test('are each group’s own, not parts of one minute', () => {
    const question = { metrics: ['peakRequestsPerMinute'], groupBy: ['tenant'] };
    expect(valuesByGroup(store(), question)).toEqual([
      ['acme', 2],
      ['globex', 1],
    ]);
  });

  test('see only the part of a minute that lies in the window', () => {
    const from = isoTime(T0_MS + 2 * MINUTE_MS + 1);
    const to = isoTime(T0_MS + 2 * MINUTE_MS + 3);
    expect(valueOf(store(), 'peakRequestsPerMinute', { from, to })).toBe(1);
  });

  test('read single calls where minutes do not tell a dimension apart', () => {
    const question = { metrics: ['peakRequestsPerMinute'], groupBy: ['operation'] };
    expect(valuesByGroup(store(), question).map(([, value]) => value)).toEqual([3]);
  });

  test('leave out what takes from another quota', () => {
    const [line] = usageLines(1000, 100, SONNET);
    if (!line) throw new Error('a sample has a line');
    const batch = { ...line, type: { ...line.type, tier: 'batch' as const } };
    const one = storeOf([call(1, 0, { model: SONNET, usage: [batch] })]);
    expect(valueOf(one, 'peakRequestsPerMinute')).toBe(0);
    expect(valueOf(one, 'quotaTokens')).toBe(0);
  });

  test('are unknown where only whole hours are left, and never those of an hour', () => {
    const old = store();
    const past = T0_MS + 2 * DAY_MS;
    const before = { rowsMs: past, minutesMs: past, hoursMs: 0, metricsMs: 0, noticesMs: 0 };
    while (old.prune(before));
    const to = isoTime(T0_MS + DAY_MS);
    expect(valueOf(old, 'peakRequestsPerMinute', { to })).toBeNull();
    expect(valueOf(old, 'quotaTokens', { to })).toBe(6 * 1500);
  });

  test('are refused over more days than can be looked at', () => {
    const question = {
      metrics: ['peakRequestsPerMinute'],
      from: isoTime(T0_MS - 101 * DAY_MS),
      to: isoTime(T0_MS),
    };
    expect(() => ask(store(), question)).toThrow(QueryError);
  });
});

describe('quota tokens', () => {
  test('change with the burn-down rate on its day, within one step', () => {
    const model = 'anthropic.claude-3-haiku-20240307';
    const changeMs = Date.parse('2026-09-10T00:00:00Z');
    const at = (number: number, atMs: number) =>
      call(number, 0, {
        invocation: { timestampMs: atMs },
        model,
        usage: usageLines(1, 10, model),
      });
    const both = storeOf([at(1, changeMs - 1), at(2, changeMs)]);
    const window = { from: '2026-09-09T00:00:00Z', to: '2026-09-11T00:00:00Z' };
    expect(valueOf(both, 'quotaTokens', window)).toBe(1 + 10 + 1 + 50);
    expect(valueOf(both, 'peakQuotaTokensPerMinute', window)).toBe(51);
  });
});
