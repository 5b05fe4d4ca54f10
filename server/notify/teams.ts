/** A message as a Microsoft Teams workflow takes it: one Adaptive Card. */
import type { ChatChannel } from './channel.ts';
import { facts, headline, isResolved, messageOf, type OwedMessage } from './message.ts';
import type { HttpMessage } from './post.ts';

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
        text: literal(headline(message)),
        size: 'Large',
        weight: 'Bolder',
        color: isResolved(message) ? 'Good' : 'Attention',
        wrap: true,
      },
      { type: 'TextBlock', text: literal(message.data.reason), wrap: true },
      {
        type: 'FactSet',
        facts: facts(message).map(([title, value]) => ({ title, value: literal(value) })),
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

/** Cards read Markdown: names from callers must make no link and no mention. */
function literal(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#<>|]/g, (character) => `\\${character}`);
}
