/** A message for an SNS topic: text for people, and attributes that subscriptions filter by. */
import { incidentKey } from './incident-key.ts';
import { clipTo, facts, headline, messageOf, type OwedMessage } from './message.ts';

/** What SNS takes as a subject. */
const SUBJECT_CHARS_MAX = 100;
const ATTRIBUTE_CHARS_MAX = 256;
/** SNS takes 256 KiB, texts in mails are shorter. */
const TEXT_CHARS_MAX = 16_384;

export interface TopicText {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly id: string;
  readonly group: string;
}

/** The whole message as it goes to a topic; its JSON stands at the end, for programs. */
export function topicText(owed: OwedMessage): TopicText {
  const message = messageOf(owed);
  const { data } = message;
  const lines = facts(message).map(([name, text]) => `${name}: ${text}`);
  const links = Object.entries(data.links).map(([name, url]) => `Open ${name}: ${url}`);
  const words = [data.reason, '', ...lines, '', ...links, '', owed.body].join('\n');
  const attributes = {
    alarm: data.alarm,
    severity: data.severity,
    state: message.type.slice('alarm.'.length),
    ...(data.group['tenant'] === undefined ? {} : { tenant: data.group['tenant'] }),
  };
  return {
    subject: ascii(headline(message)),
    text: clipTo(words, TEXT_CHARS_MAX),
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(([, value]) => value !== '') // SNS refuses an empty one.
        .map(([name, value]) => [name, clipTo(value, ATTRIBUTE_CHARS_MAX)]),
    ),
    id: owed.id,
    group: incidentKey(owed),
  };
}

/** SNS refuses subjects that are long, or with anything but printable ASCII. */
function ascii(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?');
  const dots = '...';
  if (plain.length <= SUBJECT_CHARS_MAX) return plain;
  return plain.slice(0, SUBJECT_CHARS_MAX - dots.length) + dots;
}
