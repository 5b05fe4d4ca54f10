/** The route of shared cost. */
import { expect, test } from 'vitest';
import { sharedCostReply } from '../../server/api/attribution-schemas.ts';
import { API } from '../../shared/contract.ts';
import { call, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const PLATFORM = {
  name: 'platform',
  from: { terms: [{ dimension: 'tenant', negated: false, values: ['platform'] }] },
  method: 'usage',
  among: new Map<string, number>(),
} as const;

function rigWith(sharedCost: readonly (typeof PLATFORM)[]) {
  const tenants = ['acme', 'bolt', 'platform'];
  const store = storeOf(tenants.map((tenant, i) => call(i, i, { attribution: { tenant } })));
  return rigOf({ store, sharedCost });
}

test('tells direct and allocated cost, with the rule and its method', async () => {
  const reply = await rigWith([PLATFORM]).get(url(API.sharedCost, ['groupBy', 'region,tenant']));
  const { rows, rules } = sharedCostReply.parse(await reply.json());
  expect(rules).toEqual([{ name: 'platform', from: 'tenant=platform', method: 'usage' }]);
  expect(rows.map(({ tenant }) => tenant)).toEqual(['acme', 'bolt']);
  expect(rows[0]?.group).toEqual({ region: 'us-east-1' });
  expect(Number(rows[0]?.allocated)).toBeCloseTo(Number(rows[0]?.direct) / 2, 12);
  expect(rows[0]?.allocations).toMatchObject([{ rule: 'platform', method: 'usage' }]);
});

test('leaves every cost with its tenant where there are no rules', async () => {
  const reply = await rigWith([]).get(url(API.sharedCost));
  const { rows } = sharedCostReply.parse(await reply.json());
  expect(rows.map(({ tenant, allocated }) => [tenant, allocated])).toEqual([
    ['acme', '0'],
    ['bolt', '0'],
    ['platform', '0'],
  ]);
});

test('shares money and nothing else', async () => {
  const reply = await rigWith([]).get(url(API.sharedCost, ['metric', 'latencyP99']));
  expect([reply.status, await reply.json()]).toMatchObject([400, { code: 'badMetric' }]);
});
