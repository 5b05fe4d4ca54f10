/** `GET /api/v1/attribution`: rules with what they caught, and callers without a tenant. */
import { describe, expect, test } from 'vitest';
import { attributionReply } from '../../server/api/attribution-schemas.ts';
import { API } from '../../shared/contract.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { call, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const nobody = { attribution: { tenant: UNATTRIBUTED, rule: null } };

describe('GET /api/v1/attribution', () => {
  const store = storeOf([call(1, 0), call(2, 1), call(3, 2), call(4, 3, nobody)]);

  test('tells what each rule caught, in order, and the share of dollars by day', async () => {
    const response = await rigOf({ store }).get(url(API.attribution));
    const body = attributionReply.parse(await response.json());
    expect(body.rules.map(({ name, invocations }) => [name, invocations])).toEqual([
      ['by tenant', 3],
      ['never', 0],
    ]);
    expect([body.coverage, body.invocations, body.unattributedInvocations]).toEqual([0.75, 4, 1]);
    expect(body.days).toEqual([{ start: '2026-11-01T00:00:00Z', coverage: 0.75 }]);
    expect(body.callers.map(({ rule }) => rule)).toEqual([
      '- name: "role OrdersApi"\n  when: { role: "OrdersApi" }\n  tenant: "OrdersApi"',
    ]);
    expect(body.rulesVersion).toBe('v1');
  });

  test('answers for a window, with unknown coverage where nothing is', async () => {
    const asked = url(API.attribution, ['from', '2026-11-03'], ['to', '2026-11-04']);
    const body = attributionReply.parse(await (await rigOf({ store }).get(asked)).json());
    expect([body.coverage, body.cost, body.callers, body.days]).toEqual([null, '0', [], []]);
  });

  test('refuses an empty window in the one shape', async () => {
    const response = await rigOf().get(url(API.attribution, ['from', 'now'], ['to', 'now-1d']));
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'badWindow' }]);
  });
});
