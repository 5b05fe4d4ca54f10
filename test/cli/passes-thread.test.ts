/** All passes in a thread: what they read is counted here, and what they are asked is answered. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { configOf, readWithTexts } from '../../server/cli/config-texts.ts';
import { passesInThread } from '../../server/cli/passes-thread.ts';
import type { Passes } from '../../server/cli/passes.ts';
import type { Root } from '../../server/cli/root.ts';
import { storeOptionsOf } from '../../server/cli/store-options.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';

const ROOT: Root = {
  nowMs: () => Date.now(),
  jitter: () => 0.5,
  environment: {},
  writeOut: () => undefined,
  writeError: () => undefined,
  endWith: () => undefined,
};
const PAGE_URL = 'http://127.0.0.1:4680/';
const WAIT = { timeout: 20_000, interval: 50 };
const STREAM = 'arn:aws:firehose:us-east-1:111122223333:deliverystream/logs';

function record(requestId: string): string {
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(Date.now() - 60_000).toISOString(),
    accountId: '111122223333',
    region: 'us-east-1',
    requestId,
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    input: { inputTokenCount: 10 },
    output: { outputTokenCount: 20 },
  });
}

describe('passesInThread', () => {
  let folder: string;
  let store: Store;
  let passes: Passes;
  const onBatch = vi.fn();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'outcrop-test-'));
    const database = path.join(folder, 'outcrop.db');
    const settings = { database, directories: [folder], pollSeconds: 5 };
    const { config, texts } = readWithTexts(JSON.stringify(settings), 'the test', ROOT);
    store = openSqliteStore({ ...storeOptionsOf(config), isServer: true });
    onBatch.mockReset();
    passes = passesInThread({ texts, isQuiet: true, tellsBatches: true }, { store, onBatch });
  });

  afterEach(async () => {
    await passes.stop();
    await passes.end();
    store.close();
    rmSync(folder, { recursive: true });
  });

  test('reads what is configured, and tells each batch', async () => {
    writeFileSync(path.join(folder, 'one.json'), `${record('a')}\n${record('b')}\n`);
    await passes.begin(PAGE_URL);
    await vi.waitFor(() => expect(store.invocationCount()).toBe(2), WAIT);
    const [batch, counts] = onBatch.mock.calls.find(([, one]) => one.records > 0) ?? [];
    expect(batch).toEqual({
      sourceId: expect.stringContaining(folder),
      progress: expect.objectContaining({ done: expect.any(Number) }),
    });
    expect(counts).toMatchObject({ records: 2, invocations: 2 });
  });

  test('commits what is pushed before it answers, and says what is none', async () => {
    await passes.begin(PAGE_URL);
    const data = Buffer.from(record('pushed')).toString('base64');
    const request = { requestId: 'delivery-1', timestamp: Date.now(), records: [{ data }] };
    const delivery = { isGzip: false, streamArn: STREAM };
    const body = Buffer.from(JSON.stringify(request));
    expect(await passes.take({ ...delivery, body })).toEqual({ ok: true, value: 'delivery-1' });
    expect(store.invocationCount()).toBe(1);
    const none = await passes.take({ ...delivery, body: Buffer.from('{}') });
    expect(none).toMatchObject({ ok: false, problem: 'badRequest' });
  });

  test('applies rules to the past once at a time', async () => {
    await passes.begin(PAGE_URL);
    expect(await passes.apply(Date.now())).toBe(true);
    expect(store.reattribution().runs(1)).toHaveLength(1);
  });

  test('ends when it is told to, and lets go of the file', async () => {
    await passes.begin(PAGE_URL);
    await passes.stop();
    await expect(passes.apply(0)).rejects.toThrow('has ended');
  });
});

describe('configOf', () => {
  test('gives the config that was read, whatever its files have become', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const rules = path.join(folder, 'rules.yaml');
    writeFileSync(rules, "rules:\n  - name: all\n    when: { region: '.+' }\n    tenant: acme\n");
    const text = JSON.stringify({ attribution: { rulesFile: rules } });
    const read = readWithTexts(text, 'the test', ROOT);
    writeFileSync(rules, 'broken: [');
    const again = configOf(structuredClone(read.texts));
    expect(again.rules.version).toBe(read.config.rules.version);
    expect(again.rules.rules.map(({ name }) => name)).toEqual(['all']);
  });
});
