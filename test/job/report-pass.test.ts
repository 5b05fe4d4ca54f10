/** Nightly reports are made once, wait for their data, are revised, and made up when missed. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Adjustment, ReportDefinition } from '../../server/config/config.ts';
import { localMaker } from '../../server/job/report-maker.ts';
import { reportPass, type ReportPassParts } from '../../server/job/report-pass.ts';
import type { Channel } from '../../server/notify/channel.ts';
import type { Store } from '../../server/store/store.ts';
import { EMPTY_FILTER, type Filter } from '../../shared/filter.ts';
import { NIGHTLY_SECTIONS } from '../../shared/report-contract.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { mailServer, mailTo } from '../notify/mail-server.ts';
import { batch, T0_MS } from '../support/metered.ts';

interface Rig {
  readonly store: Store;
  readonly folder: string;
  readonly pass: () => Promise<void>;
  nowMs: number;
  readonly adjustments: Adjustment[];
}

/** A pass at 02:00 UTC that waits an hour; the clock stands where the test puts it. */
function rig(
  store: Store,
  nowMs: number,
  channels: readonly Channel[] = [],
  more: readonly Partial<ReportDefinition>[] = [{}],
): Rig {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-nightly-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const nightly: ReportDefinition = {
    name: 'nightly',
    kind: 'nightly',
    filter: EMPTY_FILTER,
    groupBy: null,
    sections: NIGHTLY_SECTIONS,
    timeZone: 'UTC',
    atMinutes: 120,
    waitMinutes: 60,
    formats: ['json'],
    directory: folder,
    bucket: null,
    channels: channels.map(({ id }) => id),
  };
  const adjustments: Adjustment[] = [];
  const maker = {
    store,
    book: HAND_BOOK,
    priceBookVersion: 'b1',
    rulesVersion: 'r1',
    budgets: [],
    adjustments,
    capacity: NO_CAPACITY,
    sharedCost: [],
    tagKeys: [],
  };
  const made: Rig = { store, folder, nowMs, adjustments, pass: reportPass(() => parts()) };
  const parts = (): ReportPassParts => ({
    definitions: more.map((changes) => ({ ...nightly, ...changes })),
    maker,
    make: localMaker(maker),
    channels,
    pageUrl: 'https://outcrop.example.com/',
    signal: new AbortController().signal,
    nowMs: () => made.nowMs,
    jitter: () => 0.5,
    log: () => undefined,
  });
  return made;
}

const ACME: Filter = { terms: [{ dimension: 'tenant', negated: false, values: ['acme'] }] };
const NO_CAPACITY = { share: [], reserved: [], training: [] };

const readTo = (store: Store, completeToMs: number): void => {
  store.ingest(batch([], { progress: { completeToMs, done: 1, total: 1 } }));
};

const told = ({ store }: Rig, date: string) => {
  const report = store.reports.newest('nightly', date);
  return report && `${report.revision} ${report.state}`;
};

const AT_2_MS = T0_MS + DAY_MS + 2 * HOUR_MS;

describe('reportPass', () => {
  test('makes a report once its time has come and its logs are read, and only once', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS - 1);
    readTo(one.store, T0_MS + DAY_MS);
    await one.pass();
    expect(told(one, '2026-11-01')).toBeNull();
    one.nowMs = AT_2_MS;
    await one.pass();
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('1 final');
    expect(readdirSync(one.folder)).toEqual(['nightly-2026-11-01.json']);
  });

  test('waits for logs, then goes out preliminary, and once more when they are read', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS);
    readTo(one.store, T0_MS + 5 * HOUR_MS);
    await one.pass();
    expect(told(one, '2026-11-01')).toBeNull();
    one.nowMs += HOUR_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('1 preliminary');
    one.nowMs += 15 * MINUTE_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('1 preliminary');
    readTo(one.store, T0_MS + DAY_MS);
    one.nowMs += 15 * MINUTE_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('2 final');
    const [name = ''] = readdirSync(one.folder);
    expect(JSON.parse(readFileSync(join(one.folder, name), 'utf8'))).toMatchObject({
      revision: 2,
      preliminary: false,
    });
  });

  test('waits half a day longer for a backlog that is being read', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS + 2 * HOUR_MS);
    one.store.ingest(batch([], { progress: { completeToMs: T0_MS, done: 1, total: 9 } }));
    await one.pass();
    expect(told(one, '2026-11-01')).toBeNull();
    one.nowMs += 11 * HOUR_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('1 preliminary');
  });

  test('is revised when late data change it, and not when they change another day', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS);
    readTo(one.store, T0_MS + DAY_MS);
    await one.pass();
    one.store.ingest(batch([call(2, DAY_MS + HOUR_MS)]));
    readTo(one.store, T0_MS + DAY_MS);
    one.nowMs += 15 * MINUTE_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('1 final');
    one.store.ingest(batch([call(3, HOUR_MS)]));
    readTo(one.store, T0_MS + DAY_MS);
    one.nowMs += 15 * MINUTE_MS;
    await one.pass();
    expect(told(one, '2026-11-01')).toBe('2 final');
  });

  test('makes up the nights of a downtime', async () => {
    const one = rig(storeOf([call(1, 0), call(2, DAY_MS), call(3, 2 * DAY_MS)]), AT_2_MS);
    readTo(one.store, T0_MS + 5 * DAY_MS);
    await one.pass();
    one.nowMs += 4 * DAY_MS;
    await one.pass();
    expect(readdirSync(one.folder)).toEqual([
      'nightly-2026-11-01.json',
      'nightly-2026-11-02.json',
      'nightly-2026-11-03.json',
      'nightly-2026-11-04.json',
      'nightly-2026-11-05.json',
    ]);
  });

  test('hands out again what was not handed out, with the bytes that were made', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS);
    readTo(one.store, T0_MS + DAY_MS);
    rmSync(one.folder, { recursive: true });
    const file = { name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('made before') };
    const key = { name: 'nightly', kind: 'nightly', date: '2026-11-01', revision: 1 } as const;
    const head = { ...key, state: 'final', fingerprint: 'x', summary: '', madeAtMs: 1 } as const;
    one.store.reports.save(head, [file], ['disk']);
    one.nowMs = AT_2_MS - HOUR_MS; // Nothing is due, and the day is looked at no more.
    await one.pass();
    expect(readFileSync(join(one.folder, 'a.txt'), 'utf8')).toBe('made before');
    expect(one.store.reports.owed()).toEqual([]);
  });

  test('goes out by mail once, and again only while the server does not take it', async () => {
    const answers: Record<string, string> = { RCPT: '451 try later' };
    const { port, lines } = await mailServer(answers);
    const one = rig(storeOf([call(1, 0)]), AT_2_MS, [mailTo(port)]);
    readTo(one.store, T0_MS + DAY_MS);
    await one.pass();
    expect(one.store.reports.owed()).toMatchObject([{ target: 'mail' }]);
    delete answers['RCPT'];
    await one.pass(); // Its next attempt is not due yet.
    expect(one.store.reports.owed()).toHaveLength(1);
    one.nowMs += 6_000;
    await one.pass();
    await one.pass();
    expect(one.store.reports.owed()).toEqual([]);
    const ids = lines.filter((line) => /^message-id:/i.test(line));
    expect(ids).toEqual(['Message-ID: <nightly-2026-11-01-1@outcrop>']);
    expect(lines.join('\n')).toContain('nightly-2026-11-01.json');
  });

  test('makes several definitions side by side, each of its own usage and in its own zone', async () => {
    const more = [
      {},
      { filter: ACME, name: 'acme', sections: ['groups'], groupBy: ['model'] },
      { name: 'late', timeZone: 'America/New_York' },
      { name: 'broken', kind: 'statement', formats: ['html'] },
    ] as const;
    const one = rig(
      storeOf([call(1, HOUR_MS), call(2, HOUR_MS, { attribution: { tenant: 'globex' } })]),
      AT_2_MS,
      [],
      more,
    );
    readTo(one.store, T0_MS + 2 * DAY_MS);
    await one.pass();
    expect(readdirSync(one.folder)).toEqual([
      'acme-nightly-2026-11-01.json',
      'late-nightly-2026-10-31.json', // It is still the first of November in New York.
      'nightly-2026-11-01.json',
    ]);
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(join(one.folder, name), 'utf8'));
    expect(read('nightly-2026-11-01.json')).toMatchObject({ total: { invocations: 2 } });
    expect(read('acme-nightly-2026-11-01.json')).toMatchObject({
      filter: 'tenant=acme',
      total: { invocations: 1 },
      hourly: [],
      sections: [{ dimension: 'model' }],
    });
    one.nowMs += 5 * HOUR_MS; // Two in the morning in New York.
    await one.pass();
    expect(readdirSync(one.folder)).toContain('late-nightly-2026-11-01.json');
  });

  test('writes statements when their month is over, and again when an adjustment comes', async () => {
    const text = { name: 'bills', kind: 'statement', formats: ['csv'] } as const;
    const one = rig(storeOf([call(1, 0)]), T0_MS + 30 * DAY_MS + HOUR_MS, [], [text]);
    readTo(one.store, T0_MS + 40 * DAY_MS);
    await one.pass();
    expect(one.store.reports.newest('bills', '2026-11')).toBeNull();
    one.nowMs += HOUR_MS;
    await one.pass();
    expect(readdirSync(one.folder)).toEqual(['bills-statements-2026-11.csv']);
    one.adjustments.push({
      tenant: 'acme',
      month: '2026-11',
      label: 'credit',
      amountAttoUsd: -1n,
    });
    one.nowMs += HOUR_MS;
    await one.pass();
    expect(one.store.reports.newest('bills', '2026-11')?.revision).toBe(2);
    expect(readFileSync(join(one.folder, 'bills-statements-2026-11.csv'), 'utf8')).toContain(
      'credit',
    );
  });

  test('notes each attempt, and gives up a target that the config no longer has', async () => {
    const one = rig(storeOf([call(1, 0)]), AT_2_MS);
    readTo(one.store, T0_MS + DAY_MS);
    await one.pass();
    const key = { name: 'nightly', kind: 'nightly', date: '2026-10-31', revision: 1 } as const;
    one.store.reports.save(
      { ...key, state: 'final', fingerprint: '', summary: '', madeAtMs: 1 },
      [],
      ['gone'],
    );
    await one.pass();
    const [newest, old] = one.store.reports.list(10);
    expect(newest?.deliveries).toMatchObject([
      { target: 'disk', state: 'delivered', attempts: [{ attempt: 1, state: 'delivered' }] },
    ]);
    expect(old?.deliveries).toMatchObject([
      { state: 'dead', attempts: [{ detail: 'The config no longer sends it there.' }] },
    ]);
  });
});
