/** Holds the bundled book against the lists that it was made from, where those lie at hand. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BUNDLED_SOURCES, bundledPriceBook } from '../../server/price/bundled-book.ts';
import refusals from '../../server/price/bundled/refusals.json' with { type: 'json' };
import { modelIdOf } from '../../server/price/model-names.ts';
import { parseRate } from '../../server/price/price-row.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LISTS = path.join(ROOT, '..', 'shared', 'reference', 'prices');
const BOOK = bundledPriceBook();

function read(name: string): string {
  return readFileSync(path.join(LISTS, name), 'utf8');
}

/** Lines of cells; no cell of these lists has a line break. */
function linesOf(name: string): readonly (readonly string[])[] {
  const [, ...lines] = read(name).trim().split('\n');
  return lines.map((line) =>
    [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell]) => plain(cell)),
  );
}

function plain(cell = ''): string {
  return cell.replaceAll(/^"|"$|\r/g, '');
}

/** What the book asks for a million of something, in pico-dollars, by model, dimension, Region. */
const RATES = new Set(
  BOOK.rows.map(({ model, dimension, region, picoUsdPerMillion }) => {
    return [model, dimension, region, picoUsdPerMillion].join(' ');
  }),
);
/** Rows of the page that price a million tokens of a model by a name that we know. */
const PAGE_ROWS_MIN = 290;
const ALL_RATES = new Set(
  BOOK.rows.map(({ model, picoUsdPerMillion }) => `${model} ${picoUsdPerMillion}`),
);

function refusedItems(source: string): readonly string[] {
  const own = refusals.filter((one) => one.source === source);
  return own.flatMap(({ items }) => items.map((item) => item.replace(/ x\d+$/, '')));
}

/** Marengo's texts stand among the tokens, and are priced by the request. */
function isRequestPrice(name: string, region: string, usd: string): boolean {
  const rate = parseRate(usd, 1, 'text_requests');
  return RATES.has([modelIdOf(name), 'text_requests', region, rate].join(' '));
}

describe.skipIf(!existsSync(LISTS))('the bundled book', () => {
  test.each([
    ['region', () => linesOf('token-prices-by-region-2026-08-20.csv').length],
    ['page', () => linesOf('list-prices-us-east-1-2026-07-24.csv').length],
    ['nontoken', () => (JSON.parse(read('nontoken-prices.json')) as { rows: [] }).rows.length],
    ['litellm', () => Object.keys(JSON.parse(read('litellm-bedrock.json')) as object).length],
  ])('counts as many rows of source %s as the list has', (key, count) => {
    expect(BUNDLED_SOURCES.find((source) => source.key === key)?.rows).toBe(count());
  });

  test('has each token price of each Region, or refuses its model by name', () => {
    const refused = new Set(refusedItems('region'));
    const missing = linesOf('token-prices-by-region-2026-08-20.csv').filter((cells) => {
      const [, listed = '', region = '', input = '', output = ''] = cells;
      const name = listed.replace(/(?: \[\w+\])+$/, ''); // `[global]`, `[batch]`, `[mantle]`.
      const has = (dimension: 'input_tokens' | 'output_tokens', usd: string): boolean => {
        const rate = parseRate(usd === '' ? '0' : usd, 1_000_000, dimension);
        if (rate === null || rate === 0n) return true; // Embeddings have no price of output.
        const isListed = RATES.has([modelIdOf(name), dimension, region, rate].join(' '));
        return isListed || isRequestPrice(name, region, usd);
      };
      return !refused.has(name) && !(has('input_tokens', input) && has('output_tokens', output));
    });
    expect(missing.map((cells) => cells.join(','))).toEqual([]);
  });

  test('has each price of the page for a model that it knows, or refuses the item by name', () => {
    const refused = new Set(refusedItems('page'));
    const priced = linesOf('list-prices-us-east-1-2026-07-24.csv').flatMap((cells) => {
      const [, , item = '', what = '', usd = ''] = cells;
      const model = modelIdOf(item);
      const rate = /million|1M/.test(what) ? parseRate(usd, 1_000_000, 'input_tokens') : null;
      return model === null || rate === null || refused.has(item) ? [] : [`${model} ${rate}`];
    });
    expect(priced.length).toBeGreaterThan(PAGE_ROWS_MIN);
    expect(priced.filter((rate) => !ALL_RATES.has(rate))).toEqual([]);
  });
});
