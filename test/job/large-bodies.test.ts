/** Bodies too large for their record are read where the bill depends on them, and kept nowhere. */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { ingestSource, type IngestContext } from '../../server/job/ingest.ts';
import { createReaderPool } from '../../server/job/reader-pool.ts';
import { bodyReader } from '../../server/source/body-objects.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store, StoredInvocation } from '../../server/store/store.ts';
import { requestId } from '../support/metered.ts';
import { ACCOUNT, NOW_MS, REGION, SCOPE, withRig, type Rig } from '../source/rig.ts';
import { FOLDER, keyAt, lines, put } from '../source/s3-rig.ts';

const CLAUDE = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const CALL_MS = Math.floor((NOW_MS - 30 * 60_000) / 1000) * 1000;
const DATA = `${FOLDER}2026/11/22/11/data/`;
const GROUP = '/bedrock/calls';
const SECRET = 'the answer that nobody may keep';

const bodyKey = (number: number, part: 'input' | 'output'): string =>
  `${DATA}${requestId(number)}_${part}.json.gz`;

/** A stream of Claude whose answer was too large: 400 tokens were written to the cache. */
function claudeCall(number: number, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(CALL_MS).toISOString(),
    accountId: ACCOUNT,
    region: REGION,
    requestId: requestId(number),
    operation: 'InvokeModelWithResponseStream',
    modelId: CLAUDE,
    input: { inputTokenCount: 3, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 400 },
    output: { outputTokenCount: 20, outputBodyS3Path: `s3://logs/${bodyKey(number, 'output')}` },
    ...changes,
  });
}

/** Its answer: 100 of the 400 for an hour. */
const CLAUDE_ANSWER = gzipSync(
  JSON.stringify([
    {
      type: 'message_start',
      message: {
        usage: {
          input_tokens: 3,
          output_tokens: 1,
          cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 100 },
        },
      },
    },
    { type: 'content_block_delta', delta: { text: SECRET } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 20 } },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': { invocationLatency: 1234, firstByteLatency: 321 },
    },
  ]),
);

/** A call of Nova Canvas whose request and answer both were too large. */
function imageCall(number: number): string {
  return claudeCall(number, {
    operation: 'InvokeModel',
    modelId: 'amazon.nova-canvas-v1:0',
    input: { inputBodyS3Path: `s3://logs/${bodyKey(number, 'input')}` },
    output: { outputBodyS3Path: `s3://logs/${bodyKey(number, 'output')}` },
  });
}

const IMAGE_REQUEST = gzipSync(
  JSON.stringify({
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: SECRET },
    imageGenerationConfig: { numberOfImages: 2, quality: 'premium', width: 2048, height: 2048 },
  }),
);

const pool = createReaderPool();
afterAll(() => pool.close());

interface Run {
  readonly rig: Rig;
  readonly store: Store;
  /** Reads all sources once, from the log group or the bucket. */
  ingest(): Promise<void>;
}

async function withRun(from: 'logs' | 's3', run: (run: Run) => Promise<void>): Promise<void> {
  await withRig(async (rig) => {
    rig.world.addBucket('logs');
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    const account =
      from === 's3' ? { ...rig.account, cloudWatchLogs: null } : { ...rig.account, s3: null };
    const readBody = bodyReader([account], rig.clients, () => rig.nowMs);
    const ingest = async (): Promise<void> => {
      const context: IngestContext = {
        store,
        rules: createRuleSet(DEFAULT_RULES, 'test'),
        nowMs: () => rig.nowMs,
        signal: new AbortController().signal,
        readBody,
        openReaders: pool.open,
        onBatch: () => undefined,
      };
      for (const source of createLogSources([account], rig.clients)) {
        await ingestSource(source, context);
      }
    };
    try {
      await run({ rig, store, ingest });
    } finally {
      store.close();
    }
  });
}

function addCall({ rig }: Run, from: 'logs' | 's3', ...texts: readonly string[]): void {
  if (from === 's3') return put(rig, keyAt(CALL_MS + 60_000), lines(...texts), CALL_MS);
  const events = texts.map((message) => ({ timestampMs: CALL_MS, message }));
  rig.world.addEvents(SCOPE, GROUP, events);
}

function stored(store: Store, number: number): StoredInvocation {
  const window = { startMs: CALL_MS, endMs: CALL_MS + 1 };
  const found = store.invocation(requestId(number), window);
  if (!found) throw new Error('the call is not stored');
  return found;
}

const usageOf = (store: Store, number: number): readonly string[] =>
  stored(store, number).usage.map(({ type, quantity }) => {
    const kind = type.cacheTtl ?? type.detail;
    return `${type.dimension}${kind === '' ? '' : `[${kind}]`}=${quantity}`;
  });

const bodiesOf = (store: Store): readonly string[] =>
  store.notes.bodyReads(0).map(({ outcome, records }) => `${outcome} ${records}`);

const WHOLE = [
  'cache_write_tokens[1h]=100',
  'cache_write_tokens[5m]=300',
  'input_tokens=3',
  'output_tokens=20',
];
const POOR = ['cache_write_tokens[unknown]=400', 'input_tokens=3', 'output_tokens=20'];

/** Objects fetched but for those of records. */
const gets = ({ rig }: Run, from: 'logs' | 's3'): number =>
  (rig.aws.calls.get('GetObject') ?? 0) - (from === 's3' ? 1 : 0);

describe.each(['logs', 's3'] as const)('large bodies of records from %s', (from) => {
  test('tell for how long a cache write is kept, and times that no record tells', async () => {
    await withRun(from, async (run) => {
      put(run.rig, bodyKey(1, 'output'), CLAUDE_ANSWER);
      addCall(run, from, claudeCall(1));
      await run.ingest();
      expect(usageOf(run.store, 1)).toEqual(WHOLE);
      expect(stored(run.store, 1)).toMatchObject({ latencyMs: 1234, firstTokenMs: 321 });
      expect(bodiesOf(run.store)).toEqual(['read 1']);
      expect(JSON.stringify(stored(run.store, 1))).not.toContain(SECRET);
    });
  });

  test('tell number, size and quality of images, by the request alone', async () => {
    await withRun(from, async (run) => {
      put(run.rig, bodyKey(2, 'input'), IMAGE_REQUEST);
      addCall(run, from, imageCall(2));
      await run.ingest();
      expect(usageOf(run.store, 2)).toEqual(['output_images[quality=premium side=2048]=2']);
      expect(gets(run, from)).toBe(1);
    });
  });

  test('are not asked for where the record tells it all', async () => {
    await withRun(from, async (run) => {
      put(run.rig, bodyKey(3, 'output'), CLAUDE_ANSWER);
      const input = { inputTokenCount: 3, cacheReadInputTokenCount: 7 };
      addCall(run, from, claudeCall(3, { input }));
      await run.ingest();
      expect(run.store.invocationCount()).toBe(1);
      expect(gets(run, from)).toBe(0);
    });
  });

  test('that may not be read leave the call as it is, counted, after one refusal', async () => {
    await withRun(from, async (run) => {
      run.rig.aws.setFaults({
        rules: [{ kind: 'accessDenied', operation: 'GetObject', pathIncludes: '/data/' }],
      });
      addCall(run, from, ...[4, 5, 6, 7, 8, 9].map((number) => claudeCall(number)));
      await run.ingest();
      expect(usageOf(run.store, 4)).toEqual(POOR);
      expect(run.store.invocationCount()).toBe(6);
      expect(bodiesOf(run.store)).toEqual(['denied 6']);
      expect(gets(run, from)).toBeLessThanOrEqual(4); // As many as were under way side by side.
    });
  });

  test.each([
    ['gone', 1, undefined],
    ['unreadable', 2, gzipSync('{"usage":').subarray(0, 20)],
    ['unreadable', 3, gzipSync('no JSON')],
    ['tooLarge', 4, gzipSync(Buffer.alloc(65 * 1024 ** 2, 32))],
  ] as const)('are told as %s (%i)', async (outcome, number, body) => {
    await withRun(from, async (run) => {
      if (body) put(run.rig, bodyKey(number, 'output'), body);
      addCall(run, from, claudeCall(number));
      await run.ingest();
      expect(usageOf(run.store, number)).toEqual(POOR);
      expect(bodiesOf(run.store)).toEqual([`${outcome} 1`]);
    });
  });

  test.each([
    ['of another call', `s3://logs/${bodyKey(2, 'output')}`],
    ['of another account', `s3://logs/${bodyKey(1, 'output').replace(ACCOUNT, '999900001111')}`],
    ['outside the folder of bodies', 's3://logs/secret.json.gz'],
    ['that is no object', 's3://LOGS'],
  ])('are not asked for by a path %s', async (_, outputBodyS3Path) => {
    await withRun(from, async (run) => {
      put(run.rig, bodyKey(2, 'output'), CLAUDE_ANSWER);
      addCall(run, from, claudeCall(1, { output: { outputTokenCount: 20, outputBodyS3Path } }));
      await run.ingest();
      expect(usageOf(run.store, 1)).toEqual(POOR);
      expect(bodiesOf(run.store)).toEqual(['foreign 1']);
      expect(gets(run, from)).toBe(0);
    });
  });
});

describe('large bodies in a storm of throttles', () => {
  const storm = (run: Run): void =>
    run.rig.aws.setFaults({
      rules: [{ kind: 'serverError', operation: 'GetObject', pathIncludes: '/data/' }],
    });

  test('let an object wait: it is not read again later', async () => {
    await withRun('s3', async (run) => {
      put(run.rig, bodyKey(1, 'output'), CLAUDE_ANSWER);
      addCall(run, 's3', claudeCall(1));
      storm(run);
      await expect(run.ingest()).rejects.toMatchObject({ code: 'unreachable' });
      expect(run.store.invocationCount()).toBe(0);
    });
  });

  test('keep no event waiting: its slice is read again later', async () => {
    await withRun('logs', async (run) => {
      put(run.rig, bodyKey(1, 'output'), CLAUDE_ANSWER);
      addCall(run, 'logs', claudeCall(1));
      storm(run);
      await run.ingest();
      expect(usageOf(run.store, 1)).toEqual(POOR);
      expect(bodiesOf(run.store)).toEqual(['failed 1']);
    });
  });
});

describe('large bodies of a log group that is read again', () => {
  test('are fetched once', async () => {
    await withRun('logs', async (run) => {
      put(run.rig, bodyKey(1, 'output'), CLAUDE_ANSWER);
      addCall(run, 'logs', claudeCall(1));
      await run.ingest();
      run.rig.nowMs += 60 * 60_000;
      await run.ingest();
      expect(gets(run, 'logs')).toBe(1);
      expect(usageOf(run.store, 1)).toEqual(WHOLE);
    });
  });

  test('are fetched when they may be at last, and mend the call', async () => {
    await withRun('logs', async (run) => {
      run.rig.aws.setFaults({
        rules: [{ kind: 'accessDenied', operation: 'GetObject', pathIncludes: '/data/' }],
      });
      put(run.rig, bodyKey(1, 'output'), CLAUDE_ANSWER);
      addCall(run, 'logs', claudeCall(1));
      await run.ingest();
      expect(usageOf(run.store, 1)).toEqual(POOR);
      run.rig.aws.setFaults({});
      run.rig.nowMs += 60 * 60_000;
      await run.ingest();
      expect(usageOf(run.store, 1)).toEqual(WHOLE);
      expect(run.store.invocationCount()).toBe(1);
    });
  });
});
