/** Money as people read it: short on axes and tiles, exact in tables; digits come from integers. */
import { formatDecimal, parseAttoUsd } from '../../shared/money.ts';

const ATTO_PER_USD = 10n ** 18n;
const MINUS = '\u2212';

const SCALES = [
  { from: 10n ** 9n, digits: 27, suffix: 'B' },
  { from: 10n ** 6n, digits: 24, suffix: 'M' },
  { from: 10n ** 3n, digits: 21, suffix: 'k' },
  { from: 0n, digits: 18, suffix: '' },
] as const;

/**
 * Three significant digits, for tiles and axes.
 *
 * @param attoUsd amount in 1e-18 USD.
 * @returns such as `$4.81k`, `$12.3`, `$0.0421`, `$0`. Never throws.
 */
export function formatUsdShort(attoUsd: bigint): string {
  const size = attoUsd < 0n ? -attoUsd : attoUsd;
  if (size === 0n) return '$0';
  const rounded = roundToThreeDigits(size);
  const usd = rounded / ATTO_PER_USD;
  const scale = SCALES.find(({ from }) => usd >= from) ?? SCALES[3];
  const text = padToThreeDigits(formatDecimal(rounded, scale.digits), usd > 0n);
  return `${attoUsd < 0n ? MINUS : ''}$${text}${scale.suffix}`;
}

/**
 * The amount to the cent, and with up to six decimals under a dollar.
 *
 * @param attoUsd amount in 1e-18 USD.
 * @returns such as `$4,812.21`, `$0.012345`; amounts under a millionth keep all their digits.
 */
export function formatUsd(attoUsd: bigint): string {
  const size = attoUsd < 0n ? -attoUsd : attoUsd;
  const sign = attoUsd < 0n ? MINUS : '';
  if (size >= ATTO_PER_USD) return `${sign}$${withCommas(roundToDecimals(size, 2), 2)}`;
  const isTiny = size < ATTO_PER_USD / 1_000_000n;
  const text = isTiny ? formatDecimal(size, 18) : formatDecimal(roundToDecimals(size, 6), 6);
  const [whole = '0', fraction = ''] = text.split('.');
  return `${sign}$${whole}.${fraction.padEnd(2, '0')}`;
}

/** Like formatUsd, with a sign in front of increases too. */
export function formatUsdChange(attoUsd: bigint): string {
  return attoUsd > 0n ? `+${formatUsd(attoUsd)}` : formatUsd(attoUsd);
}

/**
 * Atto-dollars of a money value of the API.
 *
 * @returns null when the value is unknown or no decimal. Never throws.
 */
export function attoOf(value: string | number | null | undefined): bigint | null {
  return typeof value === 'string' ? parseAttoUsd(value) : null;
}

/** Sum of amounts; unknown ones count as nothing, so callers say so beside the sum. */
export function sumAtto(amounts: readonly (bigint | null)[]): bigint {
  return amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
}

/**
 * Part over whole as a float, for pixels and percentages.
 *
 * @returns 0 when the whole is 0; six digits are kept.
 */
export function shareOf(part: bigint, whole: bigint): number {
  if (whole === 0n) return 0;
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}

function roundToThreeDigits(size: bigint): bigint {
  const drop = size.toString().length - 3;
  if (drop <= 0) return size;
  const unit = 10n ** BigInt(drop);
  return ((size + unit / 2n) / unit) * unit;
}

function padToThreeDigits(text: string, isDollarOrMore: boolean): string {
  if (!isDollarOrMore) return text;
  const [whole = '0', fraction = ''] = text.split('.');
  const decimals = Math.max(0, 3 - whole.length);
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** Amount in 1e-18 rounded half up to an integer of 10^-decimals. */
function roundToDecimals(size: bigint, decimals: number): bigint {
  const unit = 10n ** BigInt(18 - decimals);
  return (size + unit / 2n) / unit;
}

function withCommas(value: bigint, decimals: number): string {
  const text = value.toString().padStart(decimals + 1, '0');
  const whole = text.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${text.slice(-decimals)}`;
}
