/** A message as an event of PagerDuty's Events API v2: one incident an alarm, ended by its key. */
import type { Severity } from '../alarm/alarm-rule.ts';
import type { KeyedChannel } from './channel.ts';
import { clipTo, headline, isResolved, messageOf, type OwedMessage } from './message.ts';
import { incidentKey } from './incident-key.ts';
import type { HttpMessage } from './post.ts';

const SUMMARY_CHARS_MAX = 1024;
const SEVERITY: Record<Severity, string> = {
  info: 'info',
  warning: 'warning',
  critical: 'critical',
};

export function pagerDutyRequest(channel: KeyedChannel, owed: OwedMessage): HttpMessage {
  const message = messageOf(owed);
  const { data } = message;
  const body = JSON.stringify({
    routing_key: channel.key,
    event_action: isResolved(message) ? 'resolve' : 'trigger',
    dedup_key: incidentKey(owed),
    client: 'Outcrop',
    ...(data.links['alarms'] === undefined ? {} : { client_url: data.links['alarms'] }),
    links: Object.entries(data.links).map(([text, href]) => ({ href, text })),
    payload: {
      summary: clipTo(headline(message), SUMMARY_CHARS_MAX),
      source: 'outcrop',
      severity: SEVERITY[data.severity],
      timestamp: data.occurredAt,
      component: data.metric,
      class: data.alarm,
      custom_details: data,
    },
  });
  return { url: channel.url, allowPrivate: channel.allowPrivate, headers: {}, body };
}
