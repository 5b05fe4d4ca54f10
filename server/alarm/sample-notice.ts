/** A firing and its resolved as they would look: what a test of a channel sends. */
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../shared/window.ts';
import { noticeId, type AlarmMessage, type Notice, type NoticeType } from './notices.ts';

/**
 * Makes the two messages of one made-up alarm, marked as a test in their texts.
 *
 * @param pageUrl address of the page, for the link.
 * @returns first the firing, then the resolved; their ids differ with each millisecond.
 */
export function sampleNotices(
  endpointId: string,
  pageUrl: string,
  nowMs: number,
): readonly [Notice, Notice] {
  const alarmKey = JSON.stringify(['Test of this channel', endpointId, nowMs]);
  const noticeOf = (type: NoticeType, sequence: number): Notice => ({
    id: noticeId(endpointId, alarmKey, sequence),
    endpointId,
    alarmKey,
    sequence,
    type,
    body: JSON.stringify(sampleMessage(type, { sequence, pageUrl, nowMs })),
    occurredAtMs: nowMs,
  });
  return [noticeOf('alarm.firing', 1), noticeOf('alarm.resolved', 2)];
}

function sampleMessage(
  type: NoticeType,
  { sequence, pageUrl, nowMs }: { sequence: number; pageUrl: string; nowMs: number },
): AlarmMessage {
  const isFiring = type === 'alarm.firing';
  const occurredAt = isoTime(nowMs);
  const endMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const reason = isFiring
    ? 'This is a test: it shows how an alarm that fires will look.'
    : 'This is a test: it shows how an alarm that is over will look.';
  return {
    type,
    timestamp: occurredAt,
    data: {
      alarm: 'Test of this channel',
      group: { tenant: 'example' },
      severity: 'info',
      state: isFiring ? 'ALARM' : 'OK',
      previousState: isFiring ? 'OK' : 'ALARM',
      sequence,
      occurredAt,
      openedAt: isoTime(nowMs - 5 * MINUTE_MS),
      reason,
      metric: 'contractedCost',
      filter: '',
      unit: 'usd',
      value: isFiring ? '12.5' : '3.2',
      comparison: '>',
      threshold: '10',
      window: {
        from: isoTime(endMs - DAY_MS),
        to: isoTime(endMs),
        periodSeconds: DAY_MS / 1000,
      },
      completeTo: isoTime(endMs),
      contributors: [{ group: 'example, made-up model', value: '$9.80' }],
      runbook: 'Nothing is to be done: somebody tested this channel.',
      links: { alarms: new URL('/?view=alarms', pageUrl).href },
    },
  };
}
