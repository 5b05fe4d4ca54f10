/** Several messages about alarms as one that all channels can show. */
import { SEVERITIES } from '../alarm/alarm-rule.ts';
import { BODY_BYTES_MAX, type AlarmMessage, type OtherAlarm } from '../alarm/notices.ts';

const OTHERS_MAX = 10;

/**
 * Merges messages: the worst that fires leads, the others are named with it.
 *
 * @param messages at least one, each about another alarm or group.
 * @param told how many changes they stand for, and whether anything of the group still fires.
 * @returns the body, under 20 kB. Never throws.
 */
export function mergedBody(
  messages: readonly AlarmMessage[],
  { changes, isFiring }: { readonly changes: number; readonly isFiring: boolean },
): string {
  const [first, ...rest] = messages.toSorted(byWeight);
  if (!first) return '';
  const extra = changes - messages.length;
  const data = {
    ...first.data,
    reason: extra > 0 ? `${first.data.reason} It changed ${extra} times more.` : first.data.reason,
  };
  const type = isFiring ? ('alarm.firing' as const) : ('alarm.resolved' as const);
  for (let most = OTHERS_MAX; most > 0 && rest.length > 0; most -= 1) {
    const others = rest.slice(0, most).map(otherOf);
    const body = JSON.stringify({
      ...first,
      type,
      data: { ...data, others, othersCount: rest.length },
    });
    if (Buffer.byteLength(body) < BODY_BYTES_MAX) return body;
  }
  const counted = rest.length === 0 ? {} : { others: [], othersCount: rest.length };
  return JSON.stringify({ ...first, type, data: { ...data, ...counted } });
}

function byWeight(a: AlarmMessage, b: AlarmMessage): number {
  if (a.type !== b.type) return a.type === 'alarm.firing' ? -1 : 1;
  return SEVERITIES.indexOf(b.data.severity) - SEVERITIES.indexOf(a.data.severity);
}

function otherOf({ type, data }: AlarmMessage): OtherAlarm {
  const { alarm, group, severity, value, comparison, threshold } = data;
  return { type, alarm, group, severity, value, comparison, threshold };
}
