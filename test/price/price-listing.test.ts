/** The list of rates: filtered by patterns, always in one order, own rates beside the list. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import { parsePriceFile, withPriceFile } from '../../server/price/price-file.ts';
import { listPrices, ownPrices } from '../../server/price/price-listing.ts';
import { parseRate } from '../../server/price/price-row.ts';
import { row, SONNET } from './usage-samples.ts';

const NONE = { model: null, region: null, dimension: null };
const BOOK = createPriceBook([
  row({ usd: '4', region: 'eu-west-1' }),
  row({ usd: '3', region: '*' }),
  row({ usd: '2', model: 'amazon.nova-pro', dimension: 'output_tokens' }),
  row({ usd: '1', model: 'amazon.nova-pro', effectiveToMs: 1e12 }),
  row({ usd: '1.5', model: 'amazon.nova-pro', effectiveFromMs: 1e12 }),
]);
const usdOf = (filter: Partial<typeof NONE> | Partial<Record<keyof typeof NONE, string>>) =>
  listPrices(BOOK, { ...NONE, ...filter }).map(({ usd }) => usd);

describe('listPrices', () => {
  test('sorts by model, dimension, Region and time', () => {
    expect(usdOf({})).toEqual(['1', '1.5', '2', '3', '4']);
  });

  test.each([
    ['a model by id', { model: 'amazon.*' }, ['1', '1.5', '2']],
    ['a model by name in any case', { model: 'claude sonnet 4.5' }, ['3', '4']],
    ['a dimension', { dimension: 'output_*' }, ['2']],
    ['a Region, where rates for all Regions hold too', { region: 'eu-west-1' }, ['3', '4']],
    ['another Region', { region: 'us-east-1' }, ['1', '1.5', '2', '3']],
    ['nothing that is there', { model: 'nobody' }, []],
  ])('filters by %s', (_, filter, usd) => {
    expect(usdOf(filter)).toEqual(usd);
  });

  test('leaves no row of the bundled book out', () => {
    const book = bundledPriceBook();
    expect(listPrices(book, NONE)).toHaveLength(book.rows.length);
  });
});

describe('ownPrices', () => {
  test('shows each rate of the file beside the list rate, or none', () => {
    const list = bundledPriceBook();
    const price = { dimension: 'input_tokens', per: 1_000_000, routing: 'regional' };
    const prices = [
      { ...price, model: SONNET, usd: '3' },
      { ...price, model: 'acme.mystery', usd: '1' },
    ];
    const file = parsePriceFile({ prices }, list);
    if (!file.ok) throw new Error('The file is right.');
    const found = ownPrices(withPriceFile(list, file.value), list);
    expect(found.map((one) => [one.row.model, one.listPicoUsdPerMillion])).toEqual([
      [SONNET, parseRate('3.3', 1_000_000, 'input_tokens')],
      ['acme.mystery', null],
    ]);
  });
});
