/** The demo's accounts: repeatable, of the promised size, in AWS's shapes. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  CUSTOMERS_ACCOUNT,
  DEMO_LOG_GROUP,
  PRODUCTION_ACCOUNT,
  demoBucketOf,
} from '../../server/demo/demo-accounts.ts';
import { createDemoWorld } from '../../server/demo/demo-world.ts';
import { allRecords, recordTexts, SCOPES } from './demo-records.ts';

/** A Tuesday noon, not on the hour. */
const END_MS = Date.UTC(2026, 8, 1, 12, 20);
const HOUR_MS = 3_600_000;
const TWO_DAYS = { seed: 42, days: 2, endMs: END_MS };
const EAST = { account: PRODUCTION_ACCOUNT, region: 'us-east-1' };

function digest(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}

describe('createDemoWorld', () => {
  const world = createDemoWorld(TWO_DAYS);
  const records = allRecords(world, END_MS);

  test('gives the same bytes for the same seed, days and end', () => {
    const again = createDemoWorld(TWO_DAYS);
    const other = createDemoWorld({ ...TWO_DAYS, seed: 43 });
    for (const scope of SCOPES) {
      const texts = digest(recordTexts(world, scope, END_MS));
      expect(digest(recordTexts(again, scope, END_MS))).toBe(texts);
      expect(digest(recordTexts(other, scope, END_MS))).not.toBe(texts);
    }
  });

  test('keeps what was there as the clock goes on, and adds to it', () => {
    const later = createDemoWorld(TWO_DAYS);
    const before = recordTexts(world, EAST, END_MS - HOUR_MS);
    const after = recordTexts(later, EAST, END_MS + HOUR_MS);
    expect(after.length).toBeGreaterThan(recordTexts(world, EAST, END_MS).length);
    const known = new Set(after);
    expect(before.filter((text) => !known.has(text))).toEqual([]);
  });

  test('makes about eight thousand calls a day', () => {
    // Two weekdays with a throttle storm of some 2,000 calls.
    expect(records.length).toBeGreaterThan(15_000);
    expect(records.length).toBeLessThan(25_000);
  });

  test('makes traffic in proportion to the load', () => {
    const small = createDemoWorld({ ...TWO_DAYS, load: 0.1 });
    const count = allRecords(small, END_MS).length;
    expect(count / records.length).toBeCloseTo(0.1, 1);
  });

  test('gives every call a request id of its own', () => {
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(records.length);
  });

  test('has tenants told by metadata, tenants told by tags, and callers whom nobody knows', () => {
    const told = new Set(records.map(({ requestMetadata }) => requestMetadata?.['tenant'] ?? '-'));
    const profiles = SCOPES.flatMap((scope) => world.profiles(scope));
    const tagged = profiles.flatMap(({ tags }) => tags.get('tenant') ?? []);
    expect([...told].sort()).toEqual(['-', 'acme', 'hooli', 'initech', 'stark', 'umbrella']);
    expect(new Set(tagged)).toEqual(new Set(['globex', 'hooli']));
  });

  test('calls at least ten models, by bare id, geo, global and application profile', () => {
    const ids = new Set(records.map(({ modelId }) => modelId));
    const hidden = [...ids].filter((id) => id.includes('application-inference-profile/'));
    expect(hidden.length).toBeGreaterThanOrEqual(4);
    const models = [...ids]
      .filter((id) => !hidden.includes(id))
      .map((id) => id.replace(/^.*\//, '').replace(/^(us|eu|global)\./, ''));
    expect(new Set(models).size).toBeGreaterThanOrEqual(11);
    expect([...ids].some((id) => id.includes('global.'))).toBe(true);
    expect([...ids].some((id) => id.includes('eu.'))).toBe(true);
  });

  test('fails some calls in every way that the demo promises', () => {
    const codes = new Set(records.flatMap(({ errorCode }) => errorCode ?? []));
    expect([...codes].sort()).toEqual([
      'AccessDeniedException',
      'InternalServerException',
      'ModelTimeoutException',
      'ServiceUnavailableException',
      'ThrottlingException',
      'ValidationException',
    ]);
    const blocked = records.filter(({ output }) =>
      JSON.stringify(output ?? {}).includes('"guardrail_intervened"'),
    );
    expect(blocked.length).toBeGreaterThan(0);
  });

  test('writes records of about one kilobyte, and none of more than four', () => {
    const sizes = SCOPES.flatMap((scope) => recordTexts(world, scope, END_MS)).map(
      (text) => text.length,
    );
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(700);
    expect(mean).toBeLessThan(1400);
    expect(Math.max(...sizes)).toBeLessThan(4096);
  });
});

describe('delivery to CloudWatch Logs', () => {
  const world = createDemoWorld(TWO_DAYS);
  const group = DEMO_LOG_GROUP;

  test('begins with the plain text of the permission check', () => {
    const query = { ...EAST, group, startMs: 0, lastMs: END_MS, nowMs: END_MS };
    const [first] = world.logEvents(query);
    expect(first?.message).toBe('Permissions are correctly set for Amazon Bedrock logs.');
  });

  test('shows an event some seconds after its time, some only minutes later', () => {
    const query = { ...EAST, group, startMs: END_MS - HOUR_MS, lastMs: END_MS, nowMs: END_MS };
    const seen = [...world.logEvents({ ...query, startMs: 0 })];
    const delays = seen.slice(1).map(({ timestampMs, ingestedAtMs }) => ingestedAtMs - timestampMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(6000);
    expect(delays.filter((delayMs) => delayMs > 60_000).length).toBeGreaterThan(10);
    expect(seen.filter(({ ingestedAtMs }) => ingestedAtMs > END_MS)).toEqual([]);
  });
});

describe('delivery to S3', () => {
  const world = createDemoWorld(TWO_DAYS);
  const bucket = demoBucketOf('us-east-1');
  const all = [...world.objects({ bucket, prefix: '', afterKey: '', nowMs: END_MS })];
  const folder = '(\\d{4}/\\d\\d/\\d\\d/\\d\\d)';
  const name = '(data/[0-9a-f-]{36}_output|\\d{8}T\\d{9}Z_[0-9a-f]{16})';
  const root = `AWSLogs/${CUSTOMERS_ACCOUNT}/BedrockModelInvocationLogs/us-east-1/`;
  const form = new RegExp(`^${root}${folder}/${name}\\.json\\.gz$`);

  test('names objects as Bedrock does, in byte order', () => {
    const keys = all.map(({ key }) => key);
    expect([...keys].sort()).toEqual(keys);
    expect(keys.filter((key) => !form.test(key))).toEqual([
      `${root}amazon-bedrock-logs-permission-check`,
    ]);
    expect(keys.some((key) => key.includes('/data/'))).toBe(true);
  });

  test('puts an object into the folder of the hour in which it is written', () => {
    for (const { key, lastModifiedMs } of all) {
      const folderOfKey = form.exec(key)?.[1];
      if (!folderOfKey) continue;
      const hour = new Date(lastModifiedMs).toISOString().slice(0, 13).replace(/[-T]/g, '/');
      expect(folderOfKey).toBe(hour);
    }
  });

  test('goes on behind any key without a loss or a repeat', () => {
    const middle = all[Math.floor(all.length / 2)];
    const afterKey = middle?.key ?? '';
    const rest = [...world.objects({ bucket, prefix: '', afterKey, nowMs: END_MS })];
    expect(rest).toEqual(all.slice(Math.floor(all.length / 2) + 1));
  });

  test('keeps to a prefix of any length', () => {
    const prefix = all[200]?.key.slice(0, -6) ?? '';
    const found = [...world.objects({ bucket, prefix, afterKey: '', nowMs: END_MS })];
    expect(found).toEqual([all[200]]);
  });

  test('tells size and etag of the very bytes that it gives', () => {
    const object = all[100];
    const content = world.content(bucket, object?.key ?? '');
    expect(object?.sizeBytes).toBe(content.length);
    expect(object?.etag).toBe(createHash('md5').update(content).digest('hex'));
  });

  test('has no object under a made-up key', () => {
    const key = (all[100]?.key ?? '').replace(/[0-9a-f]{16}/, '0'.repeat(16));
    expect(world.object(bucket, key, END_MS)).toBeNull();
    expect(world.object(bucket, 'elsewhere', END_MS)).toBeNull();
  });
});
