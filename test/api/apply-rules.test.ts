/** `POST /api/v1/attribution/apply`, and what status and attribution tell of the past. */
import { expect, test } from 'vitest';
import { attributionReply } from '../../server/api/attribution-schemas.ts';
import { statusReply } from '../../server/api/reply-schemas.ts';
import { API } from '../../shared/contract.ts';
import { T0_MS } from '../support/metered.ts';
import { call, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const OWN = { 'content-type': 'application/json', origin: 'http://localhost:4680' };
const post = (body: unknown): RequestInit => {
  return { method: 'POST', headers: OWN, body: JSON.stringify(body) };
};

test('rules are applied from the day that is named', async () => {
  const asked: number[] = [];
  const applyRules = async (fromMs: number): Promise<boolean> => asked.push(fromMs) === 1;
  const rig = rigOf({ applyRules });
  const response = await rig.get(url(API.applyRules), post({ from: '2026-11-02' }));
  expect(response.status).toBe(200);
  expect(asked).toEqual([Date.UTC(2026, 10, 2)]);
  const second = await rig.get(url(API.applyRules), post({ from: '2026-11-02' }));
  expect([second.status, await second.json()]).toMatchObject([409, { code: 'conflict' }]);
});

test.each([{ from: 'soon' }, { from: '' }, {}, { from: '2026-11-02', more: 1 }])(
  'refuses %j and applies nothing',
  async (body) => {
    const applyRules = (): never => {
      throw new Error('nothing is to be applied');
    };
    const response = await rigOf({ applyRules }).get(url(API.applyRules), post(body));
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'badParameter' }]);
  },
);

test('a page of a stranger cannot apply rules', async () => {
  const headers = { ...OWN, origin: 'https://evil.example' };
  const request = { ...post({ from: '2026-11-02' }), headers };
  const response = await rigOf({ applyRules: async () => true }).get(API.applyRules, request);
  expect(response.status).toBe(403);
});

test('status and attribution tell that stored calls were attributed by other rules', async () => {
  const attribution = { rulesVersion: 'v0' };
  const store = storeOf([call(1, 0, { attribution })]);
  const rig = rigOf({ store });
  const status = async () => statusReply.parse(await (await rig.get(API.status)).json()).pastRules;
  expect(await status()).toMatchObject({ since: null, isBehind: false });
  const past = store.reattribution();
  past.noteRules('v1', T0_MS);
  const behind = { since: '2026-11-01T00:00:00Z', isBehind: true, appliedFrom: null, run: null };
  expect(await status()).toEqual(behind);
  const reply = await rig.get(url(API.attribution));
  expect(attributionReply.parse(await reply.json()).past).toEqual(behind);
  past.begin({ rulesVersion: 'v1', fromMs: T0_MS - 1000, nowMs: T0_MS + 1 });
  expect(await status()).toMatchObject({ isBehind: true, run: { state: 'preparing' } });
});
