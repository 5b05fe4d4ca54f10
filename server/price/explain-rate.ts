/** A rate in plain words: how much for what, from which source, since when, how far to trust it. */
import { isoTime } from '../../shared/window.ts';
import { formatDecimal } from '../../shared/money.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import type { RateQuality } from './lookup-plan.ts';
import { BOOK_START_MS, dimensionWords, type RateMatch } from './price-book.ts';
import { PRICE_DIGITS, type PriceRow } from './price-row.ts';
import { classText } from './usage-class.ts';

const QUALITY_WORDS: Record<RateQuality, string> = {
  exact: 'Exact: the source lists this very usage.',
  fallback: 'Fallback: the source lists a wider usage that this one belongs to.',
  estimate: 'Estimate: no source lists this usage.',
};

/**
 * Explains a rate, one sentence a line.
 *
 * @returns the rate, its source, its time, its quality, the steps of the look-up, the row's note.
 */
export function explainRate(match: RateMatch): readonly string[] {
  const { row, quality, steps } = match;
  return [
    rateSentence(match),
    sourceSentence(row),
    timeSentence(row),
    QUALITY_WORDS[quality],
    ...steps,
    ...(row.note === '' ? [] : [`Note: ${row.note}.`]),
  ].filter((line) => line !== '');
}

function rateSentence({ row, picoUsdPerMillion }: RateMatch): string {
  const units = BigInt(row.per) * BigInt(quantityScaleOf(row.dimension));
  const usd = formatDecimal(picoUsdPerMillion * units, PRICE_DIGITS);
  const amount = row.per === 1 ? 'one of' : row.per.toLocaleString('en-US');
  const kind = classText(row.match);
  const what = `${dimensionWords(row.dimension)}${kind === '' ? '' : ` (${kind})`}`;
  return `${usd} USD for ${amount} ${what} of ${modelWords(row.model)}.`;
}

function modelWords(model: string): string {
  return model === '*' ? 'any model' : model;
}

function sourceSentence({ source }: PriceRow): string {
  return `Source: ${source.label}${source.date === '' ? '' : `, ${source.date}`}.`;
}

function timeSentence({ effectiveFromMs, effectiveToMs }: PriceRow): string {
  const since = effectiveFromMs > BOOK_START_MS ? `since ${isoTime(effectiveFromMs)}` : '';
  const until = effectiveToMs === null ? '' : `until ${isoTime(effectiveToMs)}`;
  const when = [since, until].filter((part) => part !== '').join(' ');
  return when === '' ? '' : `In force ${when}.`;
}
