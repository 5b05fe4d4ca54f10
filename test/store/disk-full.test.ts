/** A disk that is full, a file that cannot be written, one that is damaged: said, and survived. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Hono } from 'hono';
import { readyReply } from '../../server/api/ready-reply.ts';
import { keepError } from '../../server/job/source-failure.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { toStoreError } from '../../server/store/sqlite/to-store-error.ts';
import { DAY_MS } from '../../shared/window.ts';
import { fakeSource, record, sourceBatch } from '../job/fake-source.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'full-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);
const GIGABYTE = 1e9;
const PLENTY = { freeBytes: 100 * GIGABYTE, totalBytes: 200 * GIGABYTE };

const calls = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    metered({ invocation: { requestId: requestId(first + index), timestampMs: T0_MS + index } }),
  );

async function ready(store: Store): Promise<unknown> {
  const app = new Hono().get('/readyz', (c) => readyReply(c, store));
  const response = await app.request('/readyz');
  return { status: response.status, ...((await response.json()) as object) };
}

const note = { atMs: 1, who: 'ada', action: 'signIn', subject: '', detail: '' };

describe('a disk with little room left', () => {
  test('stops ingest at its place, says so, lets alarms be written, and goes on by itself', async () => {
    let room = PLENTY;
    const store = openSqliteStore({ path: newFile(), promotedTags: [], room: () => room });
    const context = {
      store,
      rules: createRuleSet(DEFAULT_RULES, 'v1'),
      nowMs: () => T0_MS + DAY_MS,
      signal: new AbortController().signal,
      onBatch: () => undefined,
    };
    const batchOf = (number: number) =>
      sourceBatch({ records: [record(number)], cursor: `c${number}` });
    const source = fakeSource([batchOf(1)], [batchOf(2)], [batchOf(2)]);
    const read = () =>
      keepError(
        source.id,
        source.kind,
        context,
        async () => void (await ingestSource(source, context)),
      );
    await read();
    room = { freeBytes: 0.4 * GIGABYTE, totalBytes: 200 * GIGABYTE };
    await expect(read()).rejects.toMatchObject({
      code: 'full',
      hint: expect.stringMatching(/Free 100 MB or more/),
    });
    const [state] = store.sourceStates();
    expect(state?.cursor).toBe('c1');
    expect(state?.error).toMatchObject({
      code: 'full',
      message: expect.stringMatching(/Only 400 MB of disk are left/),
    });
    expect(await ready(store)).toEqual({ status: 200, ok: true, ingest: 'full' });
    store.access.addAudit(note); // As alarms and messages are.
    expect(store.trouble()?.code).toBe('full');
    room = PLENTY;
    await read();
    expect(source.cursors).toEqual([null, 'c1', 'c1']);
    expect(store.invocationCount()).toBe(2);
    expect(store.sourceStates()[0]?.error).toBeNull();
    expect(await ready(store)).toEqual({ status: 200, ok: true });
    store.close();
  });

  test.each([
    ['half a gigabyte of a large disk', { freeBytes: 0.49e9, totalBytes: 1000e9 }, false],
    ['more than that', { freeBytes: 0.51e9, totalBytes: 1000e9 }, true],
    ['a twentieth of a small one', { freeBytes: 0.04e9, totalBytes: 1e9 }, false],
    ['more than a twentieth', { freeBytes: 0.06e9, totalBytes: 1e9 }, true],
  ])('%s decides', (_name, room, isStored) => {
    const store = openSqliteStore({ path: newFile(), promotedTags: [], room: () => room });
    const write = (): unknown => store.ingest(batch(calls(1, 1)));
    if (isStored) expect(write()).toMatchObject({ invocations: 1 });
    else expect(write).toThrow(expect.objectContaining({ code: 'full' }));
    store.close();
  });
});

describe('a file that may not grow', () => {
  test('keeps all of a batch or nothing, is sound, and takes it again when there is room', () => {
    const file = newFile();
    const small = openSqliteStore({ path: file, promotedTags: [], pagesMax: 120 });
    let stored = 0;
    const fill = (store: Store): void => {
      stored += store.ingest(batch(calls(stored, 500), { cursor: `c${stored}` })).invocations;
    };
    expect(() => {
      for (let turn = 0; turn < 100; turn += 1) fill(small);
    }).toThrow(expect.objectContaining({ code: 'full' }));
    expect(stored).toBeGreaterThan(0);
    expect(small.invocationCount()).toBe(stored);
    expect(small.trouble()?.code).toBe('full');
    small.close();
    const large = openSqliteStore({ path: file, promotedTags: [] });
    const before = stored;
    fill(large);
    expect(stored).toBe(before + 500);
    const asked = { differencesMax: 1, onProgress: () => undefined };
    const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
    expect(large.verify({ ...asked, window })).toMatchObject({ differenceCount: 0, damage: [] });
    large.close();
  });
});

describe('a server that starts', () => {
  test('refuses a damaged file, says how to mend it, and leaves it as it is', () => {
    const file = newFile();
    const store = openSqliteStore({ path: file, promotedTags: [] });
    store.ingest(batch(calls(1, 3000)));
    store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 60, 4096 * 62);
    writeFileSync(file, bytes);
    expect(() => openSqliteStore({ path: file, promotedTags: [], isServer: true })).toThrow(
      expect.objectContaining({
        code: 'corrupt',
        hint: expect.stringContaining('outcrop restore'),
      }),
    );
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('refuses a folder that it cannot write', () => {
    const file = path.join(folder, 'notes.txt');
    writeFileSync(file, '');
    const path_ = path.join(file, 'below.db');
    expect(() => openSqliteStore({ path: path_, promotedTags: [], isServer: true })).toThrow(
      expect.objectContaining({ code: 'cannotOpen', hint: expect.stringContaining('may write') }),
    );
  });
});

describe('toStoreError', () => {
  const sqlite = (code: string) => Object.assign(new Error(code), { code });
  test.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY_DBMOVED', 'readOnly'],
    ['SQLITE_IOERR_WRITE', 'io'],
    ['SQLITE_CORRUPT_VTAB', 'corrupt'],
    ['SQLITE_NOTADB', 'corrupt'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_LOCKED', 'busy'],
  ])('%s is %s, with what can be done', (name, code) => {
    expect(toStoreError(sqlite(name))).toMatchObject({
      name: 'StoreError',
      code,
      hint: expect.stringMatching(/\w/),
    });
  });

  test('leaves what is a bug of ours as it is', () => {
    const error = sqlite('SQLITE_CONSTRAINT');
    expect(toStoreError(error)).toBe(error);
  });
});
