/** A message as a Microsoft Teams workflow takes it: one Adaptive Card. */
import type { ChatChannel } from './channel.ts';
import { encodedTo, facts, headline, isResolved, messageOf, type OwedMessage } from './message.ts';
import type { HttpMessage } from './post.ts';

/** Teams refuses what has more than 28 kB in all, some say 21: these leave room for links. */
const TITLE_BYTES_MAX = 1_000;
const REASON_BYTES_MAX = 4_000;
const FACT_BYTES_MAX = 1_200;

export function teamsRequest(channel: ChatChannel, owed: OwedMessage): HttpMessage {
  const message = messageOf(owed);
  const links = Object.entries(message.data.links);
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      {
        type: 'TextBlock',
        text: textOf(headline(message), TITLE_BYTES_MAX),
        size: 'Large',
        weight: 'Bolder',
        color: isResolved(message) ? 'Good' : 'Attention',
        wrap: true,
      },
      { type: 'TextBlock', text: textOf(message.data.reason, REASON_BYTES_MAX), wrap: true },
      {
        type: 'FactSet',
        facts: facts(message).map(([title, value]) => {
          return { title, value: textOf(value, FACT_BYTES_MAX) };
        }),
      },
    ],
    actions: links.map(([name, url]) => ({ type: 'Action.OpenUrl', title: `Open ${name}`, url })),
  };
  const attachment = {
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content: card,
  };
  const body = JSON.stringify({ type: 'message', attachments: [attachment] });
  return { url: channel.url, allowPrivate: channel.allowPrivate, headers: {}, body };
}

/** Counted as it stands in the JSON, where what is escaped is escaped once more. */
function textOf(text: string, bytesMax: number): string {
  return encodedTo(text, bytesMax, literal, (encoded) => {
    return Buffer.byteLength(JSON.stringify(encoded)) - 2;
  });
}

/** Cards read Markdown: names from callers must make no link and no mention. */
function literal(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#<>|]/g, (character) => `\\${character}`);
}
