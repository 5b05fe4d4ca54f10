/** `GET /api/v1/whatif`: before, after, difference; parts that add up; what is unknown as null. */
import { describe, expect, test } from 'vitest';
import { comparisonReply, queryReply } from '../../server/api/reply-schemas.ts';
import { API } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { storeOf } from '../query/ask.ts';
import { INPUT_TYPE, metered, requestId } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const used = (number: number, tenant: string, model: string, quantity: number) => {
  const usage = [{ type: { ...INPUT_TYPE, model }, quantity }];
  return metered({
    usage,
    model,
    invocation: { requestId: requestId(number) },
    attribution: { tenant },
  });
};

const store = storeOf([
  used(1, 'acme', 'amazon.nova-micro', 1_000_001),
  used(2, 'acme', 'acme.mystery', 700),
  used(3, 'globex', 'amazon.nova-half', 333_333),
  used(4, 'initech', 'acme.mystery', 700),
]);

const ask = async (...parameters: readonly (readonly [string, string])[]) => {
  const response = await rigOf({ store }).get(url(API.whatIf, ...parameters));
  expect(response.status).toBe(200);
  return comparisonReply.parse(await response.json());
};

describe('GET /api/v1/whatif', () => {
  test('answers by tenant, and knows no zero where nothing has a rate', async () => {
    const { groups, total, assumptions } = await ask(['set', 'tier=batch']);
    const byTenant = new Map(groups.map((one) => [one.group['tenant'], one]));
    expect(byTenant.get('globex')).toMatchObject({ unpricedInvocationsAfter: 0 });
    expect(byTenant.get('acme')).toMatchObject({ before: '1.000001', difference: '-0.5000005' });
    const unknown = { before: null, after: null, difference: null };
    expect(byTenant.get('initech')).toMatchObject(unknown);
    expect(total.unpricedInvocationsBefore).toBe(2);
    expect(assumptions.join(' ')).toContain('may take a day');
  });

  test('adds up over groups to its total, and starts from what the question answers', async () => {
    for (const set of ['tier=batch', 'model=amazon.nova-half', 'discount=33.3333']) {
      const { groups, total } = await ask(['set', set], ['groupBy', 'tenant,model']);
      for (const side of ['before', 'after', 'difference'] as const) {
        const sum = groups.reduce((so, one) => so + (parseAttoUsd(one[side] ?? '0') ?? 0n), 0n);
        expect([set, side, sum]).toEqual([set, side, parseAttoUsd(total[side] ?? '')]);
      }
    }
    const response = await rigOf({ store }).get(url(API.query, ['metric', 'contractedCost']));
    const { rows } = queryReply.parse(await response.json());
    const { total } = await ask(['set', 'tier=batch']);
    expect(total.before).toBe(rows[0]?.values['contractedCost']);
  });

  test('compares only what passes the filter', async () => {
    const { groups } = await ask(['set', 'tier=flex'], ['filter', 'tenant=globex']);
    expect(groups.map(({ group }) => group)).toEqual([{ tenant: 'globex' }]);
  });

  test('gives one group without a name where no grouping is wanted', async () => {
    const { groups, total } = await ask(['set', 'tier=flex'], ['groupBy', '']);
    expect(groups).toEqual([{ group: {}, ...total }]);
  });

  test.each([
    ['nothing to try', [], 'badParameter'],
    ['a wrong choice', [['set', 'tier=cheap']], 'badParameter'],
    [
      'a wrong dimension',
      [
        ['set', 'tier=flex'],
        ['groupBy', 'shoe'],
      ],
      'badDimension',
    ],
    [
      'a wrong filter',
      [
        ['set', 'tier=flex'],
        ['filter', 'shoe=1'],
      ],
      'badFilter',
    ],
  ] as const)('answers %s with an error that says what to do', async (_, parameters, code) => {
    const response = await rigOf({ store }).get(url(API.whatIf, ...parameters));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false, code, hint: expect.any(String) });
  });
});
