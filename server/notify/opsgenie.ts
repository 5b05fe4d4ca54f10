/** A message as Opsgenie takes it: one entry an alarm, closed by its alias. */
import type { Severity } from '../alarm/alarm-rule.ts';
import type { KeyedChannel } from './channel.ts';
import { incidentKey } from './incident-key.ts';
import { clipTo, facts, headline, isResolved, messageOf, type OwedMessage } from './message.ts';
import type { HttpMessage } from './post.ts';

const MESSAGE_CHARS_MAX = 130;
const DESCRIPTION_CHARS_MAX = 15_000;
/** All details together may have 8000 characters, links included. */
const DETAIL_CHARS_MAX = 450;
const PRIORITY: Record<Severity, string> = { info: 'P5', warning: 'P3', critical: 'P1' };

/** @param channel its address ends in `/v2/alerts`: US and EU accounts have different hosts. */
export function opsgenieRequest(channel: KeyedChannel, owed: OwedMessage): HttpMessage {
  const message = messageOf(owed);
  const alias = incidentKey(owed);
  const headers = { authorization: `GenieKey ${channel.key}` };
  const { allowPrivate } = channel;
  const { data } = message;
  if (isResolved(message)) {
    const url = `${channel.url}/${encodeURIComponent(alias)}/close?identifierType=alias`;
    const body = JSON.stringify({ source: 'outcrop', note: clipTo(data.reason, 1000) });
    return { url, allowPrivate, headers, body };
  }
  const body = JSON.stringify({
    message: clipTo(headline(message), MESSAGE_CHARS_MAX),
    alias,
    description: clipTo(data.reason, DESCRIPTION_CHARS_MAX),
    priority: PRIORITY[data.severity],
    source: 'outcrop',
    entity: data.metric,
    tags: ['outcrop', data.severity],
    details: Object.fromEntries([
      ...facts(message).map(([name, text]) => [name, clipTo(text, DETAIL_CHARS_MAX)]),
      ...Object.entries(data.links),
    ]),
  });
  return { url: channel.url, allowPrivate, headers, body };
}
