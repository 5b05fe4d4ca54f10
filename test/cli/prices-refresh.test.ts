/** `outcrop prices refresh` from end to end: what it keeps, refuses, and does to answers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { priceListPath } from '../../server/cli/price-list-file.ts';
import { offerJson } from '../price/offers.ts';
import {
  regionIndex,
  servePriceLists,
  versionIndex,
  versionPath,
  type PriceListServer,
} from '../source/price-list-server.ts';
import { INPUT_TYPE, metered } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
const db = folder.database([metered({ usage: [{ type: INPUT_TYPE, quantity: 1_000_000 }] })]);
const MICRO = 'USE1-NovaMicro-input-tokens';
const OFFER = 'AmazonBedrock';
const EAST = `/offers/v1.0/aws/${OFFER}/20261120/us-east-1/index.json`;

const listed = (usd: string, from = '2026-01-01') =>
  offerJson(OFFER, [
    { usagetype: MICRO, usd, from, region: INPUT_TYPE.region },
    { usagetype: 'USE1-Nova9-input-tokens', usd: '0.001' },
  ]);

let server: PriceListServer;
let config = '';
const files: Record<string, unknown> = {};

beforeAll(async () => {
  server = await servePriceLists(files);
  config = folder.file('outcrop.yaml', `database: ${db}\npriceListUrl: ${server.url}\n`);
});
afterEach(() => writeFileSync(priceListPath(db), JSON.stringify(EMPTY)));
afterAll(async () => {
  await server.close();
  folder.remove();
});

const EMPTY = {
  format: 1,
  refreshedAt: '2026-01-01T00:00:00Z',
  sources: [],
  rows: [],
  refused: [],
};

async function cost(): Promise<string> {
  const { out } = await runCommand('query', 'cost', '--db', db, '--json');
  return JSON.parse(out).rows[0].values.cost;
}

describe('outcrop prices refresh', () => {
  test('keeps what AWS lists, and every question is priced by it from then on', async () => {
    Object.assign(files, regionIndex(OFFER, ['us-east-1']), { [EAST]: listed('0.0000400000') });
    expect(await cost()).toBe('0.035');
    const { out, exitCode } = await runCommand('prices', 'refresh', '--config', config);
    expect(exitCode).toBe(0);
    expect(out).toContain(`1 rates are kept in ${priceListPath(db)}.`);
    expect(out).toContain('1: no model id is known for this name: USE1-Nova9-input-tokens');
    expect(await cost()).toBe('0.04');
    const shown = await runCommand('prices', 'show', 'Nova Micro', '--db', db);
    expect(shown.out).toContain('AWS Price List, AmazonBedrock 2026-11-20');
  });

  test('tells a changed price, and with --dry-run keeps nothing', async () => {
    Object.assign(files, regionIndex(OFFER, ['us-east-1']), { [EAST]: listed('0.0000400000') });
    await runCommand('prices', 'refresh', '--config', config);
    const newer = folder.file('newer.json', JSON.stringify(listed('0.00005', '2026-02-01')));
    const kept = readFileSync(priceListPath(db), 'utf8');
    const dry = ['prices', 'refresh', '--db', db, '--file', newer, '--dry-run', '--json'];
    const { out } = await runCommand(...dry);
    expect(JSON.parse(out)).toMatchObject({
      keptAt: null,
      changed: [{ model: 'amazon.nova-micro', before: '0.00004', after: '0.00005' }],
      refused: [{ usageType: 'USE1-Nova9-input-tokens' }],
    });
    expect(readFileSync(priceListPath(db), 'utf8')).toBe(kept);
  });

  test('gives the past its own prices with --since', async () => {
    const days = ['2025-01-01', '2027-01-01'];
    Object.assign(files, versionIndex(OFFER, days), {
      [versionPath(OFFER, '2025-01-01')]: listed('0.00007', '2024-01-01'),
      [versionPath(OFFER, '2027-01-01')]: listed('0.00009', '2024-01-01'),
    });
    await runCommand('prices', 'refresh', '--config', config, '--since', '2025-06-01');
    expect(await cost()).toBe('0.07');
    const { out } = await runCommand(
      'prices',
      'list',
      '--db',
      db,
      '--json',
      '--model',
      'amazon.nova-micro',
    );
    const rates = JSON.parse(out).rates.filter((rate: { source: { key: string } }) => {
      return rate.source.key === 'aws-pricelist';
    });
    expect(rates.map(({ usd, from, to }: Record<string, unknown>) => [usd, from, to])).toEqual([
      ['0.00007', '2025-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
      ['0.00009', '2027-01-01T00:00:00Z', null],
    ]);
  });

  test('reads what the AWS command line prints', async () => {
    const { products, terms } = listed('0.00006');
    const entries = Object.values(products).map((product) => {
      return JSON.stringify({ product, terms: { OnDemand: terms.OnDemand[product.sku] } });
    });
    const file = folder.file('printed.json', JSON.stringify({ PriceList: entries }));
    await runCommand('prices', 'refresh', '--db', db, '--file', file);
    expect(await cost()).toBe('0.06');
  });

  test.each([
    ['a file that is none', ['--file', 'none.json'], 'Cannot read none.json'],
    ['a file of another kind', ['--file', config], 'is no JSON'],
    ['a date that is none', ['--since', 'yesterday'], 'is no date'],
  ])('says what is wrong with %s', async (_, args, message) => {
    const used = args.map((arg) => (arg === '' ? config : arg));
    const { exitCode, error } = await runCommand('prices', 'refresh', '--config', config, ...used);
    expect(exitCode).toBe(2);
    expect(error).toContain(message);
  });

  test('tells of kept prices that are broken, with the mend', async () => {
    writeFileSync(priceListPath(db), '{}');
    const { exitCode, error } = await runCommand('query', 'cost', '--db', db);
    expect(exitCode).toBe(2);
    expect(error).toContain('outcrop prices refresh');
  });
});

describe('what is listed anew', () => {
  const dear = () => folder.file('dear.json', JSON.stringify(listed('0.0001', '2025-01-01')));

  test('is told by `prices diff` for each tenant before it is kept', async () => {
    const { out } = await runCommand(
      'prices',
      'diff',
      '--price-list',
      dear(),
      '--db',
      db,
      '--json',
    );
    // A million tokens: 0.035 before, 0.10 by a price of 0.0001 for a thousand.
    expect(JSON.parse(out).groups).toMatchObject([
      { group: { tenant: expect.any(String) }, before: '0.035', after: '0.1', difference: '0.065' },
    ]);
    expect(await cost()).toBe('0.035');
  });

  test('is held by `prices check` against the bundled price, when it is far from it', async () => {
    await runCommand('prices', 'refresh', '--db', db, '--file', dear());
    const { out } = await runCommand('prices', 'check', '--db', db);
    expect(out).toContain('Rates far from the bundled ones: 1.');
    expect(out).toMatch(/0\.1 +0\.0001 per 1,000 +0\.035 per 1,000,000 +AWS Price List/);
    expect(out).toMatch(/AWS Price List: 1 rates, 1 refused, read \d{4}-\d\d-\d\d\./);
  });

  test('cannot be compared without being named', async () => {
    const { exitCode, error } = await runCommand('prices', 'diff', '--db', db);
    expect(exitCode).toBe(2);
    expect(error).toContain('--price-list');
  });
});
