/** Takes price lists in by their two shapes, and nothing else. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { readPriceList } from '../../server/price/price-list.ts';
import { parseOfferFile, parsePriceListEntries } from '../../server/price/price-list-shape.ts';
import { offerJson, offerOf, termsOf } from './offers.ts';

describe('parsePriceListEntries', () => {
  test('reads what the query API answers, trimmed as people publish it', () => {
    const listing = { usagetype: 'APN1-NovaPro-input-tokens-batch', usd: '0.0004800000' };
    const attributes = { regionCode: 'ap-northeast-1', usagetype: listing.usagetype };
    const terms = { OnDemand: termsOf('T4E5', listing) };
    const file = parsePriceListEntries([{ product: { sku: 'T4E5', attributes }, terms }]);
    const { rows } = readPriceList(file.ok ? file.value : offerOf('', []), bundledPriceBook());
    expect(rows.map(({ model, region, tier, usd }) => [model, region, tier, usd])).toEqual([
      ['amazon.nova-pro', 'ap-northeast-1', 'batch', '0.00048'],
    ]);
  });
});

describe('parseOfferFile', () => {
  test.each([
    ['null', null],
    ['a list', []],
    ['a page of errors', { message: 'Access denied' }],
    ['products of another shape', { ...offerJson('AmazonBedrock', []), products: { A: 1 } }],
  ])('tells where %s is no offer file', (_, value) => {
    expect(parseOfferFile(value)).toMatchObject({ ok: false });
  });
});
