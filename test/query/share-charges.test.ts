/** Charges shared out among tenants: by tokens, evenly or by rule, with what is idle as idle. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShareRule } from '../../server/meter/capacity.ts';
import { chargeType, shareOfType, type Charge } from '../../server/meter/charge.ts';
import { shareCharge } from '../../server/query/share-charges.ts';
import { T0_MS } from '../support/metered.ts';

const PLACE = { model: 'meta.llama3-1-70b-instruct', region: 'us-east-1' };

const CHARGE: Charge = {
  hourMs: T0_MS,
  account: '111122223333',
  region: 'us-east-1',
  resource: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/x',
  operation: 'ProvisionedThroughput',
  type: chargeType(PLACE, 'model_unit_hours', { detail: 'commitment=none' }),
  quantity: 1_000_000,
};

const RULE: ShareRule = {
  match: '*',
  method: 'tokens',
  weights: new Map(),
  unitTokensPerMinute: null,
};

const told = (
  used: Readonly<Record<string, number>>,
  rule: Partial<ShareRule> | null = null,
  charge: Charge = CHARGE,
) => {
  const rules = rule ? [{ ...RULE, ...rule }] : [];
  return shareCharge(charge, rules, () => new Map(Object.entries(used))).map((one) => {
    return [one.tenant, one.quantity, shareOfType(one.type)];
  });
};

describe('a charge', () => {
  test('is shared by tokens where no rule says otherwise, to the last unit', () => {
    expect(told({ globex: 1, acme: 2 })).toEqual([
      ['acme', 666_667, 'allocated'],
      ['globex', 333_333, 'allocated'],
    ]);
  });

  test('is idle where nobody used what it is for', () => {
    expect(told({})).toEqual([['(idle)', 1_000_000, 'idle']]);
  });

  test('is idle by the part that the capacity did not do', () => {
    // A unit does 1,000 tokens a minute: 60,000 an hour, of which 15,000 were used.
    expect(told({ acme: 10_000, globex: 5_000 }, { unitTokensPerMinute: 1_000 })).toEqual([
      ['(idle)', 750_000, 'idle'],
      ['acme', 166_667, 'allocated'],
      ['globex', 83_333, 'allocated'],
    ]);
  });

  test('has no idle part where more was used than the capacity is said to do', () => {
    const used = told({ acme: 90_000, globex: 30_000 }, { unitTokensPerMinute: 1_000 });
    expect(used.map(([tenant]) => tenant)).toEqual(['acme', 'globex']);
  });

  test('of reserved tokens a minute is idle by what was not used of them', () => {
    const type = chargeType(PLACE, 'reserved_input_1k_tpm_hours', { tier: 'reserved' });
    const reserved = { ...CHARGE, type, operation: 'ReservedCapacity' } as const;
    expect(told({ acme: 45_000 }, null, { ...reserved, quantity: 1_000_000 })).toEqual([
      ['(idle)', 250_000, 'idle'], // 1,000 tokens a minute are 60,000 an hour.
      ['acme', 750_000, 'allocated'],
    ]);
  });

  test('is shared evenly among those who used it, or among those that are named', () => {
    expect(told({ acme: 9, globex: 1 }, { method: 'evenly' })).toEqual([
      ['acme', 500_000, 'allocated'],
      ['globex', 500_000, 'allocated'],
    ]);
    const weights = new Map([
      ['initech', 1],
      ['hooli', 1],
      ['stark', 1],
    ]);
    expect(told({ acme: 9 }, { method: 'evenly', weights })).toEqual([
      ['hooli', 333_334, 'allocated'],
      ['initech', 333_333, 'allocated'],
      ['stark', 333_333, 'allocated'],
    ]);
  });

  test('is shared by fixed weights, with fractions', () => {
    const weights = new Map([
      ['acme', 62.5],
      ['globex', 37.5],
    ]);
    expect(told({}, { method: 'fixed', weights })).toEqual([
      ['acme', 625_000, 'allocated'],
      ['globex', 375_000, 'allocated'],
    ]);
  });

  test("is the one tenant's that a rule names, directly", () => {
    const weights = new Map([['acme', 1]]);
    expect(told({ globex: 4 }, { method: 'fixed', weights })).toEqual([
      ['acme', 1_000_000, 'direct'],
    ]);
  });

  test('keeps the class that selects its rate, and its place', () => {
    const [one] = shareCharge(CHARGE, [], () => new Map([['acme', 1]]));
    expect(one?.type.detail).toBe('commitment=none share=allocated');
    expect(one).toMatchObject({ resource: CHARGE.resource, hourMs: T0_MS });
  });

  test('follows the first rule whose pattern fits the resource', () => {
    const weights = new Map([['acme', 1]]);
    const rule = { method: 'fixed', weights, match: '*:custom-model/*' } as const;
    expect(told({ globex: 4 }, rule)).toEqual([['globex', 1_000_000, 'allocated']]);
  });

  test("of training without a rule is nobody's by name, and not idle", () => {
    expect(told({}, null, { ...CHARGE, operation: 'ModelTraining' })).toEqual([
      ['Unattributed', 1_000_000, 'direct'],
    ]);
  });

  test('is the sum of its parts, whatever the method', () => {
    const tenants = fc.dictionary(fc.string(), fc.integer({ min: 0, max: 10 ** 9 }));
    const method = fc.constantFrom('tokens', 'evenly', 'fixed');
    const limit = fc.option(fc.integer({ min: 1, max: 10 ** 6 }));
    const quantity = fc.integer({ min: 1, max: 10 ** 9 });
    fc.assert(
      fc.property(tenants, method, limit, quantity, (used, how, unitTokensPerMinute, amount) => {
        const rule = { method: how, weights: new Map(Object.entries(used)), unitTokensPerMinute };
        const parts = told(used, rule, { ...CHARGE, quantity: amount });
        expect(parts.reduce((sum, [, part]) => sum + Number(part), 0)).toBe(amount);
        expect(parts.every(([, part]) => Number(part) > 0)).toBe(true);
      }),
      { seed: 8, numRuns: 200, endOnFailure: true },
    );
  });
});
