/** Deleting a tenant: all of it goes, nothing of others does, and it does not come back (P5). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { digestOfTenant } from '../../server/store/tenant-eraser.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { digestOf, readFacts } from '../sim/database-facts.ts';
import { batch, INVOCATION, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'erase-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GONE = 'canary-tenant';
const NOW_MS = T0_MS + 2 * DAY_MS;
const CALLS = 240;
const promotedTags: [] = [];

/** Calls of two days; every third is of the tenant that is to go. */
const calls = Array.from({ length: CALLS }, (_, index) => {
  const isGone = index % 3 === 0;
  const who = isGone ? 'canary' : 'other';
  return metered({
    attribution: {
      tenant: isGone ? GONE : `tenant ${index % 2}`,
      tags: [
        { key: 'user', value: `${who}-user-${index % 7}`, source: 'metadata' },
        { key: 'stage', value: 'live', source: 'metadata' },
      ],
    },
    invocation: {
      requestId: requestId(index),
      timestampMs: T0_MS + Math.floor((index * 2 * DAY_MS) / CALLS),
      latencyMs: 100 + index,
      principal: { ...INVOCATION.principal, session: `${who}-session-${index % 5}` },
    },
  });
});
const others = calls.filter(({ attribution }) => attribution.tenant !== GONE);

let files = 0;

function filled(of = calls): { readonly file: string; readonly store: Store } {
  const file = path.join(folder, `${(files += 1)}`, 'one.db');
  const store = openSqliteStore({ path: file, promotedTags });
  store.ingest(batch(of));
  while (store.prepareReading(NOW_MS));
  return { file, store };
}

function erase(store: Store, stepsMax = Infinity): number {
  let steps = 0;
  while (steps < stepsMax && store.eraser.step(NOW_MS)) steps += 1;
  return steps;
}

const ask = { tenant: GONE, by: 'ada', nowMs: NOW_MS };
const window = { startMs: T0_MS, endMs: NOW_MS };

function differences(store: Store): number {
  const asked = { window, differencesMax: 3, onProgress: () => undefined };
  return store.verify(asked).differenceCount;
}

function filesWith(file: string, text: string): readonly string[] {
  const beside = path.dirname(file);
  return readdirSync(beside).filter((name) => readFileSync(path.join(beside, name)).includes(text));
}

describe('a tenant that is deleted', () => {
  test('leaves all others as if it had never been there', () => {
    const { file, store } = filled();
    store.eraser.request(ask);
    erase(store);
    expect(differences(store)).toBe(0);
    expect(store.values('tenant', '', 9)).toEqual(['tenant 0', 'tenant 1']);
    store.close();
    const clean = filled(others);
    clean.store.close();
    expect(digestOf(readFacts(file))).toBe(digestOf(readFacts(clean.file)));
  });

  test('is named no more by another connection that knew it', () => {
    const { file, store } = filled();
    const reader = openSqliteStore({ path: file, promotedTags, isReadOnly: true });
    const page = { window, filter: { terms: [] }, limit: 500, before: null };
    const tenants = (): ReadonlySet<string> =>
      new Set(reader.invocations(page).invocations.map(({ valueOf }) => valueOf('tenant')));
    expect(reader.values('tenant', '', 9)).toContain(GONE);
    expect(tenants()).toContain(GONE);
    store.eraser.request(ask);
    erase(store);
    expect(reader.values('tenant', '', 9)).toEqual(['tenant 0', 'tenant 1']);
    expect(tenants()).toEqual(new Set(['tenant 0', 'tenant 1']));
    reader.close();
    store.close();
  });

  test('leaves calls of others that packs count under a series of its own', () => {
    const early = metered({
      attribution: { tenant: GONE },
      invocation: { requestId: requestId(1), timestampMs: T0_MS },
    });
    const later = [5, 6, 7].map((hour) =>
      metered({
        attribution: { tenant: 'other' },
        invocation: { requestId: requestId(hour), timestampMs: T0_MS + hour * HOUR_MS },
      }),
    );
    const { file, store } = filled([early, ...later]);
    store.eraser.request(ask);
    erase(store);
    store.close();
    const again = openSqliteStore({ path: file, promotedTags });
    expect(differences(again)).toBe(0);
    const cells = again.aggregate({
      boundariesMs: [T0_MS, T0_MS + DAY_MS / 2],
      filter: { terms: [] },
      groupBy: ['model'],
      need: { latency: false, firstToken: false, usage: false },
    });
    expect(cells.map(({ group, statusCounts }) => [group, statusCounts[0]])).toEqual([
      [[later[0]?.model], 3],
    ]);
    expect(again.values('tenant', '', 9)).toEqual(['other']);
    expect(again.values('rule', '', 9)).toHaveLength(1);
    again.close();
    expect(readFileSync(file).includes(GONE)).toBe(false);
  });

  test('is in no byte of the file, nor are its sessions and tags (P5)', () => {
    const { file, store } = filled();
    expect(filesWith(file, 'canary').length).toBeGreaterThan(0);
    store.eraser.request(ask);
    erase(store);
    store.eraser.compact();
    expect(filesWith(file, 'canary')).toEqual([]);
    expect(filesWith(file, 'other-user-1').length).toBe(1);
    expect(store.eraser.list()).toEqual([
      {
        digest: digestOfTenant(GONE),
        tenant: null,
        requestedAtMs: NOW_MS,
        requestedBy: 'ada',
        state: 'done',
        rows: CALLS / 3,
        endedAtMs: NOW_MS,
      },
    ]);
    store.close();
  });

  test('goes on where it stopped, and sums agree with rows at every step', () => {
    const { file, store } = filled();
    store.eraser.request(ask);
    store.close();
    for (let life = 0; life < 40; life += 1) {
      const again = openSqliteStore({ path: file, promotedTags });
      const isAtEnd = erase(again, 1) === 0;
      expect(differences(again)).toBe(0);
      again.close();
      if (isAtEnd) break;
    }
    const clean = filled(others);
    clean.store.close();
    expect(digestOf(readFacts(file))).toBe(digestOf(readFacts(clean.file)));
  });

  test('does not come back when its logs are read again, and counts again from then on', () => {
    const { store } = filled();
    store.eraser.request(ask);
    erase(store);
    const again = store.ingest(batch(calls));
    expect(again).toMatchObject({ invocations: 0, tooOld: CALLS / 3 });
    const later = metered({
      attribution: { tenant: GONE },
      invocation: { requestId: requestId(9_999), timestampMs: NOW_MS + HOUR_MS },
    });
    expect(store.ingest(batch([later]))).toMatchObject({ invocations: 1, tooOld: 0 });
    expect(store.values('tenant', 'canary', 9)).toEqual([GONE]);
    store.close();
  });

  test('goes from sums whose rows were forgotten long before', () => {
    const { file, store } = filled();
    const rowsMs = T0_MS + DAY_MS;
    const before = { rowsMs, minutesMs: rowsMs, hoursMs: T0_MS };
    while (store.prune({ ...before, metricsMs: 0, noticesMs: 0 }));
    store.eraser.request(ask);
    erase(store);
    expect(differences(store)).toBe(0);
    const sums = store.aggregate({
      boundariesMs: [T0_MS, NOW_MS],
      filter: { terms: [] },
      groupBy: ['tenant'],
      need: { latency: false, firstToken: false, usage: false },
    });
    expect(new Set(sums.map(({ group }) => group[0]))).toEqual(new Set(['tenant 0', 'tenant 1']));
    store.eraser.compact();
    expect(filesWith(file, GONE)).toEqual([]);
    store.close();
  });

  test('takes what alarms said of it, and leaves what they said of others', () => {
    const { file, store } = filled();
    const silence = { startMs: 0, endMs: NOW_MS, openedAtMs: null, by: 'ada', comment: '' };
    store.saveSilence({ id: 'a', alarm: '*', group: { tenant: GONE }, ...silence });
    store.saveSilence({ id: 'b', alarm: '*', group: { tenant: 'other' }, ...silence });
    const entry = {
      endpointId: 'ops',
      alarmKey: 'spend',
      sequence: 1,
      type: 'alarm.firing',
      createdAtMs: T0_MS,
      state: 'delivered',
      attempt: 1,
      nextAttemptAtMs: T0_MS,
      statusCode: 200,
      detail: '',
    } as const;
    const bodyOf = (tenant: string): string => JSON.stringify({ group: { tenant } });
    store.saveAlarmPass(
      [],
      [],
      [
        { ...entry, id: 'm1', body: bodyOf(GONE) },
        { ...entry, id: 'm2', body: bodyOf(`${GONE}s`) },
      ],
    );
    store.eraser.request(ask);
    erase(store);
    expect(store.silences().map(({ id }) => id)).toEqual(['b']);
    const kept = store.notices.deliveries({ onlyFailed: false, limit: 9 });
    expect(kept.map(({ entry: one }) => one.id)).toEqual(['m2']);
    store.close();
    expect(file).not.toBe('');
  });

  test('holds nobody up: each step is short', () => {
    const { store } = filled();
    store.eraser.request(ask);
    const steps = erase(store);
    expect(steps).toBeGreaterThan(3);
    expect(store.eraser.step(NOW_MS)).toBe(false);
    store.close();
  });
});
