/** Shared cost: every split adds up to the plain answer, in any group, step and filter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedCost, type SharedCostRow } from '../../server/query/shared-cost.ts';
import { parseFilter } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { ask, call, HAND_BOOK, queryOf, storeOf, type Question } from './ask.ts';

function ruleOf(
  from: string,
  method: SharedCostRule['method'],
  among: Readonly<Record<string, number>> = {},
): SharedCostRule {
  const filter = parseFilter(from);
  if (!filter.ok) throw new Error(filter.problem.message);
  return { name: from, from: filter.value, method, among: new Map(Object.entries(among)) };
}

const TENANTS = ['acme', 'acme', 'acme', 'bolt', 'platform', UNATTRIBUTED];

function store(tenants: readonly string[] = TENANTS) {
  return storeOf(tenants.map((tenant, i) => call(i, i * HOUR_MS, { attribution: { tenant } })));
}

type Held = ReturnType<typeof store>;

function shared(held: Held, rules: readonly SharedCostRule[], more: Partial<Question> = {}) {
  const query = queryOf({ metrics: ['cost'], ...more });
  return sharedCost({ ...query, metric: 'cost' }, rules, held, HAND_BOOK);
}

function total(rows: readonly SharedCostRow[]): bigint {
  return rows.reduce((sum, row) => sum + row.directAttoUsd + row.allocatedAttoUsd, 0n);
}

function plainTotal(held: Held, more: Partial<Question> = {}): bigint {
  const { rows } = ask(held, { metrics: ['cost'], ...more });
  return rows.reduce((sum, row) => sum + BigInt(row.values.get('cost') ?? 0n), 0n);
}

describe('shared cost', () => {
  const ONE = plainTotal(store(['acme']));

  test.each([
    ['by usage', ruleOf('tenant=platform', 'usage'), [(ONE * 3n) / 4n, ONE / 4n]],
    ['evenly', ruleOf('tenant=platform', 'evenly'), [ONE / 2n, ONE / 2n]],
    [
      'by fixed weights',
      ruleOf('tenant=platform', 'fixed', { acme: 20, bolt: 80 }),
      [ONE / 5n, (ONE * 4n) / 5n],
    ],
  ])('goes %s to tenants, and none is left with its source', (_name, rule, parts) => {
    const held = store();
    const rows = shared(held, [rule]);
    expect(rows.map(({ tenant }) => tenant)).toEqual([UNATTRIBUTED, 'acme', 'bolt']);
    expect(rows.map((row) => row.directAttoUsd)).toEqual([ONE, ONE * 3n, ONE]);
    expect(rows.map((row) => row.allocatedAttoUsd)).toEqual([0n, ...parts]);
    expect(rows[1]?.allocations).toEqual([
      { rule: 'tenant=platform', method: rule.method, attoUsd: parts[0] },
    ]);
    held.close();
  });

  test('takes the first rule that fits, and asks of who pays in the end', () => {
    const held = store();
    const rules = [
      ruleOf('tenant=platform', 'fixed', { bolt: 1 }),
      ruleOf('tenant=*', 'fixed', { crux: 1 }),
    ];
    const rows = shared(held, rules, { filter: 'tenant=bolt' });
    expect(rows.map((row) => [row.tenant, row.directAttoUsd, row.allocatedAttoUsd])).toEqual([
      ['bolt', 0n, ONE],
    ]);
    held.close();
  });

  test('stays where it is when nobody has a part', () => {
    const held = store(['platform', UNATTRIBUTED]);
    const rows = shared(held, [ruleOf('tenant=platform', 'usage')]);
    expect(rows.map(({ tenant, directAttoUsd }) => [tenant, directAttoUsd])).toEqual([
      [UNATTRIBUTED, ONE],
      ['platform', ONE],
    ]);
    held.close();
  });

  test('adds up to the plain answer in any group, step and filter', () => {
    const tenant = fc.constantFrom('acme', 'bolt', 'crux', 'platform', UNATTRIBUTED);
    const rule = fc
      .tuple(
        fc.constantFrom('tenant=platform', 'tenant!=acme', 'model=*', 'profile=(none) tenant=crux'),
        fc.constantFrom('usage' as const, 'evenly' as const, 'fixed' as const),
        fc.dictionary(
          fc.constantFrom('acme', 'bolt'),
          fc.double({ min: 0.1, max: 99, noNaN: true }),
        ),
      )
      .map(([from, method, among]) => ruleOf(from, method, among));
    const question = fc.record({
      groupBy: fc.constantFrom([], ['model'], ['region', 'tenant']),
      step: fc.constantFrom('all', '1h', '1d'),
      filter: fc.constantFrom('', 'model=amazon.*', 'region!=us-east-1'),
    });
    fc.assert(
      fc.property(
        fc.array(tenant, { minLength: 1, maxLength: 8 }),
        fc.array(rule, { maxLength: 3 }),
        question,
        (tenants, rules, more) => {
          const held = store(tenants);
          expect(total(shared(held, rules, more))).toBe(plainTotal(held, more));
          held.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
