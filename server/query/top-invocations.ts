/** The calls of a window that cost most, took longest, or carried most tokens. */
import type { Filter } from '../../shared/filter.ts';
import type { TopOrder } from '../../shared/top-invocations.ts';
import type { Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store, StoredInvocation } from '../store/store.ts';
import { costOfInvocation } from './cost-of-invocation.ts';

const PAGE_ROWS = 1_000;
/** Each has to be read and priced by itself; the newest come first. */
const LOOKED_MAX = 20_000;

export interface TopQuestion {
  readonly window: Window;
  readonly filter: Filter;
  readonly by: TopOrder;
  readonly limit: number;
}

export interface TopInvocations {
  /** The highest first; calls without the value, as one without a rate, are left out. */
  readonly top: readonly StoredInvocation[];
  readonly looked: number;
  /** False where older calls of the window were not looked at any more. */
  readonly isWhole: boolean;
}

/** Looks at the newest calls that pass, page by page, and keeps the highest. */
export function topInvocations(
  { window, filter, by, limit }: TopQuestion,
  store: Pick<Store, 'invocations'>,
  book: PriceBook,
): TopInvocations {
  let kept: readonly { readonly one: StoredInvocation; readonly value: bigint }[] = [];
  let looked = 0;
  let before: string | null = null;
  while (looked < LOOKED_MAX) {
    const page: ReturnType<Store['invocations']> = store.invocations({
      window,
      filter,
      limit: PAGE_ROWS,
      before,
    });
    looked += page.invocations.length;
    const valued = page.invocations.flatMap((one) => {
      const value = valueOf(one, by, book);
      return value === null ? [] : [{ one, value }];
    });
    kept = [...kept, ...valued].sort((a, b) => compare(b.value, a.value)).slice(0, limit);
    before = page.next;
    if (before === null) break;
  }
  return { top: kept.map(({ one }) => one), looked, isWhole: before === null };
}

function valueOf(one: StoredInvocation, by: TopOrder, book: PriceBook): bigint | null {
  if (by === 'cost') return costOfInvocation(one, book).attoUsd;
  if (by === 'latency') return one.latencyMs === null ? null : BigInt(Math.round(one.latencyMs));
  const tokens = one.usage.filter(({ type }) => type.dimension.endsWith('_tokens'));
  return BigInt(tokens.reduce((sum, { quantity }) => sum + quantity, 0));
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
