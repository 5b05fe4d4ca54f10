/** A message as Alertmanager's webhook receiver sends it, version 4, for tools that read that. */
import type { KeyedChannel } from './channel.ts';
import { incidentKey } from './incident-key.ts';
import { isResolved, messageOf, type OwedMessage } from './message.ts';
import type { HttpMessage } from './post.ts';

/** What stands where an end is not known yet. */
const NO_END = '0001-01-01T00:00:00Z';

export function alertmanagerRequest(channel: KeyedChannel, owed: OwedMessage): HttpMessage {
  const message = messageOf(owed);
  const { data } = message;
  const status = isResolved(message) ? 'resolved' : 'firing';
  const labels = { alertname: data.alarm, severity: data.severity, ...labelsOf(data.group) };
  const annotations = {
    summary: data.reason,
    value: data.value === null ? 'no data' : String(data.value),
    threshold: `${data.comparison} ${data.threshold}`,
    ...(data.runbook === '' ? {} : { runbook: data.runbook }),
  };
  const page = data.links['alarms'] ?? '';
  const body = JSON.stringify({
    version: '4',
    groupKey: incidentKey(owed),
    truncatedAlerts: 0,
    status,
    receiver: channel.id,
    groupLabels: { alertname: data.alarm },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: page,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: data.openedAt,
        endsAt: status === 'resolved' ? data.occurredAt : NO_END,
        generatorURL: page,
        fingerprint: incidentKey(owed).slice(-16),
      },
    ],
  });
  const headers = channel.key === '' ? {} : { authorization: `Bearer ${channel.key}` };
  return { url: channel.url, allowPrivate: channel.allowPrivate, headers, body };
}

/** Names of labels know letters, digits and underscores only. */
function labelsOf(group: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(group).map(([key, value]) => {
    return [key.replaceAll(/\W/g, '_'), value] as const;
  });
  return Object.fromEntries(entries);
}
