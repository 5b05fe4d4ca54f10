/** `/metrics`: the month's usage by tenant and model, equal to what a question answers. */
import { describe, expect, test } from 'vitest';
import { usageFamilies } from '../../server/api/usage-families.ts';
import { familyText, type Family } from '../../server/api/metric-family.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { ask, call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';
import { rigOf } from './rig.ts';

const line = (quantity: number, model = 'amazon.nova-micro') => ({
  type: { ...INPUT_TYPE, model },
  quantity,
});
const of = (tenant: string) => ({ tenant, rule: null, rulesVersion: 'v1', tags: [] });

/** Two tenants this month, one of them last month too, and one call without a rate. */
const store = storeOf([
  call(1, HOUR_MS, { attribution: of('acme'), usage: [line(1_000_003)] }),
  call(2, 2 * HOUR_MS, { attribution: of('acme'), usage: [line(7)] }),
  call(3, 3 * HOUR_MS, { attribution: of('globex'), usage: [line(500)] }),
  call(4, 4 * HOUR_MS, {
    model: 'nobody.knows',
    attribution: of('globex'),
    usage: [line(5, 'nobody.knows')],
  }),
  call(5, -2 * DAY_MS, { attribution: of('acme'), usage: [line(9_000_000)] }),
  call(6, 5 * HOUR_MS, {
    attribution: of('globex'),
    usage: [],
    invocation: { status: 'throttled', latencyMs: null },
  }),
]);
const NOW = { nowMs: T0_MS + DAY_MS, timeZone: 'UTC' };

function textOf(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

/** Numbers of all lines whose name and labels match. */
function valuesOf(text: string, pattern: RegExp): readonly string[] {
  return text
    .split('\n')
    .filter((one) => pattern.test(one))
    .map((one) => one.slice(one.lastIndexOf(' ') + 1));
}

describe('usage in /metrics', () => {
  const text = textOf(usageFamilies(NOW, store, HAND_BOOK));

  test('I11: costs what the same question answers, to the last digit', () => {
    const question = { metrics: ['cost'], from: '2026-11-01', to: '2026-11-02', step: 'all' };
    const rows = ask(store, { ...question, groupBy: ['tenant'] }).rows;
    for (const { group, values } of rows) {
      const told = valuesOf(text, new RegExp(`^outcrop_cost_usd_total\\{tenant="${group[0]}"`));
      const cost = values.get('cost');
      const sum = told.reduce((total, one) => total + Number(one), 0);
      expect(sum).toBeCloseTo(Number(formatAttoUsd(cost as bigint)), 12);
    }
    expect(valuesOf(text, /^outcrop_cost_usd_total\{tenant="acme"/)).toEqual(['1.00001']);
  });

  test('counts calls by outcome, tokens by type, and what has no rate', () => {
    expect(valuesOf(text, /^outcrop_calls_total.*globex.*outcome="throttled"/)).toContain('1');
    expect(valuesOf(text, /^gen_ai_client_token_usage_sum.*acme.*"input"/)).toEqual(['1000010']);
    expect(valuesOf(text, /^outcrop_unpriced_invocations_total.*nobody.knows/)).toEqual(['1']);
  });

  test('leaves the month before out, in the zone of reports', () => {
    expect(text).not.toContain('9000000');
    const east = { ...NOW, nowMs: T0_MS - HOUR_MS, timeZone: 'Asia/Tokyo' };
    expect(textOf(usageFamilies(east, store, HAND_BOOK))).not.toContain('acme');
  });

  test('gives bands that grow up to the count of all timed calls', () => {
    const bands = valuesOf(text, /^gen_ai_client_operation_duration_seconds_bucket.*acme/).map(
      Number,
    );
    expect(bands).toEqual(bands.toSorted((a, b) => a - b));
    const [count] = valuesOf(text, /^gen_ai_client_operation_duration_seconds_count.*acme/);
    expect(bands.at(-1)).toBe(Number(count));
    expect(count).toBe('2');
  });

  test('adds up under (other) what is past the limit, and says how much', () => {
    const all = valuesOf(text, /^outcrop_cost_usd_total/).map(Number);
    const folded = textOf(usageFamilies({ ...NOW, pairsMax: 1 }, store, HAND_BOOK));
    const costs = valuesOf(folded, /^outcrop_cost_usd_total/).map(Number);
    expect(costs).toHaveLength(2);
    expect(costs.reduce((a, b) => a + b)).toBeCloseTo(
      all.reduce((a, b) => a + b),
      12,
    );
    expect(valuesOf(folded, /^outcrop_usage_pairs_folded/)).toEqual([String(all.length - 1)]);
    expect(folded).toContain('tenant="(other)"');
  });

  test('stands in the page, with a type for each family', async () => {
    const page = await (await rigOf({ store, nowMs: () => NOW.nowMs }).get('/metrics')).text();
    expect(page).toContain('# TYPE outcrop_cost_usd_total counter');
    expect(page).toContain('# TYPE gen_ai_client_operation_duration_seconds histogram');
    const names = page.split('\n').filter((one) => one.startsWith('# TYPE'));
    expect(new Set(names).size).toBe(names.length);
  });

  test('keeps the name of a tenant within its quotes', () => {
    const hostile = storeOf([call(1, HOUR_MS, { attribution: of('a"} 1\nb\\') })]);
    const lines = textOf(usageFamilies(NOW, hostile, HAND_BOOK)).split('\n');
    expect(lines.every((one) => one === '' || /^(#|outcrop_|gen_ai_)/.test(one))).toBe(true);
    expect(lines.join('\n')).toContain('tenant="a\\"} 1\\nb\\\\"');
  });
});
