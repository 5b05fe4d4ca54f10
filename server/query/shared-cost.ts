/** Shared cost as a view: what each tenant costs itself, and its parts of what several share. */
import { IDLE, NONE, OTHER, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, passesFilter, type Filter } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { PriceBook } from '../price/price-book.ts';
import { allocate } from './allocate.ts';
import type { Query } from './query.ts';
import {
  daysAround,
  DayWeights,
  monthsAround,
  stepStart,
  stepWithinDays,
  type OwnCost,
} from './shared-days.ts';
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
 * question to the last atto-dollar; what is shared is left with nobody else. Each day of the zone
 * is shared by what was used on that day, whatever window and step are asked for: the parts of
 * steps sum to those of the day, and those of days to those of the month. By usage means by the
 * direct cost of each tenant, over all its calls: a filter or a group changes no share. A day
 * without usage is shared evenly among those who take a part; who that is the rule says, else the
 * usage of the month does. Where that is nobody, the cost stays with whom it has.
 *
 * @param rules the first whose filter a cost passes holds; none give every cost as direct.
 * @returns by step, then by group, then by tenant; rows without a priced cost are not there.
 * @throws QueryError when the window has too many steps.
 */
export function sharedCost(
  question: SharedCostQuestion,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): readonly SharedCostRow[] {
  const shares = new Shares();
  for (const part of partsOf(question, rules, store, book)) {
    const share = shares.at(part, part.tenant);
    if (part.rule) share.give(part.rule, part.attoUsd);
    else share.directAttoUsd += part.attoUsd;
  }
  const asksFor = tenantTest(question.filter);
  return shares.rows().filter(({ tenant }) => asksFor(tenant));
}

/** What went from one tenant to another by a rule, over the whole window. */
export interface SharedMove {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  readonly method: SharedCostRule['method'];
  readonly attoUsd: bigint;
}

/**
 * What rules move between tenants; a question's tenants are those who pay in the end.
 *
 * @returns by rule, then by source, then by receiver. @throws QueryError
 */
export function sharedMoves(
  question: Omit<SharedCostQuestion, 'groupBy' | 'step'>,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): readonly SharedMove[] {
  const sums = new Map<string, SharedMove>();
  const asked = { ...question, groupBy: [], step: 'all' } as const;
  for (const { rule, from, tenant, attoUsd } of partsOf(asked, rules, store, book)) {
    if (!rule || attoUsd === 0n) continue;
    const key = JSON.stringify([rules.indexOf(rule), from, tenant]);
    const before = sums.get(key)?.attoUsd ?? 0n;
    const { name, method } = rule;
    sums.set(key, { from, to: tenant, rule: name, method, attoUsd: before + attoUsd });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move);
}

/** A part of a cost, with who pays it in the end. */
interface Part {
  readonly startMs: number;
  readonly group: readonly string[];
  /** Whose usage it is. */
  readonly from: string;
  /** Who pays. */
  readonly tenant: string;
  readonly rule: SharedCostRule | null;
  readonly attoUsd: bigint;
}

function* partsOf(
  question: SharedCostQuestion,
  rules: readonly SharedCostRule[],
  store: QueryStore,
  book: PriceBook,
): Generator<Part> {
  const { window, step, timeZone } = question;
  const ask = (more: Partial<SharedCostQuestion>): readonly Cost[] =>
    costs({ ...question, ...more }, rules, store, book);
  const groupBy = question.groupBy.filter((dimension) => dimension !== 'tenant');
  const filter = withoutTenant(question.filter);
  const hasRules = rules.length > 0;
  const months = monthsAround(window, timeZone);
  const everything = { groupBy: [], filter: EMPTY_FILTER, window: months, step: '1d' } as const;
  const weights = new DayWeights(hasRules ? ownCosts(ask(everything)) : [], timeZone);
  const splitter = new Splitter(weights);
  // What the day had before the window began: its parts are those of the day, less these.
  const before = { startMs: daysAround(window, timeZone).startMs, endMs: window.startMs };
  if (hasRules && before.startMs < before.endMs) {
    for (const cost of ask({ groupBy, filter, window: before, step: '1d' })) splitter.split(cost);
  }
  for (const cost of ask({ groupBy, filter, step: stepWithinDays(step, window, timeZone) })) {
    const startMs = stepStart(cost.startMs, step, window);
    const { group, tenant: from, rule, attoUsd } = cost;
    const parts = splitter.split(cost);
    if (!parts) yield { startMs, group, from, tenant: from, rule: null, attoUsd };
    else
      for (const [tenant, part] of parts)
        yield { startMs, group, from, tenant, rule, attoUsd: part };
  }
}

interface Cost {
  readonly startMs: number;
  readonly group: readonly string[];
  readonly tenant: string;
  readonly attoUsd: bigint;
  /** Values of all that it is told apart by. */
  readonly key: string;
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
  const all = rows.flatMap(({ group, startMs, values }) => {
    const value = values.get(metric) ?? null;
    if (value === null) return [];
    const valueOf = (dimension: Dimension): string => group[fine.indexOf(dimension)] ?? NONE;
    const rule = rules.find(({ from }) => passesFilter(from, valueOf)) ?? null;
    const head = group.slice(0, groupBy.length);
    const key = JSON.stringify(group);
    const tenant = valueOf('tenant');
    return [{ startMs, group: head, tenant, attoUsd: BigInt(value), key, rule }];
  });
  return all.sort((a, b) => a.startMs - b.startMs);
}

/** Nobody's cost takes no part of a shared one: it would be paid by no one. */
const NOBODY: readonly string[] = [UNATTRIBUTED, IDLE, OTHER, NONE];

function ownCosts(all: readonly Cost[]): readonly OwnCost[] {
  return all.filter(({ tenant, attoUsd, rule }) => {
    return !rule && !NOBODY.includes(tenant) && attoUsd > 0n;
  });
}

/** Weights may have fractions, as 33.5; shares are worked out of integers. */
const WEIGHT_SCALE = 1_000_000;

/**
 * Splits costs in order of time. A part is what its day comes to with this cost, less what it came
 * to before: so parts sum to those of the day, however finely it is cut.
 */
class Splitter {
  readonly #weights: DayWeights;
  readonly #before = new Map<string, bigint>();

  constructor(weights: DayWeights) {
    this.#weights = weights;
  }

  /** @returns null when no tenant has a part, or no rule holds. */
  split({ startMs, key, rule, attoUsd }: Cost): readonly (readonly [string, bigint])[] | null {
    if (!rule) return null;
    const date = this.#weights.dateOf(startMs);
    const shares = this.#sharesOf(rule, date);
    const sumKey = `${date} ${key}`;
    const before = this.#before.get(sumKey) ?? 0n;
    const whole = before + attoUsd;
    this.#before.set(sumKey, whole);
    const values = shares.map(([, weight]) => weight);
    const now = allocate(whole, values);
    const then = allocate(before, values);
    return now && shares.map(([name], i) => [name, (now[i] ?? 0n) - (then?.[i] ?? 0n)] as const);
  }

  #sharesOf(rule: SharedCostRule, date: string): readonly (readonly [string, bigint])[] {
    const { method, among } = rule;
    const used = this.#weights.of(date);
    const named = among.size > 0 ? among.keys() : used.keys();
    const shares = [...named].sort().map((name) => {
      const byRule = BigInt(Math.round((among.get(name) ?? 1) * WEIGHT_SCALE));
      return [name, method === 'usage' ? (used.get(name) ?? 0n) : byRule] as const;
    });
    if (shares.some(([, weight]) => weight > 0n)) return shares;
    const known = among.size > 0 ? among.keys() : this.#weights.known(date);
    return [...known].sort().map((name) => [name, 1n] as const);
  }
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

type Place = Pick<Part, 'startMs' | 'group'>;

class Shares {
  readonly #all = new Map<string, { readonly cost: Place; tenant: string; share: Share }>();

  at(cost: Place, tenant: string): Share {
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
