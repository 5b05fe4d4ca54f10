/** What one invocation cost, line by line, by the same rates as every sum. */
import { costAttoUsd, findRate, type PriceBook } from '../price/price-book.ts';
import type { StoredInvocation } from '../store/store.ts';

/** @returns exact cost of the lines that have a rate; null when there are lines but no rate. */
export function costOfInvocation(
  invocation: Pick<StoredInvocation, 'timestampMs' | 'usage'>,
  book: PriceBook,
): { readonly attoUsd: bigint | null; readonly isUnpriced: boolean } {
  const costs = invocation.usage.map(({ type, quantity }) => {
    const rate = findRate(book, type, invocation.timestampMs);
    return rate ? costAttoUsd(BigInt(quantity), rate) : null;
  });
  const priced = costs.filter((cost) => cost !== null);
  const isUnpriced = priced.length < costs.length;
  if (isUnpriced && priced.length === 0) return { attoUsd: null, isUnpriced };
  return { attoUsd: priced.reduce((sum, cost) => sum + cost, 0n), isUnpriced };
}
