/** What a receiver said, fit to be kept and shown: short, one line, and without what is secret. */
import type { Channel } from './channel.ts';

const CHARS_MAX = 300;
/** Shorter ones stand in ordinary words, and would be cut out of them. */
const SECRET_CHARS_MIN = 4;
const REDACTED = '[redacted]';

/** A word that announces a secret, and what follows it. */
const ANNOUNCED =
  /\b(authorization|bearer|token|secret|password|api[_-]?key|signature)\b(["'\s:=]+)[^\s"',;&}]+/gi;
/** So long a run of such characters is a key, a token or a hash rather than a word. */
const LONG_RUN = /[A-Za-z0-9+/_=-]{32,}/g;

/**
 * Makes a reply presentable. Receivers may echo what they were sent, their address with it.
 *
 * @param secrets texts that must not appear; those of a channel come from secretsOf.
 */
export function replyText(reply: string, secrets: readonly string[]): string {
  let text = reply;
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret.length >= SECRET_CHARS_MIN) text = text.replaceAll(secret, REDACTED);
  }
  text = text.replaceAll(ANNOUNCED, `$1$2${REDACTED}`).replaceAll(LONG_RUN, REDACTED);
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const chars = Array.from(line);
  return chars.length <= CHARS_MAX ? line : `${chars.slice(0, CHARS_MAX - 1).join('')}…`;
}

/** What of a channel must never be shown: path and query of its address, keys, passwords. */
export function secretsOf(channel: Channel): readonly string[] {
  if (channel.kind === 'email') return [channel.password ?? '', channel.user ?? ''];
  const key = 'key' in channel ? [channel.key] : [];
  return [...key, ...('url' in channel ? secretsOfUrl(channel.url) : [])];
}

function secretsOfUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { pathname, search, searchParams } = new URL(url);
  const parts = pathname.split('/').map((part) => decodeURIComponentOr(part));
  return [pathname, search.slice(1), ...parts, ...searchParams.values()];
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % is no escape: the text stands as it is.
  }
}
