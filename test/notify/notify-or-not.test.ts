/** Whether a group of alarms is told of, by what was told before: the table of Alertmanager. */
import { expect, test } from 'vitest';
import type { AlarmMessage, NoticeType } from '../../server/alarm/notices.ts';
import { sampleNotices } from '../../server/alarm/sample-notice.ts';
import { gatherNotices } from '../../server/job/gather-notices.ts';
import { outboxEntryOf, type OutboxEntry } from '../../server/notify/outbox.ts';
import type { Route } from '../../server/notify/route.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const ROUTE: Route = {
  channels: ['ops'],
  match: new Map(),
  groupBy: ['alarm'],
  waitMs: 0,
  intervalMs: 5 * MINUTE_MS,
  repeatMs: 4 * HOUR_MS,
};

/** News of one alarm of the group: `+a` fires, `-a` is over. */
function owed(news: string, sequence: number, atMs: number): OutboxEntry {
  const [sample] = sampleNotices('ops', 'http://127.0.0.1/', atMs);
  const message = JSON.parse(sample.body) as AlarmMessage; // Written from this very type.
  const type: NoticeType = news.startsWith('+') ? 'alarm.firing' : 'alarm.resolved';
  const tenant = news.slice(1);
  const data = { ...message.data, alarm: 'storm', group: { tenant } };
  const body = JSON.stringify({ ...message, type, data });
  const alarmKey = JSON.stringify(['storm', tenant]);
  return outboxEntryOf({ ...sample, id: `msg_${sequence}`, type, body, alarmKey, sequence }, atMs);
}

/** Plays times with their news; tells what was told at each, `firing +1` with one more alarm. */
function told(tape: readonly (readonly [minute: number, news: string])[]): readonly string[] {
  const store = storeOf([]);
  let sequence = 0;
  return tape.map(([minute, news]) => {
    const nowMs = T0_MS + minute * MINUTE_MS;
    const entries = news.split(' ').filter((one) => one !== '');
    store.saveAlarmPass(
      [],
      [],
      entries.map((one) => owed(one, (sequence += 1), nowMs)),
    );
    const before = new Set(store.openOutbox(99).map(({ id }) => id));
    gatherNotices(store, [ROUTE], nowMs);
    const due = store.openOutbox(99).filter(({ id, state }) => {
      return state === 'pending' && !before.has(id);
    });
    return due.map(({ body }) => wordsOf(JSON.parse(body) as AlarmMessage)).join(', ') || 'no';
  });
}

const wordsOf = ({ type, data }: AlarmMessage): string =>
  `${type.slice('alarm.'.length)}${data.othersCount ? ` +${data.othersCount}` : ''}`;

test.each([
  ['none before, some fire: first', [[0, '+a +b']], ['firing +1']],
  ['none before, only over: no', [[0, '-a']], ['no']],
  ['none before, fires and is over at once: no', [[0, '+a -a']], ['no']],
  [
    'one fires that was not told: new',
    [
      [0, '+a'],
      [9, '+b'],
    ],
    ['firing', 'firing'],
  ],
  [
    'what is told fires again: no',
    [
      [0, '+a'],
      [9, '+a'],
    ],
    ['firing', 'no'],
  ],
  [
    'all are over: all over',
    [
      [0, '+a +b'],
      [9, '-a -b'],
    ],
    ['firing +1', 'resolved +1'],
  ],
  [
    'none fires, none did: no',
    [
      [0, '+a'],
      [9, '-a'],
      [18, '-a'],
    ],
    ['firing', 'resolved', 'no'],
  ],
  [
    'one of two is over: told',
    [
      [0, '+a +b'],
      [9, '-a'],
    ],
    ['firing +1', 'firing'],
  ],
  [
    'unchanged, the repeat is due: told',
    [
      [0, '+a'],
      [240, ''],
    ],
    ['firing', 'firing'],
  ],
  [
    'unchanged: no',
    [
      [0, '+a'],
      [9, ''],
      [239, ''],
    ],
    ['firing', 'no', 'no'],
  ],
  [
    'new within the interval: told at its end',
    [
      [0, '+a'],
      [2, '+b'],
      [5, ''],
    ],
    ['firing', 'no', 'firing'],
  ],
] as const)('%s', (_, tape, expected) => {
  expect(told(tape)).toEqual(expected);
});
