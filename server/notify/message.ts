/** A message about an alarm as channels read it, and the few texts that all of them show. */
import type { AlarmMessage, NoticeType, OtherAlarm } from '../alarm/notices.ts';

/** What is known of a message beside its body. */
export interface OwedMessage {
  readonly id: string;
  readonly alarmKey: string;
  readonly body: string;
}

/** The message of a notice; bodies are written by us, so this cannot fail. */
export function messageOf({ body }: Pick<OwedMessage, 'body'>): AlarmMessage {
  return JSON.parse(body) as AlarmMessage; // Written from this very type.
}

/** Whether nothing fires: also of what only corrects a period that is over. */
export function isResolved(message: AlarmMessage): boolean {
  return message.type !== 'alarm.firing';
}

const STATES: Readonly<Record<NoticeType, string>> = {
  'alarm.firing': 'Firing',
  'alarm.resolved': 'Resolved',
  'alarm.revised': 'Revised',
};

/** `Firing: Throttle storm (model=amazon.nova-pro-v1:0)`. */
export function headline(message: AlarmMessage): string {
  const { alarm, group } = message.data;
  const parts = Object.entries(group).map(([key, value]) => `${key}=${value}`);
  const one = parts.length === 0 ? alarm : `${alarm} (${parts.join(', ')})`;
  const count = message.data.othersCount ?? 0;
  const what = count === 0 ? one : `${one} and ${count} more`;
  return `${STATES[message.type]}: ${what}`;
}

/** Name and text of each fact that a reader wants at once; empty ones are left out. */
export function facts(message: AlarmMessage): readonly (readonly [string, string])[] {
  const { data } = message;
  const drivers = data.contributors.map(({ group, value }) => `${group}: ${value}`).join('\n');
  const all: readonly (readonly [string, string])[] = [
    ['Severity', data.severity],
    ['Metric', data.metric],
    ['Value', data.value === null ? 'no data' : String(data.value)],
    ['Threshold', `${data.comparison} ${data.threshold}`],
    ['Window', `${data.window.from} to ${data.window.to}`],
    ['Data complete to', data.completeTo ?? 'unknown'],
    ['Driven by', drivers],
    ['With it', (data.others ?? []).map(otherWords).join('\n')],
    ['Runbook', data.runbook],
  ];
  return all.filter(([, text]) => text !== '');
}

function otherWords({ type, alarm, group, value, comparison, threshold }: OtherAlarm): string {
  const state = type === 'alarm.firing' ? 'firing' : 'resolved';
  const who = [alarm, ...Object.values(group)].join(' ');
  return `${who}: ${state}, ${value ?? 'no data'} (${comparison} ${threshold})`;
}

/** Cuts to a length as JavaScript counts it, leaves no half of a pair, and marks what was cut. */
export function clipTo(text: string, lengthMax: number): string {
  return encodedTo(text, lengthMax, (part) => part);
}

/**
 * Encodes a text for a service and cuts it so that what is sent keeps to its limit, since what
 * callers choose can grow many times when it is escaped.
 *
 * @param encode escapes a text; of a text it must make the texts of its characters, joined.
 * @param sizeOf what the service counts: the length, or bytes.
 */
export function encodedTo(
  text: string,
  max: number,
  encode: (part: string) => string,
  sizeOf: (encoded: string) => number = (encoded) => encoded.length,
): string {
  const whole = encode(text);
  if (sizeOf(whole) <= max) return whole;
  let kept = '';
  let size = sizeOf(CUT);
  for (const character of text) {
    const one = encode(character);
    size += sizeOf(one);
    if (size > max) break;
    kept += one;
  }
  return kept + CUT;
}

const CUT = '…';
