/** How rates and usage types are written in tables and in JSON. */
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import { formatDecimal } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { UsageType } from '../meter/usage.ts';
import { BOOK_START_MS, type RateMatch } from '../price/price-book.ts';
import { PRICE_DIGITS, type PriceRow, type RateAxes } from '../price/price-row.ts';
import { classText } from '../price/usage-class.ts';

/** What is usual, and so not worth a word in a table. */
const USUAL = {
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
} as const;

/** What is not usual about a rate or a usage, such as `global flex 1h`; '' for nothing. */
export function axesText(
  axes: Pick<RateAxes | UsageType, keyof typeof USUAL | 'api' | 'cacheTtl'> & {
    readonly match?: PriceRow['match'];
    readonly detail?: string;
  },
): string {
  const { api, cacheTtl, match, detail } = axes;
  // The guarantee: keys of a literal object.
  const keys = Object.keys(USUAL) as (keyof typeof USUAL)[];
  const different = keys.filter((key) => axes[key] !== USUAL[key]);
  const words = different.map((key) => {
    if (key === 'context') return 'long-context';
    return key === 'latency' ? 'latency-optimized' : axes[key];
  });
  const more = [api === 'mantle' ? api : '', cacheTtl ?? '', match ? classText(match) : ''];
  return [...words, ...more, detail ?? ''].filter((word) => word !== '').join(' ');
}

/** Days over which a row holds; '' for always. */
export function periodText({ effectiveFromMs, effectiveToMs }: PriceRow): string {
  const from = effectiveFromMs > BOOK_START_MS ? `from ${dayOf(effectiveFromMs)}` : '';
  const to = effectiveToMs === null ? '' : `to ${dayOf(effectiveToMs)}`;
  return [from, to].filter((word) => word !== '').join(' ');
}

function dayOf(atMs: number): string {
  return isoTime(atMs).slice(0, 10);
}

/** A row as JSON: all axes, exact price, source and period. */
export function encodeRow(row: PriceRow): Readonly<Record<string, unknown>> {
  const { effectiveFromMs, effectiveToMs, match, source, picoUsdPerMillion: _held, ...rest } = row;
  return {
    ...rest,
    match: Object.fromEntries(match),
    source: { key: source.key, label: source.label, date: source.date },
    from: effectiveFromMs > BOOK_START_MS ? isoTime(effectiveFromMs) : null,
    to: effectiveToMs === null ? null : isoTime(effectiveToMs),
  };
}

/** US dollars for `per` units of a rate, after the ratio of an estimate. */
export function rateText({ row, picoUsdPerMillion }: RateMatch): string {
  return `${perText(row, picoUsdPerMillion)} per ${row.per.toLocaleString('en-US')}`;
}

/** US dollars of a rate for as many units as a row prices. */
export function perText(row: PriceRow, picoUsdPerMillion: bigint): string {
  const units = BigInt(row.per) * BigInt(quantityScaleOf(row.dimension));
  return formatDecimal(picoUsdPerMillion * units, PRICE_DIGITS);
}
