/** The whole pipeline against moto: the same calls from logs and bucket count and cost once. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { runQuery } from '../../server/query/run-query.ts';
import { createClients } from '../../server/source/clients.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { hourFolder, nameStamp } from '../../server/source/s3-layout.ts';
import type { LogSource } from '../../server/source/source.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, MINUTE_MS, isoTime } from '../../shared/window.ts';
import { accountAt } from '../source/rig.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

const ACCOUNT = '123456789012'; // Moto's own default.
const REGION = 'us-east-1';
const GROUP = '/bedrock/ingest';
const STREAM = 'aws/bedrock/modelinvocations';
const BUCKET = 'ingest-logs';
const CALLS = 20;
/** Moto refuses events out of its own present, so that this test needs the real one. */
const NOW_MS = Math.floor(Date.now() / 1000) * 1000;

function recordText(index: number): string {
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    timestamp: isoTime(NOW_MS - 30 * MINUTE_MS - index * 1000),
    accountId: ACCOUNT,
    region: REGION,
    requestId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    input: { inputTokenCount: 1000 },
    output: { outputTokenCount: 100 },
    requestMetadata: { tenant: index % 2 === 0 ? 'even' : 'odd' },
  });
}

describe.skipIf(!hasMoto())('ingest against moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.close());

  const settings = () => {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    return { region: REGION, endpoint: moto.url, credentials };
  };

  const putLogs = async (texts: readonly string[]): Promise<void> => {
    const logs = new CloudWatchLogsClient(settings());
    const place = { logGroupName: GROUP, logStreamName: STREAM };
    await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await logs.send(new CreateLogStreamCommand(place));
    const logEvents = texts
      .map((message, index) => ({ timestamp: NOW_MS - 30 * MINUTE_MS - index * 1000, message }))
      .reverse();
    await logs.send(new PutLogEventsCommand({ ...place, logEvents }));
  };

  const putObject = async (texts: readonly string[]): Promise<void> => {
    const s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const atMs = NOW_MS - 29 * MINUTE_MS;
    const folder = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/`;
    const name = `${hourFolder(Math.floor(atMs / HOUR_MS) * HOUR_MS)}${nameStamp(atMs)}`;
    const Key = `${folder}${name}_0123456789abcdef.json.gz`;
    const Body = gzipSync(texts.join('\n'));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  };

  test('counts calls that come by both ways once, and prices them', async () => {
    const texts = Array.from({ length: CALLS }, (_, index) => recordText(index));
    await putLogs(texts);
    await putObject(texts);
    const account = {
      ...accountAt(moto.url),
      id: ACCOUNT,
      backfillDays: 1,
      cloudWatchLogs: { logGroup: GROUP },
      s3: { bucket: BUCKET, prefix: '', region: REGION },
    };
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    const context = {
      store,
      rules: createRuleSet(DEFAULT_RULES, 'test'),
      nowMs: () => NOW_MS,
      signal: new AbortController().signal,
      onBatch: () => undefined,
    };
    const read = (source: LogSource) => ingestSource(source, context);
    const counts = [];
    for (const source of createLogSources([account], createClients())) {
      counts.push(await read(source));
    }
    expect(counts.map(({ invocations }) => invocations)).toEqual([CALLS, 0]);
    expect(counts[1]?.duplicates).toBe(CALLS);

    const window = { startMs: NOW_MS - 24 * HOUR_MS, endMs: NOW_MS };
    const query = {
      metrics: ['cost', 'invocations'] as const,
      filter: EMPTY_FILTER,
      groupBy: ['tenant'] as const,
      window,
      step: 'all' as const,
      timeZone: 'UTC',
    };
    const { rows } = runQuery(query, store, bundledPriceBook());
    // 10 calls of 1,000 tokens in at $0.035 and 100 out at $0.14 per 1M: 0.00035 + 0.00014.
    const shown = rows.map((row) => {
      const cost = row.values.get('cost');
      return [row.group[0], typeof cost === 'bigint' ? formatAttoUsd(cost) : cost];
    });
    expect(shown).toEqual([
      ['even', '0.00049'],
      ['odd', '0.00049'],
    ]);
    store.close();
  }, 60_000);
});
