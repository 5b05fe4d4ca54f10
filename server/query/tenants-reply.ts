/** Tenants with what they cost, and what stands above them with the sums of all below. */
import type { TenantReply } from '../../shared/attribution-contract.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import type { TenantFact, TenantFacts } from '../../shared/tenants.ts';
import type { Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery, type QueryStore } from './run-query.ts';

interface Sums {
  ownAttoUsd: bigint;
  withinAttoUsd: bigint;
  invocations: number;
}

/** Dearest first, by what lies within; ties by name. */
export function tenantsReply(
  { window, facts }: { readonly window: Window; readonly facts: TenantFacts },
  store: QueryStore,
  book: PriceBook,
): readonly TenantReply[] {
  const { rows } = runQuery(
    {
      metrics: ['cost', 'invocations'],
      filter: EMPTY_FILTER,
      groupBy: ['tenant'],
      window,
      step: 'all',
      timeZone: 'UTC',
    },
    store,
    book,
  );
  const sums = new Map<string, Sums>();
  for (const { tenant, parent } of facts.all) {
    sumsOf(sums, tenant);
    if (parent !== null) sumsOf(sums, parent);
  }
  for (const { group, values } of rows) {
    const tenant = group[0] ?? '';
    const costAttoUsd = BigInt(values.get('cost') ?? 0n);
    const own = sumsOf(sums, tenant);
    own.ownAttoUsd += costAttoUsd;
    own.invocations += Number(values.get('invocations') ?? 0);
    for (const one of [tenant, ...facts.above(tenant)]) {
      sumsOf(sums, one).withinAttoUsd += costAttoUsd;
    }
  }
  return [...sums]
    .sort(
      ([a, one], [b, other]) => compare(other.withinAttoUsd, one.withinAttoUsd) || (a < b ? -1 : 1),
    )
    .map(([tenant, one]) => ({
      ...(facts.of(tenant) ?? unknownTenant(tenant)),
      cost: formatAttoUsd(one.ownAttoUsd),
      costWithin: formatAttoUsd(one.withinAttoUsd),
      invocations: one.invocations,
    }));
}

function sumsOf(sums: Map<string, Sums>, tenant: string): Sums {
  const known = sums.get(tenant) ?? { ownAttoUsd: 0n, withinAttoUsd: 0n, invocations: 0 };
  sums.set(tenant, known);
  return known;
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Tenants appear by themselves: attribution is what makes them. */
function unknownTenant(tenant: string): TenantFact {
  return { tenant, name: null, parent: null, owner: null, budgetOwner: null, contact: null };
}
