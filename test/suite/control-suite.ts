/** What every store promises about sources, alarms and what is owed to channels. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AlarmState, AlarmTransition } from '../../server/alarm/evaluate-alarm.ts';
import type { Silence } from '../../server/alarm/mute.ts';
import type { OutboxEntry } from '../../server/notify/outbox.ts';
import type { Store } from '../../server/store/store.ts';
import { inventoryPass, resourceFact } from '../support/resources.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { T0_MS, batch, metered, requestId } from '../support/metered.ts';
import type { OpenStore } from './record-suite.ts';

const STATE: AlarmState = {
  state: 'ALARM',
  sinceMs: T0_MS,
  sequence: 1,
  openedAtMs: T0_MS,
  toldAtMs: T0_MS,
  goodSinceMs: null,
  lastValue: 12,
  reason: 'over',
  evaluatedAtMs: T0_MS,
  evaluatedToMs: T0_MS,
};

const TRANSITION: AlarmTransition = {
  from: 'OK',
  to: 'ALARM',
  notice: 'firing',
  reason: 'over',
  occurredAtMs: T0_MS,
  openedAtMs: T0_MS,
  sequence: 1,
  value: 12,
  window: { startMs: 0, endMs: T0_MS },
  completeToMs: T0_MS,
  points: [],
};

function entry(id: string, dueMs: number, more: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id,
    endpointId: 'ops',
    alarmKey: 'spend',
    sequence: 1,
    type: 'alarm.firing',
    body: '{}',
    createdAtMs: T0_MS,
    state: 'pending',
    attempt: 0,
    nextAttemptAtMs: dueMs,
    statusCode: null,
    detail: '',
    ...more,
  };
}

/** Cursors, alarm passes and the outbox. */
export function controlSuite(name: string, open: OpenStore): void {
  describe(`the control data of the ${name} store`, () => {
    let store: Store;
    beforeEach(() => {
      store = open([]);
    });

    test('keeps silences by id, the newest form of each', () => {
      const silence: Silence = {
        id: 's1',
        alarm: 'spend*',
        group: { tenant: 'acme' },
        startMs: T0_MS,
        endMs: T0_MS + 1000,
        openedAtMs: null,
        by: 'ada',
        comment: 'known',
      };
      store.saveSilence(silence);
      store.saveSilence({ ...silence, endMs: T0_MS + 5 });
      expect(store.silences()).toEqual([{ ...silence, endMs: T0_MS + 5 }]);
    });

    test('moves the cursor and the ledger with the rows, or not at all', () => {
      const object = { key: 'k', etag: 'e', size: 1, records: 1 };
      store.ingest(batch([metered()], { cursor: 'one' }));
      const broken = metered({ invocation: { latencyMs: 0.5 } });
      const failing = batch([broken], { cursor: 'two', objects: [object] });
      expect(() => store.ingest(failing)).toThrow();
      expect(store.sourceState('s3/test')?.cursor).toBe('one');
      expect(store.isSeen('s3/test', 'k', 'e')).toBe(false);
    });

    test('keeps the cursor where a batch brings none', () => {
      store.ingest(batch([], { cursor: 'one' }));
      store.ingest(batch([], { cursor: null }));
      expect(store.sourceState('s3/test')?.cursor).toBe('one');
    });

    test('shows the error of a source until its next batch', () => {
      const error = { code: 'denied', message: 'No.', hint: 'Allow it.' };
      store.saveSourceError('s3/test', 's3', error, T0_MS);
      expect(store.sourceStates()[0]?.error).toEqual(error);
      store.ingest(batch([]));
      expect(store.sourceStates()[0]?.error).toBeNull();
    });

    test('hides sources that are retired, and knows their cursor when they come back', () => {
      store.ingest(batch([], { cursor: 'one' }));
      store.retireSourcesBut([]);
      expect(store.sourceStates()).toEqual([]);
      store.ingest(batch([], { cursor: null }));
      expect(store.sourceStates().map(({ cursor }) => cursor)).toEqual(['one']);
    });

    test('counts a record that cannot be read once, however often it comes', () => {
      const problem = { origin: 'file#1', code: 'notJson', path: '' } as const;
      store.ingest(batch([], { quarantined: [problem] }));
      store.ingest(batch([], { quarantined: [problem] }));
      expect(store.quarantineCounts()).toEqual([{ code: 'notJson', count: 1 }]);
    });

    test('keeps states, transitions and messages of an alarm pass together', () => {
      const group = { tenant: 'acme' };
      store.saveAlarmPass(
        [{ alarm: 'spend', group, state: STATE }],
        [{ alarm: 'spend', group, transition: TRANSITION }],
        [entry('a', 20), entry('b', 10)],
      );
      expect(store.alarmStates().map(({ alarm, group: g }) => [alarm, g])).toEqual([
        ['spend', group],
      ]);
      expect(store.transitions(9).map(({ transition }) => transition.to)).toEqual(['ALARM']);
      expect(store.openOutbox(9).map(({ id }) => id)).toEqual(['b', 'a']);
    });

    test('owes a message once, also when its pass is played again', () => {
      store.saveAlarmPass([], [], [entry('a', 10)]);
      store.notices.saveEntry(entry('a', 10, { state: 'delivered', attempt: 1 }));
      store.saveAlarmPass([], [], [entry('a', 10)]);
      expect(store.openOutbox(9)).toEqual([]);
    });

    test('keeps what a profile was, and what is gone', () => {
      const fact = (arn: string, team: string) =>
        resourceFact({ arn, tags: new Map([['team', team]]) });
      store.saveInventory(inventoryPass([fact('a', 'one'), fact('b', 'one')], T0_MS));
      store.saveInventory(inventoryPass([fact('a', 'two')], T0_MS + 1));
      const versions = store.resources();
      expect(versions.map((one) => one.fact.tags.get('team'))).toEqual(['one', 'two', 'one']);
      expect(versions.map((one) => one.validToMs)).toEqual([T0_MS + 1, null, T0_MS + 1]);
    });

    test('tells what room a day takes, by what retention tells apart', () => {
      expect(store.storageUse().bytesPerDay).toEqual({ rows: 0, minutes: 0, hours: 0, days: 0 });
      const rows = Array.from({ length: 200 }, (_, i) =>
        metered({ invocation: { requestId: requestId(i), timestampMs: T0_MS + i * MINUTE_MS } }),
      );
      store.ingest(batch(rows));
      const { bytes, bytesPerDay } = store.storageUse();
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytesPerDay.rows).toBeGreaterThan(200 * 40);
      expect(bytesPerDay.rows).toBeLessThan(200 * 80);
      expect(bytesPerDay.minutes).toBeGreaterThan(bytesPerDay.hours);
      expect(bytesPerDay.hours).toBeGreaterThan(bytesPerDay.days);
    });
  });
}
