/** Downloads price lists from a server on the loopback: which, in which order, and failures. */
import { afterEach, describe, expect, test } from 'vitest';
import { downloadPriceLists, type DownloadPlan } from '../../server/source/price-list-files.ts';
import { SourceError } from '../../server/source/source.ts';
import {
  regionIndex,
  servePriceLists,
  versionIndex,
  versionPath,
  type PriceListServer,
  type ServedFiles,
} from './price-list-server.ts';

let server: PriceListServer | null = null;
afterEach(() => server?.close());

async function downloaded(files: ServedFiles, plan: Partial<DownloadPlan> = {}) {
  server = await servePriceLists(files);
  const found: unknown[] = [];
  const whole = { baseUrl: server.url, regions: null, sinceMs: null, ...plan };
  for await (const { offer, value, beginsAtMs } of downloadPriceLists(whole)) {
    found.push([offer, value, beginsAtMs]);
  }
  return found;
}

const EAST = '/offers/v1.0/aws/AmazonBedrock/20261120/us-east-1/index.json';
const CENTRAL = '/offers/v1.0/aws/AmazonBedrock/20261120/eu-central-1/index.json';
const TWO = regionIndex('AmazonBedrock', ['us-east-1', 'eu-central-1']);

describe('downloadPriceLists', () => {
  test('reads each Region of each offer that there is', async () => {
    expect(await downloaded({ ...TWO, [EAST]: { a: 1 }, [CENTRAL]: { b: 2 } })).toEqual([
      ['AmazonBedrock', { b: 2 }, null],
      ['AmazonBedrock', { a: 1 }, null],
    ]);
  });

  test('reads the named Regions only', async () => {
    const files = { ...TWO, [EAST]: { a: 1 } };
    expect(await downloaded(files, { regions: ['us-east-1'] })).toHaveLength(1);
    expect(server?.asked).not.toContain(CENTRAL);
  });

  test('reads all versions since a day, older ones first, with their first days', async () => {
    const offer = 'AmazonBedrockFoundationModels';
    const days = ['2026-01-01', '2026-03-01', '2026-06-01'];
    const files = days.map((day) => [versionPath(offer, day), { day }]);
    const served = { ...versionIndex(offer, days), ...Object.fromEntries(files) };
    const sinceMs = Date.UTC(2026, 3, 1);
    expect(await downloaded(served, { sinceMs })).toEqual([
      [offer, { day: '2026-03-01' }, Date.UTC(2026, 2, 1)],
      [offer, { day: '2026-06-01' }, Date.UTC(2026, 5, 1)],
    ]);
  });

  test.each<[string, ServedFiles, string]>([
    ['no list at all', {}, 'notFound'],
    ['a file that the index names and that is not there', TWO, 'notFound'],
    ['a file that is cut off', { ...TWO, [CENTRAL]: '{"products":' }, 'badAnswer'],
    ['a server that fails', { ...TWO, [CENTRAL]: 503 }, 'unreachable'],
    [
      'an index that leads elsewhere',
      {
        '/offers/v1.0/aws/AmazonBedrock/current/region_index.json': {
          regions: { a: { regionCode: 'a', currentVersionUrl: '//elsewhere.example/offers' } },
        },
      },
      'badAnswer',
    ],
  ])('fails on %s', async (_, files, code) => {
    const failure = await downloaded(files).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect(failure).toMatchObject({ code });
  });

  test('tries again before it gives up', async () => {
    await downloaded({ ...TWO, [CENTRAL]: 503 }).catch(() => null);
    expect(server?.asked.filter((path) => path === CENTRAL)).toHaveLength(3);
  });
});
