/** A message as Slack's incoming webhooks take it: blocks, with a text for notifications. */
import type { ChatChannel } from './channel.ts';
import {
  clipTo,
  encodedTo,
  facts,
  headline,
  isResolved,
  messageOf,
  type OwedMessage,
} from './message.ts';
import type { HttpMessage } from './post.ts';

/** Limits of Block Kit; a field may have 2000 characters, but all texts together only 13,000. */
const HEADER_CHARS_MAX = 150;
const FIELD_CHARS_MAX = 800;
const FIELDS_MAX = 10;
const TEXT_CHARS_MAX = 3000;
const BUTTONS_MAX = 3;

export function slackRequest(channel: ChatChannel, owed: OwedMessage): HttpMessage {
  const message = messageOf(owed);
  const title = headline(message);
  const mark = isResolved(message) ? ':white_check_mark:' : ':rotating_light:';
  const fields = facts(message).slice(0, FIELDS_MAX);
  const links = Object.entries(message.data.links).slice(0, BUTTONS_MAX);
  const blocks = [
    { type: 'header', text: plain(clipTo(title, HEADER_CHARS_MAX)) },
    { type: 'section', text: markdown(`${mark} ${message.data.reason}`, TEXT_CHARS_MAX) },
    {
      type: 'section',
      fields: fields.map(([name, text]) => markdown(`*${name}*\n${text}`, FIELD_CHARS_MAX)),
    },
    ...(links.length === 0
      ? []
      : [
          {
            type: 'actions',
            elements: links.map(([name, url]) => ({
              type: 'button',
              text: plain(clipTo(`Open ${name}`, 75)),
              url,
            })),
          },
        ]),
  ];
  const body = JSON.stringify({ text: encodedTo(title, TEXT_CHARS_MAX, escaped), blocks });
  return { url: channel.url, allowPrivate: channel.allowPrivate, headers: {}, body };
}

function plain(text: string): object {
  return { type: 'plain_text', text };
}

function markdown(text: string, charsMax: number): object {
  return { type: 'mrkdwn', text: encodedTo(text, charsMax, escaped) };
}

/** The three characters that could mention people or make links: names come from callers. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
