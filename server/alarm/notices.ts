/** Turns a transition into the messages owed to receivers: same id and body whenever asked. */
import { createHash } from 'node:crypto';
import { assert } from '../../shared/assert.ts';
import { METRICS } from '../../shared/metrics.ts';
import { isoTime } from '../../shared/window.ts';
import type { AlarmRule, Severity } from './alarm-rule.ts';
import { barFor } from './bar-for.ts';
import type { AlarmTransition } from './evaluate-alarm.ts';

/** revised: spend of a period that is over came out otherwise than was told. */
export const NOTICE_TYPES = ['alarm.firing', 'alarm.resolved', 'alarm.revised'] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** One of the groups that make up a value: who drove it. */
export interface Contributor {
  readonly group: string;
  readonly value: string;
}

/** The body of every notice, as a webhook gets it to the letter. */
export interface AlarmMessage {
  readonly type: NoticeType;
  readonly timestamp: string;
  readonly data: {
    readonly alarm: string;
    readonly group: Readonly<Record<string, string>>;
    readonly severity: Severity;
    readonly state: string;
    readonly previousState: string;
    readonly sequence: number;
    readonly occurredAt: string;
    /** When the alarm began to stand: the same in its firing and its resolved. */
    readonly openedAt: string;
    readonly reason: string;
    readonly metric: string;
    readonly unit: string;
    readonly value: string | number | null;
    readonly comparison: string;
    readonly threshold: string;
    readonly window: { readonly from: string; readonly to: string; readonly periodSeconds: number };
    readonly completeTo: string | null;
    /** In the filter grammar; '' for all invocations. */
    readonly filter: string;
    readonly contributors: readonly Contributor[];
    readonly runbook: string;
    readonly links: Readonly<Record<string, string>>;
    /** Alarms that are told of with this one, at most ten; absent where it is told of alone. */
    readonly others?: readonly OtherAlarm[];
    /** How many there are in all. */
    readonly othersCount?: number;
  };
}

/** An alarm that is told of with another one. */
export interface OtherAlarm {
  readonly type: NoticeType;
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly severity: Severity;
  readonly value: string | number | null;
  readonly comparison: string;
  readonly threshold: string;
}

/** One message for one receiver; `body` is signed and sent as these very bytes. */
export interface Notice {
  readonly id: string;
  readonly endpointId: string;
  readonly alarmKey: string;
  readonly sequence: number;
  readonly type: NoticeType;
  readonly body: string;
  readonly occurredAtMs: number;
}

/** Which alarm the transition is of, and addresses to read on at. */
export interface NoticeSubject {
  readonly rule: AlarmRule;
  /** The condition of a composite alarm: it has no metric and no bar. */
  readonly composite?: string;
  /** Value of each groupBy dimension; {} for a rule without. */
  readonly group: Readonly<Record<string, string>>;
  /** Name to URL; URLs over 1000 bytes and links after the third are left out. */
  readonly links: Readonly<Record<string, string>>;
  /** Who drove the value, the largest first; those after the fifth are left out. */
  readonly contributors: readonly Contributor[];
}

/** Standard Webhooks asks for bodies under 20 kB. */
export const BODY_BYTES_MAX = 20_000;
const CLIPPED_CHARS_MAX = 200;
const LINK_BYTES_MAX = 1000;
const LINKS_MAX = 3;
const CONTRIBUTORS_MAX = 5;

/**
 * Names one alarm: a rule and one group of its fan-out.
 *
 * @returns the same text for the same name and group, whatever the order of its keys.
 */
export function alarmKey(ruleName: string, group: Readonly<Record<string, string>>): string {
  const entries = Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([ruleName, ...entries]);
}

/**
 * The messages that a transition owes, one for each receiver.
 *
 * The id is a hash of receiver, alarm and sequence, so an evaluation that is repeated after a crash
 * cannot make a second message.
 *
 * @param endpoints receivers; the order is kept.
 * @returns none when the transition is nothing to tell of. Never throws.
 */
export function noticesFor(
  transition: AlarmTransition,
  subject: NoticeSubject,
  endpoints: readonly { readonly id: string }[],
): readonly Notice[] {
  if (transition.notice === null) return [];
  const type: NoticeType = `alarm.${transition.notice}`;
  const key = alarmKey(subject.rule.name, subject.group);
  const body = JSON.stringify(messageOf(type, transition, subject));
  assert(Buffer.byteLength(body) < BODY_BYTES_MAX, 'a clipped notice is under 20 kB');
  return endpoints.map((endpoint) => ({
    id: noticeId(endpoint.id, key, transition.sequence),
    endpointId: endpoint.id,
    alarmKey: key,
    sequence: transition.sequence,
    type,
    body,
    occurredAtMs: transition.occurredAtMs,
  }));
}

/** The id that receivers know a message by: `msg_` and 52 letters and digits, without a dot. */
export function noticeId(endpointId: string, key: string, sequence: number): string {
  const text = JSON.stringify([endpointId, key, sequence]); // So that no two lists look alike.
  return `msg_${base32(createHash('sha256').update(text).digest())}`;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function messageOf(
  type: NoticeType,
  transition: AlarmTransition,
  subject: NoticeSubject,
): AlarmMessage {
  const { rule, group, links, contributors } = subject;
  const { window, completeToMs } = transition;
  const occurredAt = isoTime(transition.occurredAtMs);
  return {
    type,
    timestamp: occurredAt,
    data: {
      alarm: rule.name,
      group: clippedRecord(group),
      severity: rule.severity,
      state: transition.to,
      previousState: transition.from,
      sequence: transition.sequence,
      occurredAt,
      reason: transition.reason,
      ...measureOf(subject, transition),
      filter: rule.filter,
      value: transition.value,
      window: {
        from: isoTime(window.startMs),
        to: isoTime(window.endMs),
        periodSeconds: rule.periodMs / 1000,
      },
      completeTo: completeToMs === null ? null : isoTime(completeToMs),
      openedAt: isoTime(transition.openedAtMs),
      contributors: contributors.slice(0, CONTRIBUTORS_MAX).map(({ group: name, value }) => {
        return { group: clip(name), value };
      }),
      runbook: rule.runbook,
      links: shortLinks(links),
    },
  };
}

/** What the value is held against; a composite counts those of its alarms that stand. */
function measureOf(
  { rule, composite }: NoticeSubject,
  transition: AlarmTransition,
): Pick<AlarmMessage['data'], 'metric' | 'unit' | 'comparison' | 'threshold'> {
  if (composite !== undefined) {
    return { metric: 'alarms', unit: 'count', comparison: 'when', threshold: clip(composite) };
  }
  const { metric, comparison } = rule;
  const threshold = barText(rule, transition);
  return { metric, unit: METRICS[metric].unit, comparison, threshold };
}

/** The bar of the newest period that is known; of a baseline it differs from hour to hour. */
function barText(rule: AlarmRule, { points }: AlarmTransition): string {
  const newest = points.findLast(({ verdict }) => verdict !== 'missing');
  return ((newest && barFor(rule, newest)) ?? rule.threshold).text;
}

/** Values of groups are chosen by callers of models: any length, any character. */
function clippedRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(record).map(([key, value]) => [clip(key), clip(value)]);
  return Object.fromEntries(entries);
}

function clip(text: string): string {
  // By code point, so that no half of a pair is left.
  const chars = Array.from(text.slice(0, 2 * CLIPPED_CHARS_MAX));
  if (chars.length <= CLIPPED_CHARS_MAX && text.length <= 2 * CLIPPED_CHARS_MAX) return text;
  return `${chars.slice(0, CLIPPED_CHARS_MAX).join('')}…`;
}

function shortLinks(links: Readonly<Record<string, string>>): Record<string, string> {
  const short = Object.entries(links).filter(([, url]) => {
    return Buffer.byteLength(JSON.stringify(url)) <= LINK_BYTES_MAX;
  });
  return Object.fromEntries(short.slice(0, LINKS_MAX).map(([name, url]) => [clip(name), url]));
}
