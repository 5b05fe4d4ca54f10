/** Nightly reports are made once, wait for their data, are revised, and made up when missed. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nightlyPass, type NightlyParts } from '../../server/job/nightly-pass.ts';
import type { Channel } from '../../server/notify/channel.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { mailServer, mailTo } from '../notify/mail-server.ts';
import { batch, T0_MS } from '../support/metered.ts';

interface Rig {
  readonly store: Store;
  readonly folder: string;
  readonly pass: () => Promise<void>;
  nowMs: number;
}

/** A pass at 02:00 UTC that waits an hour; the clock stands where the test puts it. */
function rig(store: Store, nowMs: number, channels: readonly Channel[] = []): Rig {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-nightly-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const base = { atMinutes: 120, directory: folder, waitMinutes: 60 };
  const settings = { ...base, formats: ['json'], mailTo: channels.map(({ id }) => id) } as const;
  const made: Rig = { store, folder, nowMs, pass: nightlyPass(() => parts()) };
  const parts = (): NightlyParts => ({
    store,
    book: HAND_BOOK,
    timeZone: 'UTC',
    priceBookVersion: 'b1',
    rulesVersion: 'r1',
    budgets: [],
    settings,
    channels,
    signal: new AbortController().signal,
    nowMs: () => made.nowMs,
    log: () => undefined,
  });
  return made;
}

const readTo = (store: Store, completeToMs: number): void => {
  store.ingest(batch([], { progress: { completeToMs, done: 1, total: 1 } }));
};

const told = ({ store }: Rig, date: string) => {
  const report = store.reports.newest('nightly', date);
  return report && `${report.revision} ${report.state}`;
};

const AT_2_MS = T0_MS + DAY_MS + 2 * HOUR_MS;

describe('nightlyPass', () => {
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
    const key = { name: 'nightly', date: '2026-11-01', revision: 1 };
    const head = { ...key, state: 'final', fingerprint: 'x', madeAtMs: 1 } as const;
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
    await one.pass();
    await one.pass();
    expect(one.store.reports.owed()).toEqual([]);
    const ids = lines.filter((line) => /^message-id:/i.test(line));
    expect(ids).toEqual(['Message-ID: <nightly-2026-11-01-1@outcrop>']);
    expect(lines.join('\n')).toContain('nightly-2026-11-01.json');
  });
});
