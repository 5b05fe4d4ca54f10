/** What rules would make of the calls of a window: by rule, and by tenant before and after. */
import { NONE } from '../../shared/dimensions.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { Window } from '../../shared/window.ts';
import type { Attribution } from '../attribute/attribution.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { PriceBook } from '../price/price-book.ts';
import { costOfInvocation } from '../query/cost-of-invocation.ts';
import type { Store, StoredInvocation } from '../store/store.ts';
import { attributeStored } from './attribute-stored.ts';
import type { KnownFacts } from './stored-input.ts';

/** Calls and what they cost. */
export interface Caught {
  readonly invocations: number;
  readonly costAttoUsd: bigint;
}

export interface RulesComparison {
  /** Calls that were looked at: the newest of the window. */
  readonly looked: Caught;
  /** True when the window has more calls than are looked at. */
  readonly isPart: boolean;
  /** In their order; those without calls never match here. */
  readonly rules: readonly (Caught & { readonly name: string })[];
  /** Calls whose tenant or rule would be another. */
  readonly changed: Caught;
  /** Tenants whose calls change, the largest change first. */
  readonly tenants: readonly TenantChange[];
}

export interface TenantChange {
  readonly tenant: string;
  readonly before: Caught;
  readonly after: Caught;
}

/** Calls that one comparison looks at, some seconds of work. */
const CALLS_MAX = 200_000;
const PAGE_CALLS = 5_000;

/** @param callsMax the newest calls of the window that are looked at. */
export function compareRules(
  { rules, window, callsMax = CALLS_MAX }: ComparisonQuestion,
  store: Pick<Store, 'invocations'>,
  book: PriceBook,
  known: KnownFacts,
): RulesComparison {
  const sums = new ComparisonSums(rules);
  let before: string | null = null;
  for (;;) {
    const limit = Math.min(PAGE_CALLS, callsMax - sums.calls);
    if (limit === 0) return sums.result(true);
    const page = store.invocations({ window, filter: EMPTY_FILTER, limit, before });
    for (const one of page.invocations) {
      const attribution = attributeStored(one, known, rules);
      sums.add(one, costOfInvocation(one, book).attoUsd ?? 0n, attribution);
    }
    before = page.next;
    if (before === null) return sums.result(false);
  }
}

export interface ComparisonQuestion {
  readonly rules: RuleSet;
  readonly window: Window;
  readonly callsMax?: number;
}

interface Sum {
  invocations: number;
  costAttoUsd: bigint;
}

class ComparisonSums {
  readonly #rules: RuleSet;
  readonly #looked: Sum = emptySum();
  readonly #changed: Sum = emptySum();
  readonly #byRule = new Map<string, Sum>();
  readonly #before = new Map<string, Sum>();
  readonly #after = new Map<string, Sum>();

  constructor(rules: RuleSet) {
    this.#rules = rules;
  }

  get calls(): number {
    return this.#looked.invocations;
  }

  add(
    one: StoredInvocation,
    costAttoUsd: bigint,
    { tenant, rule }: Pick<Attribution, 'tenant' | 'rule'>,
  ): void {
    const tenantBefore = one.valueOf('tenant');
    count(this.#looked, costAttoUsd);
    if (rule !== null) countAt(this.#byRule, rule, costAttoUsd);
    if (tenant === tenantBefore && (rule ?? NONE) === one.valueOf('rule')) return;
    count(this.#changed, costAttoUsd);
    if (tenant === tenantBefore) return;
    countAt(this.#before, tenantBefore, costAttoUsd);
    countAt(this.#after, tenant, costAttoUsd);
  }

  result(isPart: boolean): RulesComparison {
    const names = [...new Set([...this.#before.keys(), ...this.#after.keys()])];
    const tenants = names.map((tenant) => ({
      tenant,
      before: this.#before.get(tenant) ?? emptySum(),
      after: this.#after.get(tenant) ?? emptySum(),
    }));
    return {
      looked: this.#looked,
      isPart,
      rules: this.#rules.rules.map(({ name }) => ({
        name,
        ...(this.#byRule.get(name) ?? emptySum()),
      })),
      changed: this.#changed,
      tenants: tenants.sort(byChange),
    };
  }
}

function emptySum(): Sum {
  return { invocations: 0, costAttoUsd: 0n };
}

function count(sum: Sum, costAttoUsd: bigint): void {
  sum.invocations += 1;
  sum.costAttoUsd += costAttoUsd;
}

function countAt(sums: Map<string, Sum>, key: string, costAttoUsd: bigint): void {
  const sum = sums.get(key) ?? emptySum();
  sums.set(key, sum);
  count(sum, costAttoUsd);
}

function byChange(a: TenantChange, b: TenantChange): number {
  const [left, right] = [changeOf(a), changeOf(b)];
  if (left !== right) return left > right ? -1 : 1;
  return a.tenant < b.tenant ? -1 : 1;
}

function changeOf({ before, after }: TenantChange): bigint {
  const change = after.costAttoUsd - before.costAttoUsd;
  return change < 0n ? -change : change;
}
