/** The limit on series of a day: past it fewer dimensions are told apart, and nothing is lost. */
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { SeriesLimit } from '../../server/store/sqlite/series-limit.ts';
import { SERIES_DIMENSIONS } from '../../server/store/row-texts.ts';
import { OTHER } from '../../shared/dimensions.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, valuesByGroup, valueOf } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

function parts(principal: string, tenant = 'acme') {
  const given = new Map<string, string>(Object.entries({ principal, tenant }));
  const values = SERIES_DIMENSIONS.map((name) => given.get(name) ?? 'x');
  return { values, promoted: ['user', principal], usageSetId: 1 };
}

/** What a key tells apart, of the dimensions that are of interest here. */
function told(key: string): readonly string[] {
  const [, values, promoted] = JSON.parse(key) as [string, string[], string[], number];
  const valueOfName = (name: string) =>
    values[SERIES_DIMENSIONS.findIndex((one) => one === name)] ?? '';
  return [valueOfName('tenant'), valueOfName('principal'), promoted[1] ?? ''];
}

describe('the limit on series of a day', () => {
  test('lets the first ones tell all apart, then tenants alone, then nothing of who called', () => {
    const limit = new SeriesLimit(2, () => []);
    const keyAt = (principal: string, tenant?: string) =>
      told(limit.keyAt(T0_MS, parts(principal, tenant)));
    expect(keyAt('a')).toEqual(['acme', 'a', 'a']);
    expect(keyAt('b')).toEqual(['acme', 'b', 'b']);
    expect(keyAt('c')).toEqual(['acme', OTHER, OTHER]);
    expect(keyAt('d')).toEqual(['acme', OTHER, OTHER]);
    expect(keyAt('d', 'bolt')).toEqual(['bolt', OTHER, OTHER]);
    expect(keyAt('e', 'crux')).toEqual([OTHER, OTHER, OTHER]);
    expect(keyAt('a')).toEqual(['acme', 'a', 'a']);
  });

  test('begins anew with the next day, and goes on from what is stored', () => {
    const stored = new SeriesLimit(9, () => []).keyAt(T0_MS, parts('stored'));
    const limit = new SeriesLimit(1, (dayMs) => (dayMs > T0_MS ? [] : [stored]));
    expect(told(limit.keyAt(T0_MS, parts('new')))).toEqual(['acme', OTHER, OTHER]);
    expect(limit.keyAt(T0_MS, parts('stored'))).toBe(stored);
    expect(told(limit.keyAt(T0_MS + 2 * DAY_MS, parts('new')))).toEqual(['acme', 'new', 'new']);
  });

  test('loses no call and no tenant while there is room, and says which dimensions it cut', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [], seriesOfDayMax: 3 });
    const rows = Array.from({ length: 40 }, (_, i) => {
      const arn = `arn:aws:iam::1:role/r${i}`;
      const principal = { arn, kind: 'role' as const, name: `r${i}`, session: null };
      const tenant = i % 2 === 0 ? 'even' : 'odd';
      return call(i, i, { invocation: { principal }, attribution: { tenant } });
    });
    store.ingest(batch(rows.slice(0, 20)));
    store.ingest(batch(rows.slice(20)));
    expect(valueOf(store, 'invocations')).toBe(40);
    expect(valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tenant'] })).toEqual([
      ['even', 20],
      ['odd', 20],
    ]);
    expect(store.values('principal', '', 10)).toHaveLength(4);
    expect(store.overLimit()).toEqual(['principal', 'profile', 'rule']);
    store.close();
  });
});
