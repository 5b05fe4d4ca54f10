/** A part of an amount of money as a plain number. */

const SHARE_DIGITS = 12n;

/**
 * Money over money.
 *
 * @param over atto-dollars, or another whole number.
 * @param under atto-dollars.
 * @returns to twelve digits; null over nothing. Never throws.
 */
export function moneyShare(over: bigint | number, under: bigint): number | null {
  if (under === 0n) return null;
  const scale = 10n ** SHARE_DIGITS;
  return Number((BigInt(over) * scale) / under) / Number(scale);
}
