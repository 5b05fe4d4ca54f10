/** Limits on distinct values: the first of a day are told apart, the rest count as one. */
import { describe, expect, test } from 'vitest';
import { createDeclaredTag } from '../../server/attribute/declared-tag.ts';
import { PLAIN_STYLE } from '../../server/attribute/value-style.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { ValueLimits } from '../../server/store/value-limits.ts';
import { NONE, OTHER, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, valuesByGroup, valueOf } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

const limits = new Map([['tenant', 2]] as const);

describe('ValueLimits', () => {
  test('tells the first values of a day apart, and the next day begins anew', () => {
    const values = new ValueLimits(limits, () => []);
    const seen = ['a', 'b', 'c', 'a', 'd'].map((one) => values.admit(T0_MS, 'tenant', one));
    expect(seen).toEqual(['a', 'b', OTHER, 'a', OTHER]);
    expect(values.admit(T0_MS + DAY_MS, 'tenant', 'c')).toBe('c');
  });

  test('goes on from what is stored', () => {
    const values = new ValueLimits(limits, () => ['a', 'x', UNATTRIBUTED, OTHER]);
    expect(['x', 'b'].map((one) => values.admit(T0_MS, 'tenant', one))).toEqual(['x', OTHER]);
  });

  test('lets a value that is none pass, and other dimensions', () => {
    const values = new ValueLimits(limits, () => ['a', 'b']);
    expect(values.admit(T0_MS, 'tenant', UNATTRIBUTED)).toBe(UNATTRIBUTED);
    expect(values.admit(T0_MS, 'tenant', NONE)).toBe(NONE);
    expect(values.admit(T0_MS, 'model', 'z')).toBe('z');
  });

  test('L11: of 10^6 tenants in an hour 10,000 are kept, and memory stays small', () => {
    const values = new ValueLimits(new Map([['tenant', 10_000]] as const), () => []);
    const heapBefore = process.memoryUsage().heapUsed;
    let others = 0;
    for (let i = 0; i < 1_000_000; i += 1) {
      if (values.admit(T0_MS, 'tenant', `tenant ${i}`) === OTHER) others += 1;
    }
    expect(others).toBe(990_000);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(64_000_000);
  });
});

describe('the store', () => {
  const tag = createDeclaredTag({ key: 'user', from: [], style: PLAIN_STYLE, valuesMax: 2 });
  const rows = Array.from({ length: 10 }, (_, i) => {
    const tags = [{ key: 'user', value: `user ${i}`, source: 'metadata' as const }];
    return call(i, i, { attribution: { tags } });
  });

  test('L11: counts values past the limit as one, and loses no call and no dollar', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [tag] });
    store.ingest(batch(rows.slice(0, 5)));
    store.ingest(batch(rows.slice(5)));
    const groups = valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tag.user'] });
    expect(groups).toEqual([
      [OTHER, 8],
      ['user 0', 1],
      ['user 1', 1],
    ]);
    expect(valueOf(store, 'invocations')).toBe(10);
    expect(store.overLimit()).toEqual(['tag.user']);
    expect(store.values('tag.user', '', 10)).toEqual([OTHER, 'user 0', 'user 1']);
    store.close();
  });

  test('keeps the own value of a tag on its row', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [tag] });
    store.ingest(batch(rows));
    const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
    const page = store.invocations({ window, filter: { terms: [] }, limit: 1, before: null });
    expect(page.invocations[0]?.tags).toEqual([
      { key: 'user', value: 'user 9', source: 'metadata' },
    ]);
    store.close();
  });
});
