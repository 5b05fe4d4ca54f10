/** Quotas as versions: what was seen when, and what has gone. */
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { QuotaPass } from '../../server/store/quota-ledger.ts';

const PLACE = { account: '111122223333', region: 'us-east-1', origin: 'serviceQuotas' } as const;

function pass(atMs: number, values: Readonly<Record<string, number>>): QuotaPass {
  const facts = Object.entries(values).map(([code, value]) => {
    return { code, name: `quota ${code}`, value, isAdjustable: true };
  });
  return { ...PLACE, atMs, facts };
}

function versionsAfter(...passes: readonly QuotaPass[]) {
  const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
  for (const one of passes) store.quotas.save(one);
  return store.quotas.versions().map((one) => {
    return [one.code, one.value, one.validFromMs, one.validToMs, one.lastSeenAtMs];
  });
}

describe('quotas', () => {
  test('keep one version while nothing changes', () => {
    expect(versionsAfter(pass(1, { a: 5 }), pass(2, { a: 5 }))).toEqual([['a', 5, 1, null, 2]]);
  });

  test('begin a version with each new value, back to an old one as well', () => {
    expect(versionsAfter(pass(1, { a: 5 }), pass(2, { a: 6 }), pass(3, { a: 5 }))).toEqual([
      ['a', 5, 1, 2, 1],
      ['a', 6, 2, 3, 2],
      ['a', 5, 3, null, 3],
    ]);
  });

  test('end when they are not listed any more, and begin anew', () => {
    expect(versionsAfter(pass(1, { a: 5 }), pass(2, {}), pass(3, { a: 5 }))).toEqual([
      ['a', 5, 1, 2, 1],
      ['a', 5, 3, null, 3],
    ]);
  });

  test('of one place and origin do not end those of another', () => {
    const config = { ...pass(2, {}), origin: 'config' } as const;
    const west = { ...pass(2, {}), region: 'us-west-2' };
    expect(versionsAfter(pass(1, { a: 5 }), config, west)).toEqual([['a', 5, 1, null, 1]]);
  });

  test('remember how the last look ended', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    const place = { account: PLACE.account, region: PLACE.region };
    const error = { code: 'denied', message: 'No.', hint: 'Allow it.' };
    store.quotas.saveLook({ ...place, atMs: 1, error });
    expect(store.quotas.looks()).toEqual([{ ...place, atMs: 1, error }]);
    store.quotas.saveLook({ ...place, atMs: 2, error: null });
    expect(store.quotas.looks()).toEqual([{ ...place, atMs: 2, error: null }]);
  });
});
