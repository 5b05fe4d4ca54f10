/** Shared cost: every split adds up to the plain answer, in any group, step and filter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedCost, sharedMoves, type SharedCostRow } from '../../server/query/shared-cost.ts';
import { parseFilter } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
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

  test('goes by the usage of each day, whatever step is asked for', () => {
    // On the first day acme used all, on the second bolt did; platform the same on both.
    const of = (tenant: string) => ({ attribution: { tenant } });
    const held = storeOf([
      call(1, 0, of('acme')),
      call(2, HOUR_MS, of('platform')),
      call(3, DAY_MS, of('bolt')),
      call(4, DAY_MS + HOUR_MS, of('platform')),
      call(5, DAY_MS + HOUR_MS, of('platform')),
    ]);
    const rows = shared(held, [ruleOf('tenant=platform', 'usage')], { step: 'all' });
    expect(rows.map((row) => [row.tenant, row.allocatedAttoUsd])).toEqual([
      ['acme', ONE],
      ['bolt', ONE * 2n],
    ]);
    held.close();
  });

  test('shares a day without usage evenly among those of its month, or among those named', () => {
    const of = (tenant: string) => ({ attribution: { tenant } });
    const held = storeOf([
      call(1, 0, of('acme')),
      call(2, 0, of('acme')),
      call(3, 0, of('bolt')),
      call(4, 5 * DAY_MS, of('platform')),
      call(5, 40 * DAY_MS, of('platform')), // In December, when nobody else used anything.
    ]);
    const LATER = plainTotal(storeOf([call(1, 5 * DAY_MS)]), { to: '2027-01-01' }); // A price has changed meanwhile.
    const allocated = (rule: SharedCostRule) =>
      shared(held, [rule], { to: '2027-01-01' }).map((row) => {
        return [row.tenant, row.directAttoUsd, row.allocatedAttoUsd];
      });
    expect(allocated(ruleOf('tenant=platform', 'usage'))).toEqual([
      ['acme', ONE * 2n, LATER / 2n],
      ['bolt', ONE, LATER / 2n],
      ['platform', LATER, 0n],
    ]);
    expect(allocated(ruleOf('tenant=platform', 'usage', { crux: 1, dino: 1 }))).toEqual([
      ['acme', ONE * 2n, 0n],
      ['bolt', ONE, 0n],
      ['crux', 0n, LATER],
      ['dino', 0n, LATER],
    ]);
    held.close();
  });

  const HOURS = 96;
  const spread = fc.array(
    fc.record({
      tenant: fc.constantFrom('acme', 'bolt', 'crux', 'platform', 'platform'),
      atHour: fc.integer({ min: 0, max: HOURS - 1 }),
    }),
    { minLength: 1, maxLength: 14 },
  );
  const heldOf = (calls: readonly { readonly tenant: string; readonly atHour: number }[]) =>
    storeOf(
      calls.map(({ tenant, atHour }, i) =>
        call(i, atHour * HOUR_MS + i, { attribution: { tenant } }),
      ),
    );
  const method = fc.constantFrom('usage' as const, 'evenly' as const);
  const zone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata');
  const at = (hour: number): string => new Date(T0_MS + hour * HOUR_MS).toISOString();
  /** What each tenant pays over all steps. */
  const paid = (rows: readonly SharedCostRow[]): Readonly<Record<string, string>> => {
    const sums = new Map<string, bigint>();
    for (const { tenant, directAttoUsd, allocatedAttoUsd } of rows) {
      sums.set(tenant, (sums.get(tenant) ?? 0n) + directAttoUsd + allocatedAttoUsd);
    }
    const used = [...sums].filter(([, attoUsd]) => attoUsd !== 0n);
    return Object.fromEntries(used.map(([tenant, attoUsd]) => [tenant, String(attoUsd)]));
  };

  test('is the same to the last digit in steps of any length, and in windows laid end to end', () => {
    fc.assert(
      fc.property(
        spread,
        method,
        zone,
        fc.integer({ min: 1, max: HOURS - 1 }),
        (calls, how, tz, cut) => {
          const held = heldOf(calls);
          const rules = [ruleOf('tenant=platform', how)];
          const question = { from: at(0), to: at(HOURS), timeZone: tz };
          const whole = paid(shared(held, rules, { ...question, step: 'all' }));
          for (const step of ['1d', '1h', '15m']) {
            expect(paid(shared(held, rules, { ...question, step }))).toEqual(whole);
          }
          const parts = [
            ...shared(held, rules, { ...question, to: at(cut) }),
            ...shared(held, rules, { ...question, from: at(cut) }),
          ];
          expect(paid(parts)).toEqual(whole);
          const plain = plainTotal(held, question);
          expect(total(shared(held, rules, { ...question, step: '1h' }))).toBe(plain);
          held.close();
        },
      ),
      { numRuns: 40, seed: 9 },
    );
  });

  test('moves from each source to each receiver what rows tell, and no more', () => {
    fc.assert(
      fc.property(spread, method, (calls, how) => {
        const held = heldOf(calls);
        const rules = [ruleOf('tenant=platform', how)];
        const query = queryOf({ metrics: ['cost'], from: at(0), to: at(HOURS) });
        const moves = sharedMoves({ ...query, metric: 'cost' }, rules, held, HAND_BOOK);
        const rows = shared(held, rules, { from: at(0), to: at(HOURS) });
        const given = rows.filter(({ allocatedAttoUsd }) => allocatedAttoUsd !== 0n);
        expect(moves.map(({ from, to, attoUsd }) => [from, to, attoUsd])).toEqual(
          given.map(({ tenant, allocatedAttoUsd }) => ['platform', tenant, allocatedAttoUsd]),
        );
        held.close();
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});
