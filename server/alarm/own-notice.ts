/** What channels are told of Outcrop itself: the disk, the file, and other channels. */
import { isoTime } from '../../shared/window.ts';
import { alarmKey, noticeId, type AlarmMessage, type Notice } from './notices.ts';

/** A state of ours that has begun or ended; `sequence` counts both, so that each is told once. */
export interface OwnChange {
  readonly name: string;
  readonly group: Readonly<Record<string, string>>;
  /** The metric of ours that counts it. */
  readonly metric: string;
  readonly isFiring: boolean;
  readonly value: number;
  readonly sequence: number;
  readonly openedAtMs: number;
  readonly reason: string;
  readonly runbook: string;
  /** View of the page that tells more. */
  readonly view: 'alarms' | 'sources';
}

/** One message for each channel; firing while it stands. Never throws. */
export function ownNotices(
  change: OwnChange,
  channels: readonly { readonly id: string }[],
  { pageUrl, nowMs }: { readonly pageUrl: string; readonly nowMs: number },
): readonly Notice[] {
  const { name, group, isFiring, sequence, openedAtMs, view } = change;
  const key = alarmKey(name, group);
  const type = isFiring ? 'alarm.firing' : 'alarm.resolved';
  const occurredAt = isoTime(nowMs);
  const data: AlarmMessage['data'] = {
    alarm: name,
    group,
    severity: 'critical',
    state: isFiring ? 'ALARM' : 'OK',
    previousState: isFiring ? 'OK' : 'ALARM',
    sequence,
    occurredAt,
    openedAt: isoTime(openedAtMs),
    reason: change.reason,
    metric: change.metric,
    filter: '',
    unit: 'count',
    value: change.value,
    comparison: '>',
    threshold: '0',
    window: { from: isoTime(openedAtMs), to: occurredAt, periodSeconds: 60 },
    completeTo: occurredAt,
    contributors: [],
    runbook: change.runbook,
    links: { [view]: new URL(`/?view=${view}`, pageUrl).href },
  };
  const body = JSON.stringify({ type, timestamp: occurredAt, data } satisfies AlarmMessage);
  return channels.map(({ id }) => ({
    id: noticeId(id, JSON.stringify([key, openedAtMs]), sequence),
    endpointId: id,
    alarmKey: key,
    sequence,
    type,
    body,
    occurredAtMs: nowMs,
  }));
}
