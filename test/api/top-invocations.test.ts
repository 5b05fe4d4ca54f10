/** The dearest, slowest and largest calls of a window, in that order. */
import { describe, expect, test } from 'vitest';
import { topInvocationsReply } from '../../server/api/running-schemas.ts';
import { API } from '../../shared/contract.ts';
import type { TopInvocationsReply } from '../../shared/top-invocations.ts';
import { call, storeOf } from '../query/ask.ts';
import { requestId } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const rig = rigOf({
  store: storeOf([
    call(1, 1_000, { invocation: { latencyMs: 300 } }),
    call(2, 2_000, { invocation: { latencyMs: 900 }, model: 'acme.mystery' }),
    call(3, 3_000, { invocation: { latencyMs: null } }),
  ]),
});

async function ask(...parameters: [string, string][]): Promise<TopInvocationsReply> {
  const response = await rig.get(url(API.topInvocations, ...parameters));
  return (await response.json()) as TopInvocationsReply;
}

describe('GET /api/v1/invocations/top', () => {
  test('puts the slowest first, and leaves out calls without a latency', async () => {
    const reply = await ask(['by', 'latency']);
    expect(topInvocationsReply.parse(reply)).toEqual(reply);
    expect(reply.invocations.map((one) => one.requestId)).toEqual([requestId(2), requestId(1)]);
    expect(reply).toMatchObject({ looked: 3, isWhole: true });
  });

  test('leaves unpriced calls out of the dearest', async () => {
    const { invocations } = await ask(['by', 'cost']);
    expect(invocations.map((one) => one.model)).not.toContain('acme.mystery');
    expect(invocations).toHaveLength(2);
  });

  test('takes the same filter as the list', async () => {
    const { invocations } = await ask(['by', 'latency'], ['filter', 'model=acme.*']);
    expect(invocations.map((one) => one.requestId)).toEqual([requestId(2)]);
  });

  test('refuses an order that is none', async () => {
    expect(await ask(['by', 'beauty'])).toMatchObject({ code: 'badParameter' });
  });
});
