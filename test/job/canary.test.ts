/** Marked texts through every way in, looked for in every byte that is written or answered (P1). */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/api/create-app.ts';
import { ROUTES } from '../../server/api/route-access.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { keepEvents, takeFirehose } from '../../server/job/intake.ts';
import { createReaderPool } from '../../server/job/reader-pool.ts';
import { backupDatabase } from '../../server/store/sqlite/backup.ts';
import { directorySource } from '../../server/source/directory.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { requestId } from '../support/metered.ts';
import { appParts } from '../api/rig.ts';
import { CANARY, CANARY_RECORDS } from '../record/canary-records.ts';
import { NOW_MS, record, type Json } from '../record/records.ts';
import { fakeSource, sourceBatch } from './fake-source.ts';

const RULES = createRuleSet(DEFAULT_RULES, 'canary');
const WORDS = CANARY.split(' ');
/** Where a text is cut, a word of it may be left. */
const MARK = WORDS[1] ?? CANARY;
const folder = mkdtempSync(path.join(tmpdir(), 'canary-'));
const written = path.join(folder, 'written');
const told: string[] = [];
let store: Store;

const context = {
  rules: RULES,
  nowMs: () => NOW_MS,
  signal: new AbortController().signal,
  onBatch: (...batch: unknown[]) => void told.push(JSON.stringify(batch[1])),
};

/** Records of one way in: all with ids of their own, and some that are cut or no JSON. */
function texts(way: number): readonly string[] {
  const whole = CANARY_RECORDS.map((one, index) =>
    JSON.stringify({ ...one, requestId: requestId(way * 1000 + index) }),
  );
  const broken = whole.map((text) => text.slice(0, text.indexOf(MARK) + MARK.length));
  const strange = [
    CANARY,
    `{"${CANARY}":1}`,
    JSON.stringify([CANARY]),
    `{"schemaType":"${CANARY}"}`,
  ];
  return [...whole, ...broken, ...strange];
}

function bytesOf(directory: string): readonly (readonly [name: string, bytes: Buffer])[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => [one.name, readFileSync(path.join(one.parentPath, one.name))]);
}

function places(bytes: readonly (readonly [string, Buffer])[], mark: string): readonly string[] {
  return bytes.filter(([, one]) => one.includes(mark)).map(([name]) => name);
}

beforeAll(async () => {
  mkdirSync(written);
  store = openSqliteStore({ path: path.join(written, 'outcrop.db'), promotedTags: [] });
  const place = path.join(folder, 'AWSLogs');
  mkdirSync(place);
  writeFileSync(path.join(place, 'a.json'), texts(1).join('\n'));
  writeFileSync(path.join(place, 'b.json.gz'), gzipSync(texts(2).join('\n')));
  writeFileSync(path.join(place, 'c.json.gz'), gzipSync(texts(3).join('\n')).subarray(0, 200));
  await ingestSource(directorySource([place], { sourceId: 'files' }), { ...context, store });
  const pool = createReaderPool();
  const again = directorySource([place], { sourceId: 'threads' });
  await ingestSource(again, { ...context, store, openReaders: pool.open });
  await pool.close();
  const records = texts(4).map((text, index) => {
    return { text, sourceAtMs: NOW_MS, origin: `stream/${index}` };
  });
  await ingestSource(fakeSource([sourceBatch({ records })]), { ...context, store });
  const data = texts(5).map((text) => ({ data: Buffer.from(text).toString('base64') }));
  const body = JSON.stringify({ requestId: 'one', timestamp: NOW_MS, records: data });
  const delivery = { body: Buffer.from(body), isGzip: false, streamArn: '' };
  await takeFirehose(delivery, { store, rules: RULES, nowMs: () => NOW_MS });
  const badBody = Buffer.from(`{"requestId":"two","timestamp":1,"records":"${CANARY}"}`);
  const parts = { store, rules: RULES, nowMs: () => NOW_MS };
  told.push(JSON.stringify(await takeFirehose({ ...delivery, body: badBody }, parts)));
  told.push(JSON.stringify(keepEvents({ source: 'aws.bedrock', detail: CANARY }, store)));
  while (store.prepareReading(NOW_MS));
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('a prompt and an answer (P1)', () => {
  test('come in by every way', () => {
    const kinds = store.sourceStates().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['directory', 'directory', 'firehose', 's3']);
    expect(store.invocationCount()).toBeGreaterThan(4 * CANARY_RECORDS.length - 5);
    expect(store.quarantineCounts().length).toBeGreaterThan(1);
  });

  test('are in no byte of the database, what lies beside it, or its backup', async () => {
    const copy = path.join(written, 'backup.db');
    await backupDatabase(path.join(written, 'outcrop.db'), copy, () => undefined);
    const files = bytesOf(written);
    expect(files.map(([name]) => name)).toContain('outcrop.db-wal');
    expect(places(files, MARK)).toEqual([]);
  });

  test('are in no count, failure or message', () => {
    expect(told.filter((text) => text.includes(MARK))).toEqual([]);
  });

  test('are in no answer of any route', async () => {
    const failures: unknown[] = [];
    const parts = {
      store,
      nowMs: () => NOW_MS,
      onInternalError: (one: unknown) => failures.push(one),
    };
    const app = createApp(appParts(parts));
    const [some] = store.invocations({
      window: { startMs: 0, endMs: NOW_MS },
      filter: { terms: [] },
      limit: 1,
      before: null,
    }).invocations;
    const id = some?.requestId ?? '';
    const asked = ROUTES.filter(
      ({ method, path: one }) => method === 'GET' && !one.includes('live'),
    );
    const query = `?metric=invocations&group=model&from=now-30d&to=now&id=${id}&requestId=${id}`;
    const bad: string[] = [];
    for (const { path: route } of asked) {
      for (const search of ['', query]) {
        const url = route.replace(/:\w+|\{\w+\}/g, id) + search;
        const answer = await app.request(url, { headers: { host: 'localhost:4680' } });
        if ((await answer.text()).includes(MARK)) bad.push(url);
      }
    }
    expect(asked.length).toBeGreaterThan(20);
    expect(bad).toEqual([]);
    expect(JSON.stringify(failures)).not.toContain(MARK);
  });
});

describe.each(['keep', 'hash', 'drop'] as const)('callers that are to %s (P3)', (mode) => {
  const NAMES = ['canary-role', 'canary-session', 'canary-value'];
  const [role, session, value] = NAMES;
  const identity = { arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}` };
  const place = path.join(folder, mode);
  const calls: readonly Json[] = [1, 2].map((index) =>
    record({
      identity,
      requestId: requestId(index),
      requestMetadata: { user: value, feature: 'search', tenant: 'acme' },
    }),
  );

  test('are stored so, while rules see who they are', async () => {
    mkdirSync(place);
    const key = 'ab'.repeat(32);
    const privacy = { identities: mode, metadata: mode, keepTags: ['feature'], key };
    const file = path.join(place, 'outcrop.db');
    const hiding = openSqliteStore({ path: file, promotedTags: [], privacy });
    const records = calls.map((one) => {
      return { text: JSON.stringify(one), sourceAtMs: NOW_MS, origin: 'one' };
    });
    const batches = [sourceBatch({ records })];
    await ingestSource(fakeSource(batches), { ...context, store: hiding });
    const window = { startMs: 0, endMs: NOW_MS };
    const page = { window, filter: { terms: [] }, limit: 9, before: null };
    const stored = hiding.invocations(page).invocations;
    expect(stored.map((one) => one.valueOf('tenant'))).toEqual(['acme', 'acme']);
    expect(stored[0]?.tags.find(({ key: one }) => one === 'feature')?.value).toBe('search');
    const callers = new Set(stored.map((one) => one.valueOf('principal')));
    expect(callers.size).toBe(1);
    const shape = {
      keep: /^arn:.*canary-role$/,
      hash: /^hash:[0-9a-f]{32}$/,
      drop: /^\(dropped\)$/,
    };
    expect([...callers][0]).toMatch(shape[mode]);
    const found = NAMES.flatMap((name) => places(bytesOf(place), name));
    expect(found.length > 0).toBe(mode === 'keep');
    expect(places(bytesOf(place), key)).toEqual([]);
    hiding.close();
  });
});
