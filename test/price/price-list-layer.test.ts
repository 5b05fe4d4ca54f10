/** The kept layer of AWS prices: how refreshes add up over time, and how it is written and read. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { findRate, layerBooks } from '../../server/price/price-book.ts';
import {
  bookOfLayer,
  changedRates,
  clipRows,
  encodeLayer,
  mergeRows,
  parseLayer,
} from '../../server/price/price-list-layer.ts';
import { readPriceList } from '../../server/price/price-list.ts';
import type { PriceRow } from '../../server/price/price-row.ts';
import { offerOf, type Listing } from './offers.ts';
import { row, usage } from './usage-samples.ts';

const MARCH_MS = Date.UTC(2026, 2, 1);
const MAY_MS = Date.UTC(2026, 4, 1);
const JULY_MS = Date.UTC(2026, 6, 1);

function priced(usd: string, effectiveFromMs: number, effectiveToMs: number | null = null) {
  return row({ usd, effectiveFromMs, effectiveToMs });
}

function periods(rows: readonly PriceRow[]): readonly string[] {
  const day = (atMs: number | null): string =>
    atMs === null ? '' : new Date(atMs).toISOString().slice(0, 7);
  return rows.map(({ usd, effectiveFromMs, effectiveToMs }) => {
    return `${usd} ${day(effectiveFromMs)}..${day(effectiveToMs)}`;
  });
}

describe('mergeRows', () => {
  test.each<[string, readonly PriceRow[], readonly PriceRow[], readonly string[]]>([
    ['a first list as it is', [], [priced('3', MARCH_MS)], ['3 2026-03..']],
    [
      'the same price published anew as one that goes on',
      [priced('3', MARCH_MS)],
      [priced('3', MAY_MS)],
      ['3 2026-03..'],
    ],
    [
      'a new price as the end of the old one',
      [priced('3', MARCH_MS)],
      [priced('4', MAY_MS)],
      ['3 2026-03..2026-05', '4 2026-05..'],
    ],
    [
      'a price announced before its day',
      [priced('3', MARCH_MS)],
      [priced('3', MAY_MS, JULY_MS), priced('4', JULY_MS)],
      ['3 2026-03..2026-07', '4 2026-07..'],
    ],
    [
      'an announcement that was taken back',
      [priced('3', MARCH_MS, JULY_MS), priced('4', JULY_MS)],
      [priced('3', MAY_MS)],
      ['3 2026-03..'],
    ],
    [
      'a correction of the same day',
      [priced('3', MARCH_MS)],
      [priced('4', MARCH_MS)],
      ['4 2026-03..'],
    ],
    [
      'a price that came back',
      [priced('3', MARCH_MS, MAY_MS), priced('4', MAY_MS)],
      [priced('3', JULY_MS)],
      ['3 2026-03..2026-05', '4 2026-05..2026-07', '3 2026-07..'],
    ],
    ['what the newer list leaves out', [priced('3', MARCH_MS)], [], ['3 2026-03..']],
  ])('takes %s', (_, older, newer, expected) => {
    expect(periods(mergeRows(older, newer))).toEqual(expected);
  });

  test('changes nothing when the same list is read twice', () => {
    const list = [priced('3', MARCH_MS, MAY_MS), priced('4', MAY_MS)];
    const once = mergeRows([], list);
    expect(mergeRows(once, list)).toEqual(once);
  });
});

describe('clipRows', () => {
  test('lets no row of a version hold before the version did', () => {
    const rows = [priced('2', 0, MARCH_MS), priced('3', MARCH_MS, JULY_MS), priced('4', JULY_MS)];
    expect(periods(clipRows(rows, MAY_MS))).toEqual(['3 2026-05..2026-07', '4 2026-07..']);
    expect(clipRows(rows, null)).toBe(rows);
  });
});

describe('changedRates', () => {
  test('tells what has another price than before, and not what is new', () => {
    const other = { ...priced('9', MAY_MS), region: 'eu-west-1' };
    const changes = changedRates([priced('3', MARCH_MS)], [priced('4', MAY_MS), other]);
    expect(changes.map(({ before, after }) => [before.usd, after.usd])).toEqual([['3', '4']]);
  });
});

const LISTINGS: readonly Listing[] = [
  { usagetype: 'USE1-NovaPro-input-tokens', usd: '0.0009', from: '2026-05-01' },
  { usagetype: 'USE1-NovaCanvas-T2I-1024-Standard', usd: '0.05', unit: 'Units' },
  { usagetype: 'USE1-Nova9-input-tokens', usd: '1' },
];
const READING = readPriceList(offerOf('AmazonBedrock', LISTINGS), bundledPriceBook());
const LAYER = { ...READING, refreshedAtMs: JULY_MS };

describe('parseLayer', () => {
  test('reads what encodeLayer wrote, to the last digit and refusal', () => {
    const { rows, refused, refreshedAtMs } = LAYER;
    const text = JSON.stringify(encodeLayer(LAYER));
    expect(parseLayer(JSON.parse(text))).toEqual({
      ok: true,
      value: { rows, refused, refreshedAtMs },
    });
  });

  test.each([
    ['a file of another kind', { format: 2 }],
    ['a price that is none', withRow({ usd: 'free' })],
    ['a source that is not there', withRow({ source: 9 })],
    ['a day that is none', withRow({ from: 'May' })],
  ])('refuses %s', (_, value) => {
    expect(parseLayer(value)).toMatchObject({ ok: false });
  });
});

function withRow(changes: object): unknown {
  const encoded = JSON.parse(JSON.stringify(encodeLayer(LAYER))) as { rows: object[] };
  return { ...encoded, rows: encoded.rows.map((one) => ({ ...one, ...changes })) };
}

describe('the layer of AWS prices', () => {
  const book = layerBooks(bookOfLayer(LAYER), bundledPriceBook());
  const pro = usage({ model: 'amazon.nova-pro' });

  test('goes before the bundled book from its own first day on', () => {
    expect(findRate(book, pro, MAY_MS)?.row.usd).toBe('0.0009');
    expect(findRate(book, pro, MAY_MS - 1)).toMatchObject({
      row: { usd: '0.8' },
      quality: 'exact',
    });
  });

  test('leaves to the bundled book what it does not list', () => {
    const output = usage({ model: 'amazon.nova-pro', dimension: 'output_tokens' });
    expect(findRate(book, output, JULY_MS)?.row.usd).toBe('3.2');
  });

  test('does not let a weaker answer of its own hide an exact one behind it', () => {
    const own = row({ usd: '9', model: 'openai.gpt-5.6-sol', api: 'any' });
    const other = layerBooks(bookOfLayer({ ...LAYER, rows: [own] }), bundledPriceBook());
    const asked = usage({ model: 'openai.gpt-5.6-sol', api: 'mantle' });
    expect(findRate(other, asked, JULY_MS)).toMatchObject({
      row: { usd: '5.5' },
      quality: 'exact',
    });
  });
});
