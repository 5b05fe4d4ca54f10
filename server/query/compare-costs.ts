/** The same usage under two books or two choices: before, after, and the difference, by group. */
import type { UsageType } from '../meter/usage.ts';
import { costAttoUsd, type PriceBook, type RateMatch } from '../price/price-book.ts';
import type { UsageSum } from '../store/store.ts';
import { Rates, type Moment } from './rates.ts';
import type { QueryStore } from './run-query.ts';
import { changedType, type UsageChange } from './usage-change.ts';
import { usageStretches, type UsageQuestion } from './usage-stretches.ts';

/** One way to price the usage of a window. */
export interface Scenario {
  readonly book: PriceBook;
  readonly change: UsageChange;
}

/**
 * What one group pays, in atto-dollars after discounts.
 *
 * after - before = difference + newlyPriced - newlyUnpriced, to the last digit.
 */
export interface CostComparison {
  readonly group: readonly string[];
  /** Over all usage that has a rate on that side. */
  readonly beforeAttoUsd: bigint;
  readonly afterAttoUsd: bigint;
  /** Over the usage that has a rate on both sides: only that can be compared. */
  readonly differenceAttoUsd: bigint;
  readonly newlyPricedAttoUsd: bigint;
  readonly newlyUnpricedAttoUsd: bigint;
  /** The part of `after` whose rate is an estimate or a fallback. */
  readonly inexactAfterAttoUsd: bigint;
  readonly unpricedInvocationsBefore: number;
  readonly unpricedInvocationsAfter: number;
  /** Whether any usage has a rate on each side, and on both: where none has, sums are unknown. */
  readonly isPriced: IsPriced;
}

interface IsPriced {
  /** Whether there is any usage at all. */
  readonly any: boolean;
  readonly before: boolean;
  readonly after: boolean;
  readonly both: boolean;
}

/**
 * Prices the usage of a window twice.
 *
 * @returns groups by how far `after` lies from `before`, the furthest first.
 */
export function compareCosts(
  question: UsageQuestion,
  store: QueryStore,
  scenarios: { readonly before: Scenario; readonly after: Scenario },
): readonly CostComparison[] {
  const before = new Side(scenarios.before);
  const after = new Side(scenarios.after);
  const sums = new Map<string, Sums>();
  const discounts = [...scenarios.before.book.discounts, ...scenarios.after.book.discounts];
  const cut: Rates['cut'] = (steps, types) => after.cut(before.cut(steps, types), types);
  for (const { group, moment, usage } of usageStretches(question, store, { cut, discounts })) {
    const key = JSON.stringify(group);
    const sum = sums.get(key) ?? nothingOf(group);
    for (const one of usage) addUsage(sum, one, { before, after, moment });
    sums.set(key, sum);
  }
  return [...sums.values()].sort(compareSizes);
}

/** Adds comparisons up; the group is empty. */
export function totalOf(parts: readonly CostComparison[]): CostComparison {
  const total = nothingOf([]);
  for (const part of parts) {
    for (const key of AMOUNTS) total[key] += part[key];
    total.unpricedInvocationsBefore += part.unpricedInvocationsBefore;
    total.unpricedInvocationsAfter += part.unpricedInvocationsAfter;
    for (const side of ['any', 'before', 'after', 'both'] as const) {
      total.isPriced[side] ||= part.isPriced[side];
    }
  }
  return total;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Sums = Mutable<Omit<CostComparison, 'isPriced'>> & { isPriced: Mutable<IsPriced> };

const AMOUNTS = [
  'beforeAttoUsd',
  'afterAttoUsd',
  'differenceAttoUsd',
  'newlyPricedAttoUsd',
  'newlyUnpricedAttoUsd',
  'inexactAfterAttoUsd',
] as const;

function nothingOf(group: readonly string[]): Sums {
  return {
    group,
    beforeAttoUsd: 0n,
    afterAttoUsd: 0n,
    differenceAttoUsd: 0n,
    newlyPricedAttoUsd: 0n,
    newlyUnpricedAttoUsd: 0n,
    inexactAfterAttoUsd: 0n,
    unpricedInvocationsBefore: 0,
    unpricedInvocationsAfter: 0,
    isPriced: { any: false, before: false, after: false, both: false },
  };
}

interface Both {
  readonly before: Side;
  readonly after: Side;
  readonly moment: Moment;
}

function addUsage(sum: Sums, usage: UsageSum, { before, after, moment }: Both): void {
  sum.isPriced.any ||= usage.types.length > 0;
  let isPricedBefore = true;
  let isPricedAfter = true;
  usage.types.forEach((type, index) => {
    const quantity = BigInt(usage.quantities[index] ?? 0);
    const was = before.costOf(type, quantity, moment);
    const willBe = after.costOf(type, quantity, moment);
    addLine(sum, was, willBe);
    isPricedBefore &&= was !== null;
    isPricedAfter &&= willBe !== null;
  });
  if (!isPricedBefore) sum.unpricedInvocationsBefore += usage.invocations;
  if (!isPricedAfter) sum.unpricedInvocationsAfter += usage.invocations;
}

function addLine(sum: Sums, was: Cost | null, willBe: Cost | null): void {
  const before = was?.attoUsd ?? 0n;
  const after = willBe?.attoUsd ?? 0n;
  sum.beforeAttoUsd += before;
  sum.afterAttoUsd += after;
  if (willBe?.quality !== 'exact') sum.inexactAfterAttoUsd += after;
  noteRates(sum.isPriced, was, willBe);
  if (was && willBe) {
    sum.differenceAttoUsd += after - before;
    return;
  }
  sum.newlyPricedAttoUsd += after; // What has no rate on either side adds nothing here.
  sum.newlyUnpricedAttoUsd += before;
}

function noteRates(isPriced: Sums['isPriced'], was: Cost | null, willBe: Cost | null): void {
  isPriced.before ||= was !== null;
  isPriced.after ||= willBe !== null;
  isPriced.both ||= was !== null && willBe !== null;
}

interface Cost {
  readonly attoUsd: bigint;
  readonly quality: RateMatch['quality'];
}

/** One scenario with its rates; a usage type is changed once, as rates are known by the type. */
class Side {
  readonly #rates: Rates;
  readonly #change: UsageChange;
  readonly #changed = new Map<UsageType, UsageType>();

  constructor({ book, change }: Scenario) {
    this.#rates = new Rates(book);
    this.#change = change;
  }

  cut(steps: readonly number[], types: readonly UsageType[]): readonly number[] {
    const changed = types.map((type) => this.#typeOf(type));
    return this.#rates.cut(steps, changed);
  }

  costOf(used: UsageType, quantity: bigint, moment: Moment): Cost | null {
    const type = this.#typeOf(used);
    const rate = this.#rates.at(type, moment.atMs);
    if (!rate) return null;
    const picoUsdPerMillion = this.#rates.contracted(rate, type, moment);
    return {
      attoUsd: costAttoUsd(quantity, { ...rate, picoUsdPerMillion }),
      quality: rate.quality,
    };
  }

  #typeOf(type: UsageType): UsageType {
    const known = this.#changed.get(type);
    if (known) return known;
    const changed = changedType(type, this.#change);
    this.#changed.set(type, changed);
    return changed;
  }
}

/** By code units of the group where sizes are equal, so that the order is always the same. */
function compareSizes(a: CostComparison, b: CostComparison): number {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  if (left !== right) return left < right ? 1 : -1;
  return JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1;
}

function sizeOf({ afterAttoUsd, beforeAttoUsd }: CostComparison): bigint {
  const difference = afterAttoUsd - beforeAttoUsd;
  return difference < 0n ? -difference : difference;
}
