/** Messages about one alarm, as channels are handed them. */
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import type { OwedMessage } from '../../server/notify/message.ts';

export function messageWith(changes: Partial<AlarmMessage['data']> = {}): AlarmMessage {
  return {
    type: 'alarm.firing',
    timestamp: '2026-11-22T12:00:00.000Z',
    data: {
      alarm: 'Throttle storm',
      group: { model: 'amazon.nova-pro-v1:0' },
      severity: 'critical',
      state: 'ALARM',
      previousState: 'OK',
      sequence: 3,
      occurredAt: '2026-11-22T12:00:00.000Z',
      openedAt: '2026-11-22T12:00:00.000Z',
      reason: '2 of 2 periods breach: 62 > 50.',
      metric: 'throttles',
      filter: '',
      unit: 'count',
      value: 62,
      comparison: '>',
      threshold: '50',
      window: { from: '2026-11-22T11:50:00Z', to: '2026-11-22T12:00:00Z', periodSeconds: 300 },
      completeTo: '2026-11-22T12:00:00.000Z',
      contributors: [{ group: 'acme, amazon.nova-pro-v1:0', value: '60' }],
      runbook: 'https://runbooks.example.com/throttles',
      links: { alarms: 'https://outcrop.example.com/?view=alarms' },
      ...changes,
    },
  };
}

export function owedOf(message: AlarmMessage): OwedMessage {
  return { id: 'msg_abc', alarmKey: '["Throttle storm"]', body: JSON.stringify(message) };
}

export const RESOLVED: AlarmMessage = {
  ...messageWith({ state: 'OK', previousState: 'ALARM', occurredAt: '2026-11-22T13:00:00.000Z' }),
  type: 'alarm.resolved',
};

/** What a budget that ended last month tells when late records change it. */
export const REVISED: AlarmMessage = { ...RESOLVED, type: 'alarm.revised' };
