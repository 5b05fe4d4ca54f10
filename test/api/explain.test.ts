/** `GET /api/v1/explain`: the promised shape for each kind of line, and errors in the one shape. */
import { describe, expect, test } from 'vitest';
import { explainReply } from '../../server/api/reply-schemas.ts';
import { API } from '../../shared/contract.ts';
import { storeOf } from '../query/ask.ts';
import { INPUT_TYPE, metered, requestId } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const store = storeOf([
  metered({
    usage: [
      { type: INPUT_TYPE, quantity: 1000 },
      { type: { ...INPUT_TYPE, tier: 'flex' }, quantity: 1000 },
      { type: { ...INPUT_TYPE, model: 'acme.mystery' }, quantity: 1000 },
    ],
    attribution: { tags: [{ key: 'feature', value: 'chat', source: 'metadata' }] },
  }),
]);

describe('GET /api/v1/explain', () => {
  test('has the promised shape for exact, estimated and unpriced lines', async () => {
    const response = await rigOf({ store }).get(url(API.explain, ['requestId', requestId(1)]));
    const body = explainReply.parse(await response.json());
    expect(body.lines.map(({ rate }) => rate?.quality ?? null)).toEqual([
      'exact',
      'estimate',
      null,
    ]);
    expect(body).toMatchObject({ cost: '0.0015', contractedCost: '0.0015', unpriced: true });
  });

  test.each([
    ['no id', [], 400, 'badParameter'],
    ['an unknown id', [['requestId', 'nope']], 404, 'notFound'],
    [
      'a window without it',
      [
        ['requestId', requestId(1)],
        ['to', '2026-01-01'],
      ],
      404,
      'notFound',
    ],
    [
      'a wrong time',
      [
        ['requestId', requestId(1)],
        ['from', 'soon'],
      ],
      400,
      'badWindow',
    ],
  ] as const)('answers %s with an error that says what to do', async (_, ask, status, code) => {
    const response = await rigOf({ store }).get(url(API.explain, ...ask));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ ok: false, code, hint: expect.any(String) });
  });
});
