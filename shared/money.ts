/** Exact money: decimal text in, integers inside, decimal text out; a float never touches it. */

/** Costs are kept as atto-dollars: pico-dollars per million units times units needs no rounding. */
const ATTO_DIGITS = 18;
const PICO_DIGITS = 12;

/**
 * Reads a plain decimal such as `0.0000350` into an integer of 10^-digits.
 *
 * @param digits how many decimal places the integer holds.
 * @returns the scaled integer, or null when the text is no plain decimal or has finer digits
 *   that are not zero. Never throws, never rounds.
 */
export function parseDecimal(text: string, digits: number): bigint | null {
  const match = /^(-?)(\d{1,60})(?:\.(\d{1,40}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const value = BigInt(whole + kept);
  return sign === '-' ? -value : value;
}

/**
 * Writes an integer of 10^-digits as a plain decimal without trailing zeros.
 *
 * @example formatDecimal(12345000000000000n, 18) // '0.012345'
 */
export function formatDecimal(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** Parses decimal US dollars into pico-dollars; null when it is no decimal or is finer. */
export function parsePicoUsd(text: string): bigint | null {
  return parseDecimal(text, PICO_DIGITS);
}

/** Exact decimal US dollars of an amount in atto-dollars (1e-18 USD). */
export function formatAttoUsd(attoUsd: bigint): string {
  return formatDecimal(attoUsd, ATTO_DIGITS);
}

/** Atto-dollars of a decimal US dollar text as our API writes it; null when it is no decimal. */
export function parseAttoUsd(text: string): bigint | null {
  return parseDecimal(text, ATTO_DIGITS);
}

/** US dollars as a float: for pixels and thresholds on a chart only, never for a sum. */
export function approximateUsd(attoUsd: bigint): number {
  return Number(formatAttoUsd(attoUsd));
}
