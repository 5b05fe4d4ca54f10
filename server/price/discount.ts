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

/** Tells whether a discount can be on some use and not on another of the same model. */
export function namesPayer({ account, tenant }: Discount): boolean {
  return account !== '*' || tenant !== '*';
}

const WHOLE = 1_000_000n;

/**
 * Puts a discount on a rate, and not on a cost: each unit then has one contracted price, so that
 * the parts of a sum add up to the whole to the last digit, however it is grouped.
 *
 * @param picoUsdPerMillion as price books hold it. A rate of up to six decimals of a dollar for a
 *   million units stays exact under any discount; what is finer is rounded half up, once, here.
 * @returns the contracted rate in the same unit. Never throws.
 */
export function contractedRate(picoUsdPerMillion: bigint, discount: Discount | null): bigint {
  if (discount === null) return picoUsdPerMillion;
  const scaled = picoUsdPerMillion * (WHOLE - discount.offMillionths);
  return (scaled + WHOLE / 2n) / WHOLE;
}
