/** News that comes all at once, as after a start: each alarm's in its order, whatever ids say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import { sampleNotices } from '../../server/alarm/sample-notice.ts';
import { gatherNotices } from '../../server/job/gather-notices.ts';
import { outboxEntryOf, type OutboxEntry } from '../../server/notify/outbox.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const TYPES = ['alarm.firing', 'alarm.resolved'] as const;

/** Firing and end of one alarm, both owed at once. */
function newsOf(alarm: string, ids: readonly string[]): readonly OutboxEntry[] {
  const [sample] = sampleNotices('ops', 'http://127.0.0.1/', T0_MS);
  const message = JSON.parse(sample.body) as AlarmMessage; // Written from this very type.
  const data = { ...message.data, alarm };
  return TYPES.map((type, sequence) => {
    const body = JSON.stringify({ ...message, type, data });
    const id = `msg_${ids[sequence]} ${sequence} ${alarm}`;
    return outboxEntryOf({ ...sample, id, type, body, alarmKey: alarm, sequence }, T0_MS);
  });
}

describe('gatherNotices', () => {
  test('tells the firing and the end of every alarm, whatever the ids are', () => {
    const id = fc.nat({ max: 0xffff }).map((number) => number.toString(16));
    const ids = fc.tuple(id, id);
    fc.assert(
      fc.property(fc.array(ids, { minLength: 2, maxLength: 20 }), (all) => {
        const store = storeOf([]);
        const entries = all.flatMap((pair, index) => newsOf(`alarm ${index}`, pair));
        store.saveAlarmPass([], [], entries);
        gatherNotices(store, [], T0_MS);
        const due = store.openOutbox(99).filter(({ state }) => state === 'pending');
        expect(due).toHaveLength(entries.length);
        store.close();
      }),
      { numRuns: 30 },
    );
  });
});
