/** For any traffic, answers equal a plain addition over the calls, whatever they are cut by. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { AnswerRow } from '../../server/query/query.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { Step } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { ask, storeOf } from './ask.ts';
import { COUNTS, dimensionValue, figuresOf, traffic } from './traffic.ts';

const METRICS: readonly MetricKey[] = ['cost', ...COUNTS];
const RUNS = { numRuns: 25, seed: 20_261_101 };

const CUTS: readonly (readonly [string, readonly Dimension[], Step])[] = [
  ['nothing', [], 'all'],
  ['tenant', ['tenant'], 'all'],
  ['model', ['model'], 'all'],
  ['model and status', ['model', 'status'], 'all'],
  ['tag', ['tag.feature'], 'all'],
  ['principal, which minutes do not know', ['principal'], 'all'],
  ['session, which only rows know', ['session'], 'all'],
  ['day', [], '1d'],
  ['tenant and hour', ['tenant'], '1h'],
];

const sumOf = (rows: readonly AnswerRow[], key: MetricKey): number =>
  rows.reduce((sum, row) => sum + Number(row.values.get(key) ?? 0), 0);

const costOf = (rows: readonly AnswerRow[]): bigint =>
  rows.reduce((sum, row) => sum + BigInt(row.values.get('cost') ?? 0), 0n);

const keyOf = (group: readonly string[], startMs: number): string =>
  JSON.stringify([startMs, ...group]);

/** The calls of each group of an answer, told apart without the store. */
function callsByGroup(
  rows: readonly MeteredInvocation[],
  groupBy: readonly Dimension[],
  stepMs: number | null,
): Map<string, MeteredInvocation[]> {
  const groups = new Map<string, MeteredInvocation[]>();
  for (const row of rows) {
    const { timestampMs } = row.invocation;
    const startMs = stepMs === null ? T0_MS : Math.floor(timestampMs / stepMs) * stepMs;
    const group = groupBy.map((dimension) => dimensionValue(row, dimension));
    const key = keyOf(group, startMs);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

describe('runQuery', () => {
  test.each(CUTS)('gives parts by %s that add up to the whole exactly', (_, groupBy, step) => {
    fc.assert(
      fc.property(traffic, fc.boolean(), (rows, isPromoted) => {
        const store = storeOf(rows, isPromoted ? ['feature'] : []);
        const parts = ask(store, { metrics: METRICS, groupBy, step });
        const whole = figuresOf(rows);
        expect(costOf(parts.rows)).toBe(whole.cost);
        for (const key of COUNTS) {
          expect([key, sumOf(parts.rows, key)]).toEqual([key, whole.counts.get(key)]);
        }
        expect(parts.unpricedInvocations).toBe(whole.counts.get('unpricedInvocations'));
        expect(parts.unattributedInvocations).toBe(whole.counts.get('unattributedInvocations'));
      }),
      RUNS,
    );
  });

  test.each(CUTS)('gives each group by %s what its calls add up to', (_, groupBy, step) => {
    const stepMs = step === 'all' ? null : step === '1d' ? 86_400_000 : 3_600_000;
    fc.assert(
      fc.property(traffic, (rows) => {
        const expected = callsByGroup(rows, groupBy, stepMs);
        const answer = ask(storeOf(rows), { metrics: METRICS, groupBy, step }).rows;
        expect(answer).toHaveLength(expected.size);
        for (const row of answer) {
          const figures = figuresOf(expected.get(keyOf(row.group, row.startMs)) ?? []);
          const isUnknown = figures.counts.get('unpricedInvocations') !== 0 && !figures.hasPrice;
          expect(row.values.get('cost')).toBe(isUnknown ? null : figures.cost);
          for (const key of COUNTS) {
            expect([key, row.values.get(key)]).toEqual([key, figures.counts.get(key)]);
          }
        }
      }),
      RUNS,
    );
  });

  test('gives the same over any cut of the window into two', () => {
    const cut = fc.integer({ min: 1, max: 3 * 86_400_000 });
    fc.assert(
      fc.property(traffic, cut, (rows, cutMs) => {
        const store = storeOf(rows);
        const at = new Date(T0_MS + cutMs).toISOString();
        const left = ask(store, { metrics: METRICS, to: at }).rows;
        const right = ask(store, { metrics: METRICS, from: at }).rows;
        const whole = figuresOf(rows);
        expect(costOf(left) + costOf(right)).toBe(whole.cost);
        for (const key of COUNTS) {
          expect([key, sumOf([...left, ...right], key)]).toEqual([key, whole.counts.get(key)]);
        }
      }),
      RUNS,
    );
  });

  test('gives the same for a filter and for the group that it picks', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        const grouped = ask(store, { metrics: METRICS, groupBy: ['tenant'] }).rows;
        const picked = ask(store, { metrics: METRICS, filter: 'tenant=acme' }).rows;
        const rest = ask(store, { metrics: METRICS, filter: 'tenant!=acme' }).rows;
        const acme = grouped.filter((row) => row.group[0] === 'acme');
        expect(picked.map((row) => row.values)).toEqual(acme.map((row) => row.values));
        expect(costOf(picked) + costOf(rest)).toBe(costOf(grouped));
      }),
      RUNS,
    );
  });

  test('gives percentiles within one percent, however calls are stored', () => {
    const keys = [
      ['latencyP50', 0.5],
      ['latencyP90', 0.9],
      ['latencyP99', 0.99],
    ] as const;
    fc.assert(
      fc.property(traffic, fc.constantFrom<Dimension[]>([], ['session']), (rows, groupBy) => {
        const store = storeOf(rows);
        const expected = callsByGroup(rows, groupBy, null);
        for (const row of ask(store, { metrics: keys.map(([key]) => key), groupBy }).rows) {
          const calls = expected.get(keyOf(row.group, row.startMs)) ?? [];
          const { latenciesMs } = figuresOf(calls);
          for (const [key, quantile] of keys) {
            const exact = latenciesMs[Math.ceil(quantile * latenciesMs.length) - 1] ?? null;
            if (exact === null) expect(row.values.get(key)).toBeNull();
            else {
              const error = Math.abs(Number(row.values.get(key)) - exact);
              expect(error).toBeLessThanOrEqual(exact * 0.010_001);
            }
          }
        }
      }),
      RUNS,
    );
  });
});
