/** Discounts that a contract gives on list prices: kept apart from the rates they lower. */
import { matchesPattern } from '../../shared/filter.ts';

export interface Discount {
  /** Patterns with `*`, as in filters; `*` alone means everything. */
  readonly model: string;
  readonly account: string;
  readonly tenant: string;
  /** Share of the list cost that is taken off, in millionths: 125000n is 12.5 %. */
  readonly offMillionths: bigint;
  /** In force over [effectiveFromMs, effectiveToMs), epoch ms; null for no such end. */
  readonly effectiveFromMs: number | null;
  readonly effectiveToMs: number | null;
}

export interface DiscountedUse {
  readonly model: string;
  readonly account: string;
  readonly tenant: string;
}

/**
 * Finds the discount on a use: the first in the file whose patterns and period fit.
 *
 * @returns null when none does. Never throws.
 */
export function discountFor(
  discounts: readonly Discount[],
  use: DiscountedUse,
  atMs: number,
): Discount | null {
  const found = discounts.find((discount) => {
    if (discount.effectiveFromMs !== null && atMs < discount.effectiveFromMs) return false;
    if (discount.effectiveToMs !== null && atMs >= discount.effectiveToMs) return false;
    return (
      matchesPattern(discount.model, use.model) &&
      matchesPattern(discount.account, use.account) &&
      matchesPattern(discount.tenant, use.tenant)
    );
  });
  return found ?? null;
}
