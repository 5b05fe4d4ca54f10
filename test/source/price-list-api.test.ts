/** Asks the Price List API with the real SDK client, against a server on the loopback. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryPriceLists } from '../../server/source/price-list-api.ts';
import { servePriceLists, type PriceListServer } from './price-list-server.ts';

let server: PriceListServer;
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const before = KEYS.map((key) => process.env[key]);

beforeAll(async () => {
  KEYS.forEach((key) => (process.env[key] = 'testing'));
  server = await servePriceLists({}, { AmazonBedrock: [{ a: 1 }, { b: 2 }, { c: 3 }] });
});

afterAll(async () => {
  KEYS.forEach((key, index) => {
    const value = before[index];
    if (value === undefined) delete process.env[key];
    else process.env[key] = value;
  });
  await server.close();
});

describe('queryPriceLists', () => {
  test('follows all pages of each offer and Region', async () => {
    const found: unknown[] = [];
    const query = { endpoint: server.url, regions: ['us-east-1', 'eu-west-1'] };
    for await (const { offer, values } of queryPriceLists(query)) found.push([offer, values]);
    expect(found.slice(0, 3)).toEqual([
      ['AmazonBedrock', [{ a: 1 }, { b: 2 }, { c: 3 }]],
      ['AmazonBedrock', [{ a: 1 }, { b: 2 }, { c: 3 }]],
      ['AmazonBedrockFoundationModels', []],
    ]);
    expect(found).toHaveLength(6);
    expect(server.asked.slice(0, 4)).toEqual([
      ...Array.from({ length: 3 }, () => 'GetProducts AmazonBedrock us-east-1'),
      'GetProducts AmazonBedrock eu-west-1',
    ]);
  });
});
