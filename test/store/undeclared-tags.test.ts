/** Tags that the config does not declare: no dimension of sums, but found on single calls. */
import { expect, test } from 'vitest';
import { parseFilter } from '../../shared/filter.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, storeOf, valueOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const KEYS = ['cost-center', '__proto__', 'a b', "'; drop table invocation;--"];
const rows = KEYS.map((key, index) => {
  return call(index, index, {
    attribution: { tags: [{ key, value: `value ${index}`, source: 'principal' as const }] },
  });
});
const store = storeOf(rows);
const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };

test.each(KEYS.map((key, index) => [key, `value ${index}`] as const))(
  'a call is found by its tag %s, which nobody declared',
  (key, value) => {
    const filter = parseFilter(`"tag.${key}"="${value}"`);
    if (!filter.ok) throw new Error(filter.problem.message);
    const page = store.invocations({ window, filter: filter.value, limit: 10, before: null });
    expect(page.invocations.map(({ tags }) => tags)).toEqual([
      [{ key, value, source: 'principal' }],
    ]);
  },
);

test('sums can be asked for them too, from single calls', () => {
  expect(valueOf(store, 'invocations', { filter: 'tag.cost-center="value 0"' })).toBe(1);
  expect(valueOf(store, 'invocations', { filter: 'tag.cost-center!="value 0"' })).toBe(3);
});

test('their keys are offered, and are over no limit', () => {
  expect(store.tagKeys()).toEqual(KEYS.toSorted());
  expect(store.overLimit()).toEqual([]);
});
