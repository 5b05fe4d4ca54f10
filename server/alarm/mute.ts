/** Times of the week in which an alarm tells nobody, and silences that people set by hand. */
import { z } from 'zod';
import { matchesPattern } from '../../shared/filter.ts';
import { DAY_MS, MINUTE_MS, isTimeZone, isoTime, offsetMs } from '../../shared/window.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A part of the day on some days of the week, in a zone; it may run past midnight. */
export const MuteText = z.strictObject({
  days: z
    .array(z.enum(DAYS))
    .min(1)
    .default([...DAYS]),
  from: z.string().regex(TIME, 'write a time such as 22:00'),
  to: z.string().regex(TIME, 'write a time such as 06:00'),
  timeZone: z.string().refine(isTimeZone, 'write a zone such as Europe/Berlin').default('UTC'),
});
export type MuteWindow = z.output<typeof MuteText>;

/** What somebody has said shall be told to nobody for a while. */
export interface Silence {
  readonly id: string;
  /** Pattern of alarm names; `*` stands for any run. */
  readonly alarm: string;
  /** Pattern for values of the group, by dimension; those that are not named may be any. */
  readonly group: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly endMs: number;
  /** Only for the alarm that has stood since then: an acknowledgement; null for any. */
  readonly openedAtMs: number | null;
  readonly by: string;
  readonly comment: string;
}

/** One alarm at an instant. */
export interface HushSubject {
  readonly name: string;
  readonly group: Readonly<Record<string, string>>;
  readonly openedAtMs: number | null;
  readonly mute: readonly MuteWindow[];
}

/**
 * Why nobody is told of an alarm at an instant.
 *
 * @returns a sentence; null when people are told. Never throws.
 */
export function hushAt(
  subject: HushSubject,
  silences: readonly Silence[],
  nowMs: number,
): string | null {
  const mute = subject.mute.find((window) => isMuted(window, nowMs));
  if (mute) return `Muted from ${mute.from} to ${mute.to} (${mute.timeZone}).`;
  const silence = silences.find((one) => isSilenced(one, subject, nowMs));
  if (!silence) return null;
  const what = silence.openedAtMs === null ? 'Silenced' : 'Acknowledged';
  return `${what} by ${silence.by} until ${isoTime(silence.endMs)}.`;
}

/** A window that runs past midnight belongs to the day on which it begins. */
function isMuted({ days, from, to, timeZone }: MuteWindow, nowMs: number): boolean {
  const [fromMs, toMs] = [timeOfDay(from), timeOfDay(to)];
  const { day, timeMs } = localTime(nowMs, timeZone);
  if (fromMs < toMs) {
    return days.includes(dayName(day)) && timeMs >= fromMs && timeMs < toMs;
  }
  const isEvening = timeMs >= fromMs && days.includes(dayName(day));
  return isEvening || (timeMs < toMs && days.includes(dayName(day + 6)));
}

function dayName(day: number): (typeof DAYS)[number] {
  return DAYS[day % 7] ?? 'sun';
}

function timeOfDay(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

/** Day of the week and time of the day as a clock on the wall shows them. */
function localTime(
  nowMs: number,
  timeZone: string,
): { readonly day: number; readonly timeMs: number } {
  const wallMs = nowMs + offsetMs(nowMs, timeZone);
  return {
    day: new Date(wallMs).getUTCDay(),
    timeMs: wallMs - Math.floor(wallMs / DAY_MS) * DAY_MS,
  };
}

/** Tells whether a silence is about this alarm now. Never throws. */
export function isSilenced(silence: Silence, subject: HushSubject, nowMs: number): boolean {
  if (nowMs < silence.startMs || nowMs >= silence.endMs) return false;
  if (silence.openedAtMs !== null && silence.openedAtMs !== subject.openedAtMs) return false;
  return concerns(silence, subject.name, subject.group);
}

/** Tells whether a silence is about an alarm and group, whatever the time. Never throws. */
export function concerns(
  silence: Silence,
  name: string,
  group: Readonly<Record<string, string>>,
): boolean {
  if (!matchesPattern(silence.alarm, name)) return false;
  return Object.entries(silence.group).every(([dimension, pattern]) => {
    return matchesPattern(pattern, group[dimension] ?? '');
  });
}
