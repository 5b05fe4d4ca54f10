/** What alarms did and whom they told is forgotten by age, but never what waits or stands. */
import { describe, expect, test } from 'vitest';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { newHealth } from '../../server/notify/channel-health.ts';
import type { OutboxState } from '../../server/notify/outbox.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';

const CUT_MS = 100 * DAY_MS;
const OLD_MS = CUT_MS - DAY_MS;
const NOTHING = { rowsMs: 0, minutesMs: 0, hoursMs: 0, metricsMs: 0 };

const emptyStore = (): Store => openSqliteStore({ path: ':memory:', promotedTags: [] });

function pruned(store: Store): Store {
  while (store.prune({ ...NOTHING, noticesMs: CUT_MS }));
  return store;
}

function message(store: Store, id: string, state: OutboxState, createdAtMs: number): void {
  const named = { id, endpointId: 'pager', alarmKey: 'storm', sequence: 1 };
  const detail = { statusCode: null, detail: '', body: '{}', attempt: 1 };
  const type = 'alarm.firing';
  const entry = {
    ...named,
    ...detail,
    type,
    createdAtMs,
    state,
    nextAttemptAtMs: createdAtMs,
  } as const;
  const took = { atMs: createdAtMs, tookMs: 1, outcome: 'retry', reply: '' } as const;
  const attempt = { messageId: id, attempt: 1, ...took, statusCode: 500, detail: '' };
  const channel = { kind: 'slack', id: 'pager', url: 'https://a.example', allowPrivate: false };
  store.notices.channels.settle({
    message: { entry, attempt: { ...attempt, nextAttemptAtMs: null } },
    health: newHealth({ ...channel, kind: 'slack' }),
    owed: [],
  });
}

const messagesIn = (store: Store): readonly string[] =>
  store.notices
    .deliveries({ onlyFailed: false, limit: 9_999 })
    .map(({ entry }) => entry.id)
    .toSorted();

/** An alarm that changed at a time, and stands or not. */
function change(store: Store, alarm: string, atMs: number, stands: boolean): void {
  const group = { tenant: 'acme' };
  const state = { ...newAlarmState(atMs), openedAtMs: stands ? atMs : null };
  const transition = {
    from: 'OK',
    to: 'ALARM',
    notice: 'firing',
    reason: '',
    occurredAtMs: atMs,
    openedAtMs: atMs,
    sequence: 1,
    value: '1',
    window: { startMs: atMs, endMs: atMs },
    completeToMs: null,
    points: [],
  } as const;
  store.saveAlarmPass([{ alarm, group, state }], [{ alarm, group, transition }], []);
}

describe('retention of notices', () => {
  test.each(['delivered', 'dead', 'merged'] as const)(
    'forgets an old message that is %s, with its attempts, and keeps a new one',
    (state) => {
      const store = emptyStore();
      message(store, 'old', state, OLD_MS);
      message(store, 'new', state, CUT_MS);
      expect(messagesIn(pruned(store))).toEqual(['new']);
      message(store, 'old', state, CUT_MS);
      const again = store.notices.deliveries({ onlyFailed: false, limit: 9 });
      expect(again.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
    },
  );

  test.each(['held', 'pending', 'sending'] as const)(
    'keeps a message that is %s, whatever its age',
    (state) => {
      const store = emptyStore();
      message(store, 'old', state, OLD_MS);
      expect(messagesIn(pruned(store))).toEqual(['old']);
    },
  );

  test('forgets old messages in steps, so that nobody waits long', () => {
    const store = emptyStore();
    for (let n = 0; n < 1200; n += 1) message(store, `m${n}`, 'delivered', OLD_MS);
    store.prune({ ...NOTHING, noticesMs: CUT_MS });
    expect(messagesIn(store)).toHaveLength(700);
    expect(messagesIn(pruned(store))).toEqual([]);
  });

  test('forgets what alarms did, but not what one did that still stands', () => {
    const store = emptyStore();
    change(store, 'over', OLD_MS, false);
    change(store, 'stands', OLD_MS, true);
    change(store, 'late', CUT_MS, false);
    const kept = pruned(store).transitions(9);
    expect(kept.map(({ alarm }) => alarm).toSorted()).toEqual(['late', 'stands']);
    expect(store.alarmStates()).toHaveLength(3);
  });

  test('forgets silences and acknowledgements that have ended, and none that holds', () => {
    const store = emptyStore();
    const silence = { alarm: '*', group: {}, startMs: 0, by: 'ada', comment: '' };
    store.saveSilence({ ...silence, id: 'over', endMs: OLD_MS, openedAtMs: null });
    store.saveSilence({ ...silence, id: 'acknowledged', endMs: OLD_MS, openedAtMs: 5 });
    store.saveSilence({ ...silence, id: 'holds', endMs: CUT_MS + 1, openedAtMs: null });
    expect(
      pruned(store)
        .silences()
        .map(({ id }) => id),
    ).toEqual(['holds']);
  });

  test('forgets changes of CloudWatch alarms', () => {
    const store = emptyStore();
    const changeOf = { account: '1', region: 'r', name: 'x', from: 'OK', to: 'ALARM' } as const;
    store.notes.saveAlarmChanges([OLD_MS, CUT_MS].map((atMs) => ({ ...changeOf, atMs })));
    expect(
      pruned(store)
        .notes.alarmChanges(0)
        .map(({ atMs }) => atMs),
    ).toEqual([CUT_MS]);
  });
});
