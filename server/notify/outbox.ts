/** The life of a message that is owed: written with the transition, then sent until it is taken. */
import type { Notice, NoticeType } from '../alarm/notices.ts';
import type { DeliveryOutcome } from './post.ts';
import { ATTEMPTS_MAX, nextAttemptAtMs } from './retry-schedule.ts';

/** held: its time has not come. merged: told with others, or over before it was told. */
export const OUTBOX_STATES = ['held', 'pending', 'sending', 'delivered', 'dead', 'merged'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxEntry {
  /** The message's id, unique: an entry that is there already is not written again. */
  readonly id: string;
  readonly endpointId: string;
  readonly alarmKey: string;
  readonly sequence: number;
  readonly type: NoticeType;
  readonly body: string;
  readonly createdAtMs: number;
  readonly state: OutboxState;
  /** Attempts that were begun. */
  readonly attempt: number;
  /** Due time while pending; end of the lease while sending; else when it was settled. */
  readonly nextAttemptAtMs: number;
  readonly statusCode: number | null;
  /** What came of the last attempt, for people; '' before the first. */
  readonly detail: string;
  /** Somebody asked for it: it is tried even where its channel is switched off. */
  readonly isReplayed?: boolean;
}

/** Longer than a delivery may take, so a lease that has run out means that its holder is gone. */
export const LEASE_MS = 60_000;

/** A new entry; routes decide when it is due. */
export function outboxEntryOf(notice: Notice, nowMs: number): OutboxEntry {
  const { id, endpointId, alarmKey, sequence, type, body } = notice;
  return {
    id,
    endpointId,
    alarmKey,
    sequence,
    type,
    body,
    createdAtMs: nowMs,
    state: 'held',
    attempt: 0,
    nextAttemptAtMs: nowMs,
    statusCode: null,
    detail: '',
  };
}

/**
 * Picks what may be sent now: per receiver one message at a time, per channel and alarm in the
 * order of transitions, so that a resolved never overtakes its firing.
 *
 * @param entries all that are pending or sending, in any order; others are passed over.
 * @param receiverOf the receiver behind a channel: several names may stand for one.
 * @returns entries to begin, the longest due first, one for each receiver at the most.
 */
export function dueEntries(
  entries: readonly OutboxEntry[],
  nowMs: number,
  receiverOf: (endpointId: string) => string,
): readonly OutboxEntry[] {
  const open = entries.filter(({ state }) => state === 'pending' || state === 'sending');
  const leased = open.filter((entry) => isLeased(entry, nowMs));
  const busy = new Set(leased.map(({ endpointId }) => receiverOf(endpointId)));
  const heads = new Map<string, OutboxEntry>();
  for (const entry of open) {
    const line = JSON.stringify([entry.endpointId, entry.alarmKey]);
    const head = heads.get(line);
    if (!head || entry.sequence < head.sequence) heads.set(line, entry);
  }
  const due = [...heads.values()].filter((entry) => isDue(entry, nowMs)).sort(byDueTime);
  return due.filter(({ endpointId }) => {
    const receiver = receiverOf(endpointId);
    if (busy.has(receiver)) return false;
    busy.add(receiver);
    return true;
  });
}

/** What was never tried is due at once, also when the clock has been put back since. */
function isDue(entry: OutboxEntry, nowMs: number): boolean {
  const { state, attempt, createdAtMs, nextAttemptAtMs } = entry;
  const isUntried = state === 'pending' && attempt === 0;
  return nextAttemptAtMs <= nowMs || (isUntried && createdAtMs > nowMs);
}

function isLeased(entry: OutboxEntry, nowMs: number): boolean {
  return entry.state === 'sending' && entry.nextAttemptAtMs > nowMs;
}

function byDueTime(a: OutboxEntry, b: OutboxEntry): number {
  return a.nextAttemptAtMs - b.nextAttemptAtMs || (a.id < b.id ? -1 : 1);
}

/** The entry as it is stored before its request is made. */
export function beginAttempt(entry: OutboxEntry, nowMs: number): OutboxEntry {
  const nextAttemptAtMs = nowMs + LEASE_MS;
  return { ...entry, state: 'sending', attempt: entry.attempt + 1, nextAttemptAtMs };
}

/**
 * The entry as it is stored when its attempt has ended.
 *
 * @param jitter a random number, 0 to 1.
 * @returns pending with the time of the next attempt, delivered, or dead with the reason.
 */
export function settleAttempt(
  entry: OutboxEntry,
  outcome: DeliveryOutcome,
  nowMs: number,
  jitter: number,
): OutboxEntry {
  const { kind, statusCode, detail, retryAfterMs } = outcome;
  const settled = { ...entry, statusCode, detail, nextAttemptAtMs: nowMs };
  if (kind === 'delivered') return { ...settled, state: 'delivered' };
  if (kind !== 'retry') return { ...settled, state: 'dead' };
  const atMs = nextAttemptAtMs(entry.attempt, nowMs, retryAfterMs, jitter);
  if (atMs !== null) return { ...settled, state: 'pending', nextAttemptAtMs: atMs };
  return {
    ...settled,
    state: 'dead',
    detail: `${detail} Given up after ${ATTEMPTS_MAX} attempts.`,
  };
}

/** A dead entry that somebody wants sent after all: due at once, with the whole schedule ahead. */
export function replayEntry(entry: OutboxEntry, nowMs: number): OutboxEntry {
  return { ...entry, state: 'pending', attempt: 0, nextAttemptAtMs: nowMs, isReplayed: true };
}
