/** What a channel is told: by its routes, together where they say so, and not again and again. */
import { describe, expect, test } from 'vitest';
import type { AlarmMessage, NoticeType } from '../../server/alarm/notices.ts';
import { sampleNotices } from '../../server/alarm/sample-notice.ts';
import { deliverDue, type DeliverContext } from '../../server/job/deliver.ts';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { outboxEntryOf, type OutboxEntry } from '../../server/notify/outbox.ts';
import { labelsOf, routeOf, type Route } from '../../server/notify/route.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { createReceiver, type Receiver } from './receiver.ts';

const ROUTE: Route = {
  channels: ['ops'],
  match: new Map(),
  groupBy: [],
  waitMs: 0,
  intervalMs: 0,
  repeatMs: null,
};

let sequence = 0;

/** A message of an alarm as an evaluation would owe it. */
function owed(
  type: NoticeType,
  atMs: number,
  changes: Partial<AlarmMessage['data']> = {},
): OutboxEntry {
  sequence += 1;
  const [sample] = sampleNotices('ops', 'http://127.0.0.1/', atMs);
  const message = JSON.parse(sample.body) as AlarmMessage; // Written from this very type.
  const data = { ...message.data, alarm: 'storm', ...changes };
  const body = JSON.stringify({ ...message, type, data });
  const alarmKey = JSON.stringify([data.alarm, ...Object.entries(data.group)]);
  const id = `msg_${sequence}`;
  return outboxEntryOf({ ...sample, id, type, body, alarmKey, sequence }, atMs);
}

const PAGE_URL = 'http://127.0.0.1/';

interface Bench {
  readonly store: Store;
  readonly receiver: Receiver;
  readonly told: () => readonly string[];
  /** Owes messages, and makes one pass at a time. */
  readonly pass: (nowMs: number, ...entries: readonly OutboxEntry[]) => Promise<void>;
}

async function benchOf(...routes: readonly Route[]): Promise<Bench> {
  const receiver = await createReceiver((_, response) => response.end());
  const store = storeOf([]);
  const pass: Bench['pass'] = async (nowMs, ...entries) => {
    store.saveAlarmPass([], [], entries);
    const { signal } = new AbortController();
    const channels = [receiver.endpoint];
    let atMs = nowMs;
    const clock = { nowMs: () => atMs, jitter: () => 0.5, signal };
    const context: DeliverContext = { store, channels, routes, pageUrl: PAGE_URL, ...clock };
    for (; (await deliverDue(context)) > 0; atMs += PACE_MS);
  };
  const told = (): readonly string[] =>
    receiver.seen.map(({ body }) => {
      const { type, data } = JSON.parse(body) as AlarmMessage; // As we sent it.
      const others = data.othersCount === undefined ? '' : ` +${data.othersCount}`;
      return `${type.slice('alarm.'.length)} ${data.alarm}${others}`;
    });
  return { store, receiver, told, pass };
}

const minute = (count: number): number => T0_MS + count * MINUTE_MS;

describe('without routes', () => {
  test('a firing and its resolved are told at once, each by itself', async () => {
    const { pass, told } = await benchOf();
    await pass(minute(0), owed('alarm.firing', minute(0)));
    await pass(minute(7), owed('alarm.resolved', minute(7)));
    expect(told()).toEqual(['firing storm', 'resolved storm']);
  });

  test('T-HOOK-08 flapping each minute for a day gives at most ten messages', async () => {
    const { pass, told, store } = await benchOf();
    for (let at = 0; at < DAY_MS / MINUTE_MS; at += 1) {
      const type = at % 2 === 0 ? 'alarm.firing' : 'alarm.resolved';
      await pass(minute(at), owed(type, minute(at)));
    }
    expect(told().length).toBeLessThanOrEqual(10);
    expect(told().length).toBeGreaterThan(4); // Nobody believes that all is quiet.
    // Whoever was told last that it fires is told within the hour that it is over.
    await pass(minute(0) + DAY_MS + HOUR_MS);
    expect(told().at(-1)).toBe('resolved storm');
    expect(store.openOutbox(10)).toEqual([]);
  }, 120_000); // A day of minutes, each with its pass.

  test('an alarm that has been quiet is told at once again', async () => {
    const { pass, told } = await benchOf();
    for (let at = 0; at < 60; at += 1) {
      await pass(minute(at), owed(at % 2 ? 'alarm.resolved' : 'alarm.firing', minute(at)));
    }
    const before = told().length;
    await pass(minute(60) + DAY_MS, owed('alarm.firing', minute(60) + DAY_MS));
    expect(told().slice(before).at(-1)).toBe('firing storm');
  });
});

describe('a route', () => {
  test('that groups waits for what belongs together, and tells it in one message', async () => {
    const { pass, told } = await benchOf({ ...ROUTE, groupBy: ['severity'], waitMs: 30_000 });
    const of = (tenant: string): OutboxEntry =>
      owed('alarm.firing', minute(0), { group: { tenant } });
    await pass(minute(0), of('acme'), of('globex'), of('initech'));
    expect(told()).toEqual([]);
    await pass(minute(0) + 30_000);
    expect(told()).toEqual(['firing storm +2']);
  });

  test('that groups says that all is over when all is over, and what leads is the worst', async () => {
    const route = { ...ROUTE, groupBy: ['tenant'], intervalMs: 5 * MINUTE_MS };
    const { pass, told } = await benchOf(route);
    const bad = { alarm: 'errors', severity: 'critical' } as const;
    await pass(minute(0), owed('alarm.firing', minute(0)), owed('alarm.firing', minute(0), bad));
    await pass(minute(6), owed('alarm.resolved', minute(6)));
    await pass(minute(12), owed('alarm.resolved', minute(12), bad));
    expect(told()).toEqual(['firing errors +1', 'firing storm', 'resolved errors']);
  });

  test('tells each further percentage of a budget that stands already', async () => {
    const { pass, told } = await benchOf({ ...ROUTE, groupBy: ['tenant'] });
    await pass(minute(0), owed('alarm.firing', minute(0), { threshold: '50' }));
    await pass(minute(1), owed('alarm.firing', minute(1), { threshold: '50' }));
    await pass(minute(2), owed('alarm.firing', minute(2), { threshold: '80' }));
    expect(told()).toEqual(['firing storm', 'firing storm']);
  });

  test('says nothing of what was over before its wait was', async () => {
    const { pass, told, store } = await benchOf({ ...ROUTE, waitMs: 2 * MINUTE_MS });
    await pass(minute(0), owed('alarm.firing', minute(0)));
    await pass(minute(1), owed('alarm.resolved', minute(1)));
    await pass(minute(3));
    expect(told()).toEqual([]);
    expect(store.openOutbox(9)).toEqual([]);
  });

  test('repeats what still stands, and not what somebody looks after', async () => {
    const { pass, told, store } = await benchOf({ ...ROUTE, repeatMs: HOUR_MS });
    await pass(minute(0), owed('alarm.firing', minute(0)));
    await pass(minute(59));
    expect(told()).toEqual(['firing storm']);
    await pass(minute(60));
    expect(told()).toEqual(['firing storm', 'firing storm']);
    const times = { startMs: minute(60), endMs: minute(600), openedAtMs: null };
    store.saveSilence({ id: 's', alarm: 'storm', group: {}, by: 'ada', comment: '', ...times });
    await pass(minute(121));
    await pass(minute(130), owed('alarm.resolved', minute(130)));
    await pass(minute(900));
    expect(told()).toEqual(['firing storm', 'firing storm', 'resolved storm']);
  });

  test('that leads elsewhere leaves a channel in peace', async () => {
    const { pass, told, store } = await benchOf({
      ...ROUTE,
      match: new Map([['severity', ['c*']]]),
    });
    await pass(minute(0), owed('alarm.firing', minute(0)));
    expect(told()).toEqual([]);
    expect(store.notices.deliveries({ onlyFailed: false, limit: 9 })).toMatchObject([
      { entry: { state: 'merged', detail: 'No route leads to this channel.' } },
    ]);
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['its severity', { severity: 'info' }, true],
    ['a value of its group', { tenant: 'exam*' }, true],
    ['what its filter fixes', { 'tag.team': 'search' }, true],
    ['all of several', { severity: 'info', tenant: 'example' }, true],
    ['only one of several', { severity: 'info', tenant: 'acme' }, false],
    ['what its filter excludes', { model: 'x' }, false],
    ['a label that it does not have', { region: 'eu-*' }, false],
  ])('matches an alarm by %s', (_, match, isMatch) => {
    const [sample] = sampleNotices('ops', 'http://127.0.0.1/', T0_MS);
    const message = JSON.parse(sample.body) as AlarmMessage; // Written from this very type.
    const filter = 'tag.team=search model!=x';
    const labels = labelsOf({ ...message, data: { ...message.data, filter } });
    const patterns = new Map(Object.entries(match).map(([key, value]) => [key, [value]]));
    expect(routeOf('ops', labels, [{ ...ROUTE, match: patterns }]) !== null).toBe(isMatch);
  });
});
