/** What channels are told of another one that is switched off, and when it is on again. */
import { isoTime } from '../../shared/window.ts';
import { alarmKey, noticeId, type AlarmMessage, type Notice } from './notices.ts';

/** A channel that was switched off or on; `sequence` counts both, so that each is told once. */
export interface ChannelSwitch {
  readonly channel: string;
  readonly isOff: boolean;
  readonly sequence: number;
  readonly offSinceMs: number;
  readonly reason: string;
}

const NAME = 'Channel switched off';
const RUNBOOK =
  'Mend the receiver or the channel in the config, press Test on the page of alarms, then replay ' +
  'what was given up.';

/** One message for each of the others; firing while it is off. Never throws. */
export function channelNotices(
  change: ChannelSwitch,
  others: readonly { readonly id: string }[],
  { pageUrl, nowMs }: { readonly pageUrl: string; readonly nowMs: number },
): readonly Notice[] {
  const { channel, isOff, sequence } = change;
  const group = { channel };
  const key = alarmKey(NAME, group);
  const type = isOff ? 'alarm.firing' : 'alarm.resolved';
  const occurredAt = isoTime(nowMs);
  const data: AlarmMessage['data'] = {
    alarm: NAME,
    group,
    severity: 'critical',
    state: isOff ? 'ALARM' : 'OK',
    previousState: isOff ? 'OK' : 'ALARM',
    sequence,
    occurredAt,
    openedAt: isoTime(change.offSinceMs),
    reason: change.reason,
    metric: 'disabledChannels',
    filter: '',
    unit: 'count',
    value: isOff ? 1 : 0,
    comparison: '>',
    threshold: '0',
    window: { from: isoTime(change.offSinceMs), to: occurredAt, periodSeconds: 60 },
    completeTo: occurredAt,
    contributors: [],
    runbook: RUNBOOK,
    links: { alarms: new URL('/?view=alarms', pageUrl).href },
  };
  const body = JSON.stringify({ type, timestamp: occurredAt, data } satisfies AlarmMessage);
  return others.map(({ id }) => ({
    id: noticeId(id, JSON.stringify([key, change.offSinceMs]), sequence),
    endpointId: id,
    alarmKey: key,
    sequence,
    type,
    body,
    occurredAtMs: nowMs,
  }));
}
