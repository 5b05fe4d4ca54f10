/** The user's price file: read by every command that prices, and wrong ones told by line. */
import { afterAll, describe, expect, test } from 'vitest';
import { priceBookOf } from '../../server/cli/book.ts';
import { parsePriceText } from '../../server/cli/price-files.ts';
import { UsageError } from '../../server/cli/root.ts';
import { INPUT_TYPE, metered } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const CALL = metered({ usage: [{ type: INPUT_TYPE, quantity: 1_000_000 }] });
const db = folder.database([CALL]);
const own = folder.file(
  'own.yaml',
  "prices:\n  - {model: amazon.nova-micro, dimension: input_tokens, usd: '0.03', per: 1000000}\n",
);
const config = folder.file('outcrop.yaml', `prices: ${own}\n`);

function hintOf(text: string): string {
  try {
    parsePriceText(text, 'p.yaml');
  } catch (error) {
    if (error instanceof UsageError) return error.hint;
    throw error;
  }
  return '';
}

const cost = async (...more: readonly string[]): Promise<unknown> => {
  const { out } = await runCommand('query', 'cost', '--db', db, '--json', ...more);
  return JSON.parse(out).rows[0].values.cost;
};

describe('parsePriceText', () => {
  test.each([
    ['an unknown key', 'prices: []\ndiscount: []\n', /^p\.yaml:\d+:\d+ .*discount/],
    ['a wrong percent', 'discounts:\n  - percent: 101\n', /^p\.yaml:2:14 discounts\.0\.percent: /],
    ['broken YAML', 'prices: [\n', /^p\.yaml:2:1 /],
    ['an alias to nothing', 'prices: *none\n', /^p\.yaml:0:0 an alias/],
    ['a list', '- 1\n', /^p\.yaml:0:0 /],
  ])('tells where %s is', (_, text, hint) => {
    expect(hintOf(text)).toMatch(hint);
  });

  test('takes an empty file for no prices and no discounts', () => {
    expect(parsePriceText('', 'p.yaml')).toEqual({ overrides: [], discounts: [] });
  });
});

describe('priceBookOf', () => {
  test('names the content of the file, so that a report tells which prices it was made with', () => {
    const other = folder.file('other.yaml', 'discounts: [{percent: 1}]\n');
    const versions = [null, own, other].map(
      (pricesPath) => priceBookOf({ pricesPath, database: db }).version,
    );
    expect(new Set(versions).size).toBe(3);
    expect(versions[1]).toMatch(/^bundled \d{4}-\d\d-\d\d, price file [0-9a-f]{12}$/);
  });
});

describe('outcrop query', () => {
  test('prices by list without a file, by the file of the config, or by the named one', async () => {
    const half = folder.file(
      'half.yaml',
      "prices: [{model: amazon.nova-micro, dimension: input_tokens, usd: '0.01', per: 1000000}]",
    );
    expect(await cost()).toBe('0.035');
    expect(await cost('--config', config)).toBe('0.03');
    expect(await cost('--config', config, '--prices', half)).toBe('0.01');
  });

  test('ends with exit code 2 for a price file that is not there', async () => {
    const { exitCode, error } = await runCommand(
      'query',
      'cost',
      '--db',
      db,
      '--prices',
      'no.yaml',
    );
    expect(exitCode).toBe(2);
    expect(error).toContain('Cannot read the price file no.yaml.');
  });
});

describe('outcrop ingest', () => {
  test('ends at a wrong price before it reads', async () => {
    const wrong = folder.file('wrong.yaml', 'discounts: [{percent: -1}]\n');
    const named = folder.file('wrong-config.yaml', `prices: ${wrong}\n`);
    const { exitCode, error } = await runCommand('ingest', wrong, '--db', db, '--config', named);
    expect(exitCode).toBe(2);
    expect(error).toContain('The price file has one problem.');
  });
});
