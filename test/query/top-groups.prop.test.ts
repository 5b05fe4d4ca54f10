/** The highest groups of any traffic: the rows that the whole answer has of them, and no others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnswerRow } from '../../server/query/query.ts';
import { UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { ask, storeOf, type Question } from './ask.ts';
import { traffic } from './traffic.ts';

const RUNS = { numRuns: 40, seed: 20_261_123 };
const METRICS: readonly MetricKey[] = [
  'invocations',
  'cost',
  'latencyP90',
  'peakRequestsPerMinute',
];
const GROUPINGS: readonly (readonly Dimension[])[] = [
  ['tenant'],
  ['tenant', 'model'],
  ['tag.feature'],
];

const keyOf = ({ group }: Pick<AnswerRow, 'group'>): string => JSON.stringify(group);

test('keeps the groups that are highest by the first metric, with all their rows', () => {
  const cut = fc.record({
    rows: traffic,
    groupBy: fc.constantFrom(...GROUPINGS),
    metric: fc.constantFrom(...METRICS),
    step: fc.constantFrom('1h', '1d', 'all'),
    top: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(cut, ({ rows, groupBy, metric, step, top }) => {
      const store = storeOf(rows);
      const question: Question = { metrics: [metric, 'errors'], groupBy, step };
      const all = ask(store, question);
      const highest = ask(store, { ...question, top: String(top) });
      const ranked = ask(store, { ...question, step: 'all' }).rows.map(keyOf);
      const named = new Set(
        ranked.filter((key, at) => at < top || key.includes(`"${UNATTRIBUTED}"`)),
      );
      expect(highest).toEqual({ ...all, rows: all.rows.filter((row) => named.has(keyOf(row))) });
      store.close();
    }),
    RUNS,
  );
});

test('a star in the name of a tenant lets no other tenant in', () => {
  fc.assert(
    fc.property(traffic, (rows) => {
      const [first, ...others] = rows.map((row, at) => ({
        ...row,
        attribution: { ...row.attribution, tenant: at === 0 ? 'a*' : `a${at}` },
      }));
      fc.pre(first !== undefined && others.length > 0);
      const store = storeOf(first ? [first, ...others] : []);
      const question = { metrics: ['invocations'], groupBy: ['tenant'], step: '1h', top: '1' };
      expect(new Set(ask(store, question).rows.map(keyOf)).size).toBe(1);
      store.close();
    }),
    RUNS,
  );
});
