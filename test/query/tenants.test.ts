/** Facts of tenants in questions: what stands above, over the past too, and sums that tie out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tenantsReply } from '../../server/query/tenants-reply.ts';
import { indexOfCycle, TenantFacts, type TenantFact } from '../../shared/tenants.ts';
import { NONE, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { HAND_BOOK, QUERY_DEFAULTS, call, storeOf, valuesByGroup } from './ask.ts';

function fact(
  tenant: string,
  parent: string | null = null,
  owner: string | null = null,
): TenantFact {
  return { tenant, name: null, parent, owner, budgetOwner: null, contact: null };
}

const FACTS = [
  fact('acme', 'retail', 'ann'),
  fact('bolt', 'retail', 'ann'),
  fact('retail', 'emea'),
  fact('crux', 'emea', 'eve'),
];
const TENANTS = ['acme', 'acme', 'bolt', 'crux', 'stray', UNATTRIBUTED];

function store() {
  return storeOf(TENANTS.map((tenant, i) => call(i, i * 1_000, { attribution: { tenant } })));
}

describe('facts of tenants', () => {
  test('group and filter calls that were stored before anybody told them', () => {
    const held = store();
    const metrics = ['invocations'];
    expect(valuesByGroup(held, { metrics, groupBy: ['tenantParent'] })).toEqual([[NONE, 6]]);
    held.tenants.replace(FACTS);
    expect(valuesByGroup(held, { metrics, groupBy: ['tenantParent'] })).toEqual([
      ['retail', 3],
      [NONE, 2],
      ['emea', 1],
    ]);
    expect(valuesByGroup(held, { metrics, groupBy: ['tenantRoot'] })).toEqual([
      ['emea', 4],
      [NONE, 2],
    ]);
    const byAnn = { metrics, groupBy: ['tenant'], filter: 'tenantOwner=ann' };
    expect(valuesByGroup(held, byAnn)).toEqual([
      ['acme', 2],
      ['bolt', 1],
    ]);
    expect(held.values('tenantRoot', '', 10)).toEqual(['emea']);
    held.tenants.replace([fact('acme', 'moved')]);
    expect(valuesByGroup(held, { metrics, groupBy: ['tenantParent'] })).toEqual([
      [NONE, 4],
      ['moved', 2],
    ]);
    held.close();
  });

  test('answer alike from single rows', () => {
    const held = store();
    held.tenants.replace(FACTS);
    const question = { metrics: ['invocations'], groupBy: ['tenantParent'] };
    const fromRows = { ...question, filter: 'session!=nobody' };
    expect(valuesByGroup(held, fromRows)).toEqual(valuesByGroup(held, question));
    held.close();
  });

  test('list every tenant, with what stands above and all that lies below it', () => {
    const held = store();
    held.tenants.replace([...FACTS, fact('quiet')]);
    const { window } = QUERY_DEFAULTS;
    const tenants = tenantsReply({ window, facts: held.tenants.read() }, held, HAND_BOOK);
    const within = new Map(tenants.map((one) => [one.tenant, Number(one.costWithin)]));
    const own = new Map(tenants.map((one) => [one.tenant, Number(one.cost)]));
    expect([...within.keys()].sort()).toEqual(
      [...new Set([...TENANTS, 'retail', 'emea', 'quiet'])].sort(),
    );
    expect(own.get('acme')).toBeGreaterThan(0);
    expect(own.get('retail')).toBe(0);
    expect(within.get('quiet')).toBe(0);
    const sum = (names: readonly string[]) =>
      names.reduce((total, name) => total + (own.get(name) ?? 0), 0);
    expect(within.get('retail')).toBeCloseTo(sum(['acme', 'bolt']), 12);
    expect(within.get('emea')).toBeCloseTo(sum(['acme', 'bolt', 'crux']), 12);
    held.close();
  });

  test('never stand above themselves, whatever is told', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const told = fc.uniqueArray(fc.tuple(name, fc.option(name)), { selector: ([one]) => one });
    fc.assert(
      fc.property(told, (pairs) => {
        const facts = pairs.map(([tenant, parent]) => fact(tenant, parent));
        const known = new TenantFacts(facts);
        const isInCircle = facts.some(({ tenant }) => known.above(tenant).includes(tenant));
        expect(indexOfCycle(facts) >= 0).toBe(isInCircle);
        expect(new Set(known.above('a')).size).toBe(known.above('a').length);
      }),
    );
  });
});
