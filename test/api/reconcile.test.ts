/** The bill beside the estimate over HTTP: the newest month, exact money, and who may see it. */
import { describe, expect, test } from 'vitest';
import { reconcileReply } from '../../server/query/reconcile-reply.ts';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import type { Store } from '../../server/store/store.ts';
import { API } from '../../shared/contract.ts';
import type { ReconcileReply } from '../../shared/reconcile-contract.ts';
import { accessRig } from '../access/access-rig.ts';
import { BILL_BOOK, calledStore } from '../support/bill-fixture.ts';
import { T0_MS } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const ATTO = 10n ** 18n;
const LINE = {
  account: '111122223333',
  region: 'us-east-1',
  model: 'amazon.nova-micro',
  usage: 'input_tokens',
  kind: 'usage',
  isRead: true,
} as const;

/** November: a day that agrees, a day billed twice, a credit; October: a day without calls. */
function billedStore(): Store {
  const store = calledStore();
  const period = { sourceId: 'bill', version: '1', rows: 9, readAtMs: T0_MS };
  const of = (day: string, quantity: bigint, usd: bigint) => ({
    ...LINE,
    day,
    quantity,
    costAttoUsd: usd * ATTO,
    listAttoUsd: usd * ATTO,
  });
  store.bills.replace({ ...period, period: '2026-10', lastDay: '2026-10-31' }, [
    of('2026-10-30', 2_000_000n, 2n),
  ]);
  const credit = { ...of('2026-11-01', 0n, -1n), kind: 'credit' as const, usage: '' };
  store.bills.replace({ ...period, period: '2026-11', lastDay: '2026-11-03' }, [
    of('2026-11-01', 5_000_000n, 5n),
    of('2026-11-02', 2_000_000n, 2n),
    credit,
  ]);
  return store;
}

async function ask(store: Store, ...parameters: (readonly [string, string])[]) {
  const response = await rigOf({ store, book: BILL_BOOK }).get(url(API.reconcile, ...parameters));
  const body: unknown = await response.json();
  return { status: response.status, body };
}

/** The reply in the shape that OpenAPI promises. */
async function found(store: Store, ...parameters: (readonly [string, string])[]) {
  const { status, body } = await ask(store, ...parameters);
  expect(status).toBe(200);
  const schema = ENDPOINTS.find(({ path }) => path === API.reconcile)?.reply;
  return schema?.parse(body) as ReconcileReply; // The guarantee: the schema is held to this type.
}

describe('GET /api/v1/reconcile', () => {
  test('tells the newest month, sums exact, and the largest difference first', async () => {
    const reply = await found(billedStore());
    expect(reply.months).toEqual(['2026-11', '2026-10']);
    expect(reply.hint).toBeNull();
    expect(reply.found).toMatchObject({
      month: '2026-11',
      from: '2026-11-01',
      billedListUsd: '7',
      billedUsd: '7',
      takenOff: [{ kind: 'credit', usd: '-1' }],
      states: { reconciled: 1, pending: 1 },
    });
    const nova = reply.found?.rows.filter(({ day }) => day === '2026-11-02');
    expect(nova).toMatchObject([
      {
        differs: 'quantity',
        estimatedUsd: '1',
        billedUsd: '2',
        byQuantityUsd: '1',
        byRateUsd: '0',
      },
    ]);
    const sizes = reply.found?.rows.map((row) => {
      return Math.abs(Number(row.billedUsd ?? 0) - Number(row.estimatedUsd ?? 0));
    });
    expect(sizes).toEqual(sizes?.toSorted((a, b) => b - a));
    expect(reply.found?.differing).toBe(sizes?.length);
  });

  test('tells another month where it is asked for', async () => {
    const reply = await found(billedStore(), ['month', '2026-10']);
    expect(reply.found).toMatchObject({
      month: '2026-10',
      states: { unmatched: 1, reconciled: 0 },
      rows: [{ day: '2026-10-30', differs: 'notLogged', estimatedUsd: null, billedUsd: '2' }],
    });
  });

  test('says what to do where no bill was read, or none of the month', async () => {
    const none = await found(calledStore());
    expect(none).toEqual({ months: [], found: null, hint: expect.stringContaining('`bill:`') });
    const other = await found(billedStore(), ['month', '2026-09']);
    expect(other).toMatchObject({ found: null, hint: 'A bill was read of 2026-11, 2026-10.' });
  });

  test('refuses what is no month', async () => {
    const { status, body } = await ask(billedStore(), ['month', '2026-13']);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'badParameter', hint: 'Write a month such as 2026-11.' });
  });

  test('is not told to whoever sees some tenants only: a bill knows none', async () => {
    const rig = accessRig({}, { store: billedStore() });
    await rig.user('all', 'viewer');
    await rig.user('some', 'viewer', ['acme']);
    const askAs = async (name: string) => {
      return rig.ask(API.reconcile, { cookie: await rig.signIn(name) });
    };
    expect((await askAs('all')).status).toBe(200);
    const refused = await askAs('some');
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toMatch(/Usd|2026-11/);
  });

  test('tells no more than fifty differences, and how many there are', () => {
    const store = calledStore();
    const lines = Array.from({ length: 60 }, (_, index) => {
      const money = { quantity: 1n, costAttoUsd: BigInt(index + 1) * ATTO, listAttoUsd: ATTO };
      return { ...LINE, ...money, day: '2026-11-01', model: `acme.model-${index}` };
    });
    const period = { sourceId: 'bill', period: '2026-11', version: '1', lastDay: '2026-11-03' };
    store.bills.replace({ ...period, rows: 60, readAtMs: T0_MS }, lines);
    const { found: month } = reconcileReply(null, store, BILL_BOOK);
    expect(month?.rows).toHaveLength(50);
    expect(month?.differing).toBeGreaterThanOrEqual(60);
  });
});
