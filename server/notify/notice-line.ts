/** What one channel is told about one group of alarms: together, not too often, and never late. */
import { HOUR_MS } from '../../shared/window.ts';
import type { AlarmMessage } from '../alarm/notices.ts';
import { noticeId } from '../alarm/notices.ts';
import { mergedBody } from './merged-message.ts';
import { messageOf } from './message.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Route } from './route.ts';

/** What the channel was told last, and how often lately. */
export interface NoticeLine {
  readonly endpointId: string;
  /** Key of the alarm, or of the group in which it is told with others. */
  readonly key: string;
  /** Goes up with every message of the line. */
  readonly sequence: number;
  readonly toldAtMs: number | null;
  /** Messages since the line was last quiet. */
  readonly burst: number;
  readonly changedAtMs: number;
  /** What fires as far as the channel knows: the last message about each, by key of the alarm. */
  readonly firing: readonly { readonly alarmKey: string; readonly body: string }[];
}

/** What becomes of messages that were held. */
export interface Release {
  readonly line: NoticeLine;
  /** To be sent: some of those that were held, or one in the place of several. */
  readonly due: readonly OutboxEntry[];
  /** Told by others, or no longer true. */
  readonly merged: readonly OutboxEntry[];
}

/** So many messages pass freely; after them a line that goes on and on has to wait. */
const FREE = 4;
const WAITS_MS = [HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS] as const;
/** An alarm that has kept still so long is told at once how it stands. */
const SETTLED_MS = HOUR_MS;
/** A line that has kept still so long begins anew. */
const QUIET_MS = 2 * HOUR_MS;

export function newLine(endpointId: string, key: string, nowMs: number): NoticeLine {
  const times = { toldAtMs: null, changedAtMs: nowMs };
  return { endpointId, key, sequence: 0, burst: 0, firing: [], ...times };
}

/**
 * Decides what of the held messages of one line is sent now.
 *
 * @param held messages of the line in the order of their transitions, at least one.
 * @returns null while it is too early.
 */
export function releaseHeld(
  held: readonly OutboxEntry[],
  before: NoticeLine,
  route: Pick<Route, 'groupBy' | 'waitMs' | 'intervalMs'>,
  nowMs: number,
): Release | null {
  const firstMs = Math.min(...held.map(({ createdAtMs }) => createdAtMs));
  const lastMs = Math.max(...held.map(({ createdAtMs }) => createdAtMs));
  const isNew = firstMs - before.changedAtMs >= QUIET_MS;
  const line = { ...before, burst: isNew ? 0 : before.burst, changedAtMs: lastMs };
  if (nowMs < readyAtMs({ firstMs, lastMs }, { ...line, changedAtMs: lastMs }, route)) return null;
  const isFree = line.burst < FREE && route.waitMs === 0 && route.intervalMs === 0;
  return isFree && route.groupBy.length === 0
    ? sendEach(held, line, nowMs)
    : sendTogether(held, line, nowMs);
}

function readyAtMs(
  { firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number },
  line: NoticeLine,
  { waitMs, intervalMs }: Pick<Route, 'waitMs' | 'intervalMs'>,
): number {
  if (line.toldAtMs === null) return firstMs + waitMs;
  const soonestMs = Math.max(firstMs, line.toldAtMs + intervalMs);
  if (line.burst < FREE) return soonestMs;
  const waitsMs = WAITS_MS[Math.min(line.burst - FREE, WAITS_MS.length - 1)] ?? HOUR_MS;
  return Math.max(soonestMs, Math.min(line.toldAtMs + waitsMs, lastMs + SETTLED_MS));
}

/** Every transition is told, in its order. */
function sendEach(held: readonly OutboxEntry[], before: NoticeLine, nowMs: number): Release {
  let line = before;
  const due = held.map((entry) => {
    line = toldBy(entry, line, nowMs);
    return { ...entry, state: 'pending' as const, sequence: line.sequence };
  });
  return { line, due, merged: [] };
}

/** How things stand is told, not how they came to stand so. */
function sendTogether(held: readonly OutboxEntry[], before: NoticeLine, nowMs: number): Release {
  const newest = new Map(held.map((entry) => [entry.alarmKey, entry]));
  const known = new Map(before.firing.map((one) => [one.alarmKey, one]));
  const news = [...newest.values()].filter((entry) => {
    const told = known.get(entry.alarmKey);
    if (entry.type !== 'alarm.firing') return told !== undefined;
    return told === undefined || isWorse(messageOf(entry), messageOf(told));
  });
  const merged = held.map((entry) => ({ ...entry, state: 'merged' as const, detail: MERGED }));
  const [first] = news;
  if (!first) return { line: before, due: [], merged };
  const line = news.reduce((told, entry) => toldBy(entry, told, nowMs), before);
  const sequence = before.sequence + 1;
  const told = { ...line, sequence, burst: before.burst + 1 };
  const changes = held.length;
  const body = mergedBody(news.map(messageOf), { changes, isFiring: line.firing.length > 0 });
  const { type } = JSON.parse(body) as AlarmMessage; // Written from this very type.
  const id = noticeId(before.endpointId, JSON.stringify(['line', before.key]), sequence);
  const attempt = { state: 'pending', attempt: 0, statusCode: null, detail: '' } as const;
  const times = { createdAtMs: nowMs, nextAttemptAtMs: nowMs };
  const made = { ...first, id, alarmKey: before.key, sequence, type, body, ...attempt, ...times };
  return { line: told, due: [made], merged };
}

/** A budget stands from its first percentage on, and each further one is news all the same. */
function isWorse({ data: now }: AlarmMessage, { data: before }: AlarmMessage): boolean {
  return now.severity !== before.severity || now.threshold !== before.threshold;
}

const MERGED = 'Told together with others, or over before it was told.';

function toldBy(entry: OutboxEntry, line: NoticeLine, nowMs: number): NoticeLine {
  const { alarmKey, body, type } = entry;
  const others = line.firing.filter((one) => one.alarmKey !== alarmKey);
  const firing = type === 'alarm.firing' ? [...others, { alarmKey, body }] : others;
  const count = { sequence: line.sequence + 1, burst: line.burst + 1 };
  return { ...line, ...count, firing, toldAtMs: nowMs };
}

/**
 * Says again what still stands, where the route asks for it.
 *
 * @param isQuiet whether people asked to be left in peace about an alarm.
 * @returns null when it is too early, or nothing stands.
 */
export function repeatLine(
  line: NoticeLine,
  { repeatMs }: Pick<Route, 'repeatMs'>,
  nowMs: number,
  isQuiet: (message: AlarmMessage) => boolean,
): Release | null {
  if (repeatMs === null || line.toldAtMs === null || nowMs < line.toldAtMs + repeatMs) return null;
  const standing = line.firing.map(messageOf).filter((message) => !isQuiet(message));
  if (standing.length === 0) return null;
  const { endpointId, key } = line;
  const sequence = line.sequence + 1;
  const entry: OutboxEntry = {
    id: noticeId(endpointId, JSON.stringify(['line', key]), sequence),
    endpointId,
    alarmKey: key,
    sequence,
    type: 'alarm.firing',
    body: mergedBody(standing, { changes: standing.length, isFiring: true }),
    createdAtMs: nowMs,
    state: 'pending',
    attempt: 0,
    nextAttemptAtMs: nowMs,
    statusCode: null,
    detail: '',
  };
  return { line: { ...line, sequence, toldAtMs: nowMs }, due: [entry], merged: [] };
}
