/** Reading Service Quotas with the real client: all pages, gently, and never fatal. */
import { describe, expect, test } from 'vitest';
import { readAccountQuotas, saveConfiguredQuotas } from '../../server/job/read-quotas.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { NOW_MS, REGION, SCOPE, withRig, type Rig } from '../source/rig.ts';

const QUOTAS = [3, 1, 2].map((number) => {
  return { code: `L-${number}`, name: `quota ${number}`, value: number * 10, isAdjustable: true };
});

async function look(rig: Rig) {
  const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
  const { signal } = new AbortController();
  const context = { store, clients: rig.clients, nowMs: () => NOW_MS, signal };
  await readAccountQuotas({ ...rig.account, quotas: true }, REGION, context);
  return store;
}

describe('readAccountQuotas', () => {
  test('keeps all quotas, over all pages', async () => {
    await withRig(
      async (rig) => {
        rig.world.setQuotas(SCOPE, QUOTAS);
        const { quotas } = await look(rig);
        expect(quotas.versions().map(({ code, value }) => [code, value])).toEqual([
          ['L-1', 10],
          ['L-2', 20],
          ['L-3', 30],
        ]);
        expect(quotas.looks()).toEqual([{ ...SCOPE, atMs: NOW_MS, error: null }]);
        expect(rig.aws.calls.get('ListServiceQuotas')).toBe(2);
      },
      { pageItemsMax: { ListServiceQuotas: 2 } },
    );
  });

  test('comes back after a throttle', async () => {
    await withRig(
      async (rig) => {
        rig.world.setQuotas(SCOPE, QUOTAS);
        expect((await look(rig)).quotas.versions()).toHaveLength(3);
      },
      { rules: [{ kind: 'throttle', operation: 'ListServiceQuotas', times: 1 }] },
    );
  });

  test('keeps a refusal with its mend, and throws nothing', async () => {
    await withRig(
      async (rig) => {
        const { quotas } = await look(rig);
        const [only] = quotas.looks();
        expect(only?.error).toMatchObject({ code: 'denied' });
        expect(only?.error?.hint).toContain('servicequotas:ListServiceQuotas');
        expect(quotas.versions()).toEqual([]);
      },
      { rules: [{ kind: 'accessDenied', operation: 'ListServiceQuotas' }] },
    );
  });

  test('asks nothing where the settings say so', async () => {
    await withRig(async (rig) => {
      const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
      const { signal } = new AbortController();
      const context = { store, clients: rig.clients, nowMs: () => NOW_MS, signal };
      await readAccountQuotas({ ...rig.account, quotas: false }, REGION, context);
      expect(rig.aws.calls.get('ListServiceQuotas')).toBeUndefined();
    });
  });
});

describe('saveConfiguredQuotas', () => {
  test('ends what the config does not name any more', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    const quota = { ...SCOPE, code: 'amazon.nova-lite-v1:0 tokensPerMinute', value: 5 };
    saveConfiguredQuotas([quota], store, 1);
    saveConfiguredQuotas([], store, 2);
    expect(store.quotas.versions()).toMatchObject([{ ...quota, validFromMs: 1, validToMs: 2 }]);
  });
});
