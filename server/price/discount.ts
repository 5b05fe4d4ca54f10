/** Discounts and mark-ups of a contract: kept apart from the rates that they change. */
import { matchesPattern } from '../../shared/filter.ts';

const WHOLE = 1_000_000n;

export interface Discount {
  /** Patterns with `*`, as in filters; `*` alone means everything. */
  readonly model: string;
  readonly account: string;
  readonly tenant: string;
  /** Share that is taken off, in millionths: 125000n is 12.5 %; below zero it is a mark-up. */
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
 * Finds what a contract does to a use: the first discount of the file whose patterns and period
 * fit, and on the rest of the price the first such mark-up.
 *
 * @returns where both fit, one that stands for both, exact to a millionth of the price; null when
 *   none does. Never throws.
 */
export function discountFor(
  discounts: readonly Discount[],
  use: DiscountedUse,
  atMs: number,
): Discount | null {
  const fitting = discounts.filter((discount) => fits(discount, use, atMs));
  const discount = fitting.find(({ offMillionths }) => offMillionths >= 0n);
  const markup = fitting.find(({ offMillionths }) => offMillionths < 0n);
  if (!discount || !markup) return discount ?? markup ?? null;
  const kept = (WHOLE - discount.offMillionths) * (WHOLE - markup.offMillionths);
  return { ...discount, offMillionths: WHOLE - (kept + WHOLE / 2n) / WHOLE };
}

function fits(discount: Discount, use: DiscountedUse, atMs: number): boolean {
  const { effectiveFromMs, effectiveToMs } = discount;
  if (effectiveFromMs !== null && atMs < effectiveFromMs) return false;
  if (effectiveToMs !== null && atMs >= effectiveToMs) return false;
  return (
    matchesPattern(discount.model, use.model) &&
    matchesPattern(discount.account, use.account) &&
    matchesPattern(discount.tenant, use.tenant)
  );
}

/** Tells whether a discount can be on some use and not on another of the same model. */
export function namesPayer({ account, tenant }: Discount): boolean {
  return account !== '*' || tenant !== '*';
}

/**
 * Puts a discount on a rate, and not on a cost: each unit then has one contracted price, so that
 * the parts of a sum add up to the whole to the last digit, however it is grouped.
 *
 * @param picoUsdPerMillion as price books hold it. A rate of up to six decimals of a dollar for a
 *   million units stays exact under any of them; what is finer is rounded half up, once, here.
 * @returns the contracted rate in the same unit. Never throws.
 */
export function contractedRate(picoUsdPerMillion: bigint, discount: Discount | null): bigint {
  if (discount === null) return picoUsdPerMillion;
  const scaled = picoUsdPerMillion * (WHOLE - discount.offMillionths);
  return (scaled + WHOLE / 2n) / WHOLE;
}
