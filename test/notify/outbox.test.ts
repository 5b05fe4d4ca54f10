/** The life of a message: order, leases, ten attempts, and a second life. */
import { describe, expect, test } from 'vitest';
import type { DeliveryOutcome } from '../../server/notify/post.ts';
import {
  LEASE_MS,
  beginAttempt,
  dueEntries,
  outboxEntryOf,
  replayEntry,
  settleAttempt,
  type OutboxEntry,
} from '../../server/notify/outbox.ts';

const NOW_MS = Date.UTC(2026, 9, 21);

function entryOf(endpointId: string, alarmKey: string, sequence: number): OutboxEntry {
  const notice = {
    id: `msg_${endpointId}${alarmKey}${sequence}`,
    endpointId,
    alarmKey,
    sequence,
    type: 'alarm.firing',
    body: '{}',
    occurredAtMs: NOW_MS,
  } as const;
  return { ...outboxEntryOf(notice, NOW_MS), state: 'pending' };
}

function idsDue(entries: readonly OutboxEntry[], nowMs = NOW_MS): readonly string[] {
  return dueEntries(entries, nowMs, (id) => id).map(({ id }) => id);
}

const failure: DeliveryOutcome = {
  kind: 'retry',
  statusCode: 500,
  retryAfterMs: null,
  detail: 'https://example.com/… answered 500.',
  reply: '',
};

describe('dueEntries', () => {
  test('sends one message at a time to an endpoint, and to all endpoints at once', () => {
    const entries = [entryOf('a', 'x', 1), entryOf('a', 'y', 1), entryOf('b', 'x', 1)];
    expect(idsDue(entries)).toEqual(['msg_ax1', 'msg_bx1']);
    const [first, ...others] = entries;
    if (!first) throw new Error('unreachable');
    expect(idsDue([beginAttempt(first, NOW_MS), ...others])).toEqual(['msg_bx1']);
  });

  test('keeps the order of an alarm, even while the older message waits for its retry', () => {
    const older = { ...entryOf('a', 'x', 1), nextAttemptAtMs: NOW_MS + 5000 };
    expect(idsDue([entryOf('a', 'x', 2), older])).toEqual([]);
    expect(idsDue([entryOf('a', 'x', 2), older], NOW_MS + 5000)).toEqual(['msg_ax1']);
  });

  test('lets other alarms pass one that waits', () => {
    const waiting = { ...entryOf('a', 'x', 1), nextAttemptAtMs: NOW_MS + 5000 };
    expect(idsDue([waiting, entryOf('a', 'y', 1)])).toEqual(['msg_ay1']);
  });

  test('passes over what is settled', () => {
    const delivered = { ...entryOf('a', 'x', 1), state: 'delivered' } as const;
    const dead = { ...entryOf('a', 'x', 2), state: 'dead' } as const;
    expect(idsDue([delivered, dead, entryOf('a', 'x', 3)])).toEqual(['msg_ax3']);
  });

  test('takes a message again whose sender has died with it', () => {
    const sending = beginAttempt(entryOf('a', 'x', 1), NOW_MS);
    expect(idsDue([sending], NOW_MS + LEASE_MS - 1)).toEqual([]);
    expect(idsDue([sending], NOW_MS + LEASE_MS)).toEqual(['msg_ax1']);
  });
});

describe('settleAttempt', () => {
  test('delivers after six failures, at the times of the schedule', () => {
    let entry = entryOf('a', 'x', 1);
    const waits: number[] = [];
    for (let failures = 0; failures < 6; failures += 1) {
      const atMs = entry.nextAttemptAtMs;
      entry = settleAttempt(beginAttempt(entry, atMs), failure, atMs, 0.5);
      waits.push((entry.nextAttemptAtMs - atMs) / 1000);
      expect(entry.state).toBe('pending');
    }
    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000]);
    const good = { ...failure, kind: 'delivered', statusCode: 200 } as const;
    const last = settleAttempt(beginAttempt(entry, NOW_MS), good, NOW_MS, 0.5);
    expect(last).toMatchObject({ state: 'delivered', attempt: 7, id: 'msg_ax1' });
  });

  test('is dead after ten attempts and lives again when it is replayed', () => {
    let entry = entryOf('a', 'x', 1);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(entry.state).toBe('pending');
      entry = settleAttempt(beginAttempt(entry, NOW_MS), failure, NOW_MS, 0.5);
    }
    expect(entry.state).toBe('dead');
    expect(entry.detail).toContain('answered 500. Given up after 10 attempts.');
    expect(idsDue([replayEntry(entry, NOW_MS)])).toEqual(['msg_ax1']);
  });

  test.each(['disabled', 'dead'] as const)('is dead at once when the endpoint is %s', (kind) => {
    const begun = beginAttempt(entryOf('a', 'x', 1), NOW_MS);
    const settled = settleAttempt(begun, { ...failure, kind }, NOW_MS, 0.5);
    expect(settled).toMatchObject({ state: 'dead', detail: failure.detail });
  });

  test('waits as long as the receiver asks for', () => {
    const begun = beginAttempt(entryOf('a', 'x', 1), NOW_MS);
    const asked = { ...failure, statusCode: 429, retryAfterMs: 120_000 };
    expect(settleAttempt(begun, asked, NOW_MS, 0.5).nextAttemptAtMs).toBe(NOW_MS + 120_000);
  });
});
