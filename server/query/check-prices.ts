/** Usage that a book cannot price, prices only roughly, or will soon price anew. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import type { UsageType } from '../meter/usage.ts';
import { costAttoUsd, findRate, type PriceBook, type RateMatch } from '../price/price-book.ts';
import { Rates } from './rates.ts';
import type { QueryStore } from './run-query.ts';
import { usageStretches } from './usage-stretches.ts';

/** How far ahead a change of price is told. */
const AHEAD_MS = 30 * DAY_MS;

/** Usage of one type; quantity in the unit of its dimension. */
export interface UnpricedUsage {
  readonly type: UsageType;
  readonly quantity: number;
  readonly invocations: number;
}

/** Usage whose rate was not listed for it: how it was found, and what hangs on it. */
export interface InexactUsage extends UnpricedUsage {
  readonly match: RateMatch;
  readonly costAttoUsd: bigint;
}

export interface RateChange {
  readonly type: UsageType;
  readonly atMs: number;
  /** Null where the usage is unpriced. */
  readonly before: RateMatch | null;
  readonly after: RateMatch | null;
}

/** Usage whose rate is far from that of the bundled list: one of the two may be wrong. */
export interface OddUsage extends InexactUsage {
  readonly listed: RateMatch;
}

export interface PriceCheck {
  /** The most called first. */
  readonly unpriced: readonly UnpricedUsage[];
  /** The dearest first. */
  readonly inexact: readonly InexactUsage[];
  /** The dearest first. */
  readonly odd: readonly OddUsage[];
  /** The soonest first. */
  readonly changing: readonly RateChange[];
  /** Within the window, and not to come; the earliest first. */
  readonly changed: readonly RateChange[];
}

/**
 * Checks a book against the usage of a window.
 *
 * @param nowMs changes of price within 30 days after it are told.
 * @param books the book in force, and the bundled list that its rates are held against.
 */
export function checkPrices(
  { window, nowMs }: { readonly window: Window; readonly nowMs: number },
  store: QueryStore,
  { book, bundled }: { readonly book: PriceBook; readonly bundled: PriceBook },
): PriceCheck {
  const rates = new Rates(book);
  const listed = new Rates(bundled);
  const sums = new Map<string, Sum>();
  const question = { window, filter: EMPTY_FILTER, groupBy: [] };
  const cut: Rates['cut'] = (steps, types) => rates.cut(steps, types);
  for (const { moment, usage } of usageStretches(question, store, { cut, discounts: [] })) {
    for (const { types, quantities, invocations } of usage) {
      types.forEach((type, index) => {
        const match = rates.at(type, moment.atMs);
        const quantity = quantities[index] ?? 0;
        addTo(sums, { type, match, listed: listed.at(type, moment.atMs), quantity, invocations });
      });
    }
  }
  const all = [...sums.values()];
  return {
    unpriced: all.flatMap(unpricedOf).sort((a, b) => b.invocations - a.invocations),
    inexact: all.flatMap(inexactOf).sort((a, b) => (a.costAttoUsd < b.costAttoUsd ? 1 : -1)),
    odd: all.flatMap(oddOf).sort((a, b) => (a.costAttoUsd < b.costAttoUsd ? 1 : -1)),
    changing: changesOf(all, book, { startMs: nowMs, endMs: nowMs + AHEAD_MS }),
    changed: changesOf(all, book, {
      startMs: window.startMs,
      endMs: Math.min(nowMs, window.endMs - 1),
    }),
  };
}

interface Sum {
  readonly type: UsageType;
  readonly match: RateMatch | null;
  /** By the bundled list. */
  readonly listed: RateMatch | null;
  quantity: number;
  invocations: number;
}

/** One sum for each type and rate: the sets that types are kept in tell nothing here. */
function addTo(sums: Map<string, Sum>, one: Sum): void {
  const { row = null, quality = null } = one.match ?? {};
  const key = JSON.stringify([one.type, row?.id, quality]);
  const known = sums.get(key);
  if (!known) {
    sums.set(key, { ...one });
    return;
  }
  known.quantity += one.quantity;
  known.invocations += one.invocations;
}

function usageOf({ type, quantity, invocations }: Sum): UnpricedUsage {
  return { type, quantity: quantity / quantityScaleOf(type.dimension), invocations };
}

function unpricedOf(sum: Sum): readonly UnpricedUsage[] {
  return sum.match === null ? [usageOf(sum)] : [];
}

function inexactOf(sum: Sum): readonly InexactUsage[] {
  const { match, quantity } = sum;
  if (match === null || match.quality === 'exact') return [];
  return [{ ...usageOf(sum), match, costAttoUsd: costAttoUsd(BigInt(quantity), match) }];
}

/** Contracts seldom halve a price, and nobody pays double. */
const FACTOR = 2n;

function oddOf(sum: Sum): readonly OddUsage[] {
  const { match, listed, quantity } = sum;
  if (match === null || listed === null) return [];
  const [own, list] = [match.picoUsdPerMillion, listed.picoUsdPerMillion];
  if (own <= list * FACTOR && own * FACTOR >= list) return [];
  return [{ ...usageOf(sum), match, listed, costAttoUsd: costAttoUsd(BigInt(quantity), match) }];
}

/** After the start of a span, up to its end. */
function changesOf(
  sums: readonly Sum[],
  book: PriceBook,
  { startMs, endMs }: Window,
): readonly RateChange[] {
  const types = new Map(sums.map(({ type }) => [JSON.stringify(type), type]));
  const rates = new Rates(book);
  const changes = [...types.values()].flatMap((type) => {
    const soon = rates.boundaries(type).filter((atMs) => atMs > startMs && atMs <= endMs);
    return soon.map((atMs): RateChange => {
      const before = findRate(book, type, atMs - 1);
      return { type, atMs, before, after: findRate(book, type, atMs) };
    });
  });
  return changes.sort((a, b) => a.atMs - b.atMs);
}
