/** The price book over HTTP: what it holds, what changed in it, and what it leaves open. */
import { describe, expect, test } from 'vitest';
import * as schemas from '../../server/api/price-schemas.ts';
import { createPriceBook, layerBooks } from '../../server/price/price-book.ts';
import { PRICE_LIST_SOURCE } from '../../server/price/price-list.ts';
import type { PricesInForce } from '../../server/price/prices-in-force.ts';
import { API } from '../../shared/contract.ts';
import type {
  PriceCheckReply,
  PriceDiffReply,
  PricesReply,
  RatesReply,
} from '../../shared/prices.ts';
import { isoTime } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { call, CHANGE_MS, HAND_BOOK, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const MICRO = { model: 'amazon.nova-micro' } as const;
const OWN = { key: 'override', label: 'Your price file', date: '' };
const LISTED = { key: PRICE_LIST_SOURCE, label: 'AWS Price List', date: '2026-11-01' };

/** The hand-written book, behind a row that AWS lists, behind one of the user's. */
function prices(): PricesInForce {
  const listed = createPriceBook([
    row({ usd: '8', ...MICRO, dimension: 'output_tokens', source: LISTED }),
  ]);
  const own = createPriceBook([
    row({ usd: '0.5', ...MICRO, source: OWN, effectiveToMs: CHANGE_MS }),
  ]);
  const list = layerBooks(listed, HAND_BOOK);
  return {
    book: layerBooks(own, list),
    list,
    bundled: HAND_BOOK,
    layer: { refreshedAtMs: CHANGE_MS, rows: listed.rows, refused: [] },
    version: 'by hand',
  };
}

async function ask<Reply>(path: string, ...parameters: [string, string][]): Promise<Reply> {
  const inForce = prices();
  const store = storeOf([call(1, 0), call(2, 1000, { model: 'acme.mystery' })]);
  const { get } = rigOf({ store, prices: inForce, book: inForce.book });
  return (await (await get(url(path, ...parameters))).json()) as Reply;
}

describe('GET /api/v1/prices', () => {
  test('tells the layers, from the one that answers last, and the models', async () => {
    const reply = await ask<PricesReply>(API.prices);
    expect(schemas.pricesReply.parse(reply)).toEqual(reply);
    expect(reply.layers.map(({ layer, rates }) => [layer, rates])).toEqual([
      ['bundled', 4],
      ['priceList', 1],
      ['own', 1],
    ]);
    const micro = reply.models.find(({ model }) => model === MICRO.model);
    expect(micro).toMatchObject({ layers: ['bundled', 'priceList', 'own'], changes: 1 });
  });
});

describe('GET /api/v1/prices/rates', () => {
  test('gives the history of a rate: its rows in time, with their periods', async () => {
    const asked: [string, string][] = [
      ['model', MICRO.model],
      ['dimension', 'input_tokens'],
    ];
    const reply = await ask<RatesReply>(API.priceRates, ...asked);
    expect(schemas.ratesReply.parse(reply)).toEqual(reply);
    const bundled = reply.rates.filter(({ layer }) => layer === 'bundled');
    expect(bundled.map(({ usd, from, to }) => [usd, from, to])).toEqual([
      ['1', null, isoTime(CHANGE_MS)],
      ['3', isoTime(CHANGE_MS), null],
    ]);
  });

  test('gives nothing for a model that nobody prices', async () => {
    const reply = await ask<RatesReply>(API.priceRates, ['model', 'acme.mystery']);
    expect(reply).toEqual({ rates: [], total: 0 });
  });
});

describe('GET /api/v1/prices/check', () => {
  test('names usage without a rate, and own rates beside the list', async () => {
    const reply = await ask<PriceCheckReply>(API.priceCheck);
    expect(schemas.priceCheckReply.parse(reply)).toEqual(reply);
    expect(reply.unpriced[0]).toMatchObject({ model: 'acme.mystery', invocations: 1 });
    expect(reply.own).toMatchObject([{ usd: '0.5', list: '1', percentOfList: 50 }]);
  });
});

describe('GET /api/v1/prices/diff', () => {
  test('holds the own layer against the list, with what it makes in money', async () => {
    const reply = await ask<PriceDiffReply>(API.priceDiff, ['layer', 'own']);
    expect(schemas.priceDiffReply.parse(reply)).toEqual(reply);
    expect(reply.differences).toMatchObject([{ before: '1', after: '0.5', percent: 50 }]);
    expect(reply.cost?.total.difference).toMatch(/^-0\.\d+/);
  });

  test('holds the list of AWS against the bundled prices', async () => {
    const { differences } = await ask<PriceDiffReply>(API.priceDiff, ['layer', 'priceList']);
    expect(differences).toMatchObject([{ before: '10', after: '8', percent: 80 }]);
  });

  test('tells what changed between two times, and what ended', async () => {
    const asked: [string, string][] = [
      ['before', isoTime(CHANGE_MS - 1000)],
      ['after', isoTime(CHANGE_MS + 1000)],
    ];
    const { differences, cost } = await ask<PriceDiffReply>(API.priceDiff, ...asked);
    expect(differences.map(({ before, after }) => [before, after])).toEqual([
      ['0.5', null],
      ['1', '3'],
    ]);
    expect(cost).toBeNull();
  });

  test.each([
    ['a layer that is none', [['layer', 'mine']]],
    [
      'a time that is none',
      [
        ['before', 'soon'],
        ['after', 'now'],
      ],
    ],
    ['nothing to compare', []],
  ] as [string, [string, string][]][])('refuses %s', async (_, asked) => {
    expect(await ask(API.priceDiff, ...asked)).toMatchObject({ code: 'badParameter' });
  });
});
