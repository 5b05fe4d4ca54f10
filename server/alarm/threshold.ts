/** The bar that a metric's value is held against: exact where the metric is money. */
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { formatAttoUsd, formatDecimal, parseAttoUsd, parseDecimal } from '../../shared/money.ts';
import type { MetricUnit } from '../../shared/metric.ts';

export const COMPARISONS = ['>', '>=', '<', '<='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** `text` is a plain decimal in the metric's unit; the value beside it is what is compared. */
export type Threshold =
  | { readonly kind: 'money'; readonly text: string; readonly attoUsd: bigint }
  | { readonly kind: 'number'; readonly text: string; readonly value: number };

/** A value as queries give it: decimal text for money, a number for the rest, null for none. */
export type AlarmValue = string | number | null;

/**
 * Reads a threshold for one metric.
 *
 * @param text plain decimal; US dollars for metrics of money, with at most 18 decimal places.
 * @returns the threshold, its text in the shortest form, or null when the text is no such decimal.
 */
export function parseThreshold(metric: MetricKey, text: string): Threshold | null {
  if (METRICS[metric].unit === 'usd') {
    const attoUsd = parseAttoUsd(text);
    return attoUsd === null ? null : { kind: 'money', text: formatAttoUsd(attoUsd), attoUsd };
  }
  const decimal = parseDecimal(text, 18);
  if (decimal === null) return null;
  const shortest = formatDecimal(decimal, 18);
  return { kind: 'number', text: shortest, value: Number(shortest) };
}

/**
 * Holds a value against a threshold.
 *
 * Money that comes as decimal text is compared digit by digit; a number is compared as a number.
 *
 * @returns whether it breaches, or null when the value is none: null, NaN, or no decimal text.
 */
export function breaches(
  value: AlarmValue,
  comparison: Comparison,
  threshold: Threshold,
): boolean | null {
  if (value === null) return null;
  if (threshold.kind === 'money' && typeof value === 'string') {
    const attoUsd = parseAttoUsd(value);
    if (attoUsd !== null) return holds(attoUsd, comparison, threshold.attoUsd);
  }
  const number = typeof value === 'string' ? numberOf(value) : value;
  if (!Number.isFinite(number)) return null;
  return holds(number, comparison, Number(threshold.text));
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text); // Number('') would be 0.
}

function holds<Value extends bigint | number>(a: Value, comparison: Comparison, b: Value): boolean {
  if (comparison === '>') return a > b;
  if (comparison === '>=') return a >= b;
  return comparison === '<' ? a < b : a <= b;
}

const UNIT_SUFFIX: Record<Exclude<MetricUnit, 'usd'>, string> = {
  count: '',
  tokens: '',
  images: '',
  seconds: ' s',
  ms: ' ms',
  ratio: '',
  tokensPerSecond: ' tokens/s',
};

const SHOWN_DECIMALS = 6;
/** Numbers from here on are shown whole. */
const WHOLE_FROM = 1000;

/**
 * Writes a value with its unit for people: `$12.5`, `1800 ms`, `0.07`.
 *
 * @returns a short text; digits of money that are left out show as `…`, never as a round amount.
 */
export function formatAmount(metric: MetricKey, value: AlarmValue): string {
  if (value === null) return 'no data';
  const { unit } = METRICS[metric];
  if (unit !== 'usd') return `${shortNumber(value)}${UNIT_SUFFIX[unit]}`;
  const text = shortNumber(value);
  return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`;
}

function shortNumber(value: string | number): string {
  if (typeof value === 'number') {
    // People read 8352 ms, not eleven digits of a sketch that is good to one per cent.
    return String(Math.abs(value) >= WHOLE_FROM ? Math.round(value) : Number(value.toPrecision(4)));
  }
  const [whole = '', fraction = ''] = value.slice(0, 80).split('.');
  if (fraction.length <= SHOWN_DECIMALS) return value.slice(0, 80);
  return `${whole}.${fraction.slice(0, SHOWN_DECIMALS)}…`;
}
