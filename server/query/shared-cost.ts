/** Shared cost as a view: what each tenant costs itself, and its parts of what several share. */
import { IDLE, NONE, OTHER, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, passesFilter, type Filter } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { PriceBook } from '../price/price-book.ts';
import { allocate } from './allocate.ts';
import type { Query } from './query.ts';
import { runQuery, type QueryStore } from './run-query.ts';

export interface SharedCostQuestion extends Omit<Query, 'metrics'> {
  /** By list prices, or after the discounts of a contract. */
  readonly metric: 'cost' | 'contractedCost';
}

/** What one tenant pays in one group and step. */
export interface SharedCostRow {
  readonly startMs: number;
  /** Values of the grouping dimensions, in their order, without that of the tenant. */
  readonly group: readonly string[];
  readonly tenant: string;
  /** What it costs itself and nobody shares. */
  readonly directAttoUsd: bigint;
  readonly allocatedAttoUsd: bigint;
  /** Its parts of shared cost, each with the rule that gave it and the rule's method. */
  readonly allocations: readonly Allocation[];
}

export interface Allocation {
  readonly rule: string;
  readonly method: SharedCostRule['method'];
  readonly attoUsd: bigint;
}

/**
 * Shares cost out.
 *
 * In every group and step, direct and allocated cost of all tenants sum to the cost of the plain
 * question to the last atto-dollar; what is shared is left with nobody else. Parts are by largest
 * remainder, on a tie to the tenant whose name comes first. By usage means by the direct cost of
 * each tenant in that step, over all its calls: a filter or a group changes no share. Where no
 * tenant of a rule has a weight in a step, the cost stays with whom it has.
 *
 * @param rules the first whose filter a cost passes holds; none give every cost as direct.
 * @returns by step, then by group, then by tenant; rows without a priced cost are not there.
 */
export function sharedCost(
  question: SharedCostQuestion,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): readonly SharedCostRow[] {
  const ask = (groupBy: readonly Dimension[], filter: Filter): readonly Cost[] =>
    costs({ ...question, groupBy, filter }, rules, store, book);
  const groups = question.groupBy.filter((dimension) => dimension !== 'tenant');
  const weights = weightsOf(ask([], EMPTY_FILTER));
  const shares = new Shares();
  for (const cost of ask(groups, withoutTenant(question.filter))) {
    const parts = cost.rule && partsOf(cost, cost.rule, weights.get(cost.startMs) ?? new Map());
    if (!cost.rule || !parts) {
      shares.at(cost, cost.tenant).directAttoUsd += cost.attoUsd;
      continue;
    }
    for (const [tenant, attoUsd] of parts) shares.at(cost, tenant).give(cost.rule, attoUsd);
  }
  const asksFor = tenantTest(question.filter);
  return shares.rows().filter(({ tenant }) => asksFor(tenant));
}

interface Cost {
  readonly startMs: number;
  readonly group: readonly string[];
  readonly tenant: string;
  readonly attoUsd: bigint;
  /** The rule that shares it out; null for what is the tenant's own. */
  readonly rule: SharedCostRule | null;
}

/** Costs of a question by group and tenant, told apart as far as the rules ask. */
function costs(
  question: SharedCostQuestion,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): readonly Cost[] {
  const { metric, groupBy } = question;
  const asked = rules.flatMap(({ from }) => from.terms.map(({ dimension }) => dimension));
  const fine = [...new Set<Dimension>([...groupBy, 'tenant', ...asked])];
  const { rows } = runQuery({ ...question, metrics: [metric], groupBy: fine }, store, book);
  return rows.flatMap(({ group, startMs, values }) => {
    const value = values.get(metric) ?? null;
    if (value === null) return [];
    const valueOf = (dimension: Dimension): string => group[fine.indexOf(dimension)] ?? NONE;
    const rule = rules.find(({ from }) => passesFilter(from, valueOf)) ?? null;
    const head = group.slice(0, groupBy.length);
    return [{ startMs, group: head, tenant: valueOf('tenant'), attoUsd: BigInt(value), rule }];
  });
}

type Weights = ReadonlyMap<string, bigint>;

/** Nobody's cost takes no part of a shared one: it would be paid by no one. */
const NOBODY: readonly string[] = [UNATTRIBUTED, IDLE, OTHER, NONE];

/** What every tenant costs itself in each step. */
function weightsOf(all: readonly Cost[]): ReadonlyMap<number, Weights> {
  const byStep = new Map<number, Map<string, bigint>>();
  for (const { startMs, tenant, attoUsd, rule } of all) {
    if (rule || NOBODY.includes(tenant) || attoUsd <= 0n) continue;
    const known = byStep.get(startMs) ?? new Map<string, bigint>();
    known.set(tenant, (known.get(tenant) ?? 0n) + attoUsd);
    byStep.set(startMs, known);
  }
  return byStep;
}

/** Weights may have fractions, as 33.5; shares are worked out of integers. */
const WEIGHT_SCALE = 1_000_000;

/** @returns null when no tenant has a part. */
function partsOf(
  { attoUsd }: Cost,
  { method, among }: SharedCostRule,
  used: Weights,
): readonly (readonly [string, bigint])[] | null {
  const names = [...(among.size > 0 ? among : used).keys()].sort();
  const weightOf = (name: string): bigint => {
    if (method === 'usage') return used.get(name) ?? 0n;
    return BigInt(Math.round((among.get(name) ?? 1) * WEIGHT_SCALE));
  };
  const parts = allocate(attoUsd, names.map(weightOf));
  return parts && names.map((name, index) => [name, parts[index] ?? 0n] as const);
}

/** Terms on the tenant hold for who pays in the end, so they are looked at when all is shared. */
function withoutTenant({ terms }: Filter): Filter {
  return { terms: terms.filter(({ dimension }) => dimension !== 'tenant') };
}

function tenantTest({ terms }: Filter): (tenant: string) => boolean {
  const filter = { terms: terms.filter(({ dimension }) => dimension === 'tenant') };
  return (tenant) => passesFilter(filter, () => tenant);
}

/** The sums of one tenant in one group and step. */
class Share {
  directAttoUsd = 0n;
  readonly #byRule = new Map<SharedCostRule, bigint>();

  give(rule: SharedCostRule, attoUsd: bigint): void {
    if (attoUsd !== 0n) this.#byRule.set(rule, (this.#byRule.get(rule) ?? 0n) + attoUsd);
  }

  get allocations(): readonly Allocation[] {
    return [...this.#byRule].map(([{ name, method }, attoUsd]) => {
      return { rule: name, method, attoUsd };
    });
  }
}

class Shares {
  readonly #all = new Map<string, { readonly cost: Cost; tenant: string; share: Share }>();

  at(cost: Cost, tenant: string): Share {
    const key = JSON.stringify([cost.startMs, cost.group, tenant]);
    const known = this.#all.get(key) ?? { cost, tenant, share: new Share() };
    this.#all.set(key, known);
    return known.share;
  }

  rows(): readonly SharedCostRow[] {
    const order = (one: SharedCostRow): string => JSON.stringify([one.group, one.tenant]);
    return [...this.#all.values()]
      .map(({ cost: { startMs, group }, tenant, share: { directAttoUsd, allocations } }) => {
        const allocatedAttoUsd = allocations.reduce((sum, { attoUsd }) => sum + attoUsd, 0n);
        return { startMs, group, tenant, directAttoUsd, allocatedAttoUsd, allocations };
      })
      .sort((a, b) => a.startMs - b.startMs || (order(a) < order(b) ? -1 : 1));
  }
}
