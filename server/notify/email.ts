/** A message as an e-mail, over SMTP with TLS; text and a plain HTML part. */
import { createTransport } from 'nodemailer';
import type { EmailChannel } from './channel.ts';
import { resolveOpen, systemResolver, BlockedAddressError } from './guarded-agent.ts';
import { facts, headline, messageOf, type OwedMessage } from './message.ts';
import { failed, type DeliveryOptions, type DeliveryOutcome } from './post.ts';

const TIMEOUT_MS = 30_000;
const SUBJECT_CHARS_MAX = 200;
/** SMTP answers from here on say that trying again is no use. */
const PERMANENT_FROM = 550;

/**
 * Sends one e-mail to all receivers of a channel.
 *
 * The Message-ID is made of the message's own, so that a repeat can be told by the mail server.
 *
 * @returns what came of it; a refusal of all receivers is dead, anything else is tried again.
 */
export async function sendEmail(
  channel: EmailChannel,
  owed: OwedMessage,
  { resolve = systemResolver, timeoutMs = TIMEOUT_MS }: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const where = `smtp://${channel.host}:${channel.port}`;
  try {
    const [address] = await resolveOpen(channel.host, channel, resolve);
    const transport = createTransport({
      host: address.address,
      port: channel.port,
      secure: channel.isTls,
      requireTLS: !channel.isTls && !channel.allowPrivate,
      tls: { servername: channel.host, rejectUnauthorized: true },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(channel.user === null
        ? {}
        : { auth: { user: channel.user, pass: channel.password ?? '' } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail(mailOf(channel, owed));
    } finally {
      transport.close();
    }
    const detail = `${where} took it.`;
    return { kind: 'delivered', statusCode: 250, retryAfterMs: null, detail, reply: '' };
  } catch (error) {
    return outcomeOf(error, where);
  }
}

function mailOf(channel: EmailChannel, owed: OwedMessage): Record<string, unknown> {
  const message = messageOf(owed);
  const lines = facts(message).map(([name, text]) => `${name}: ${text.replaceAll('\n', '\n  ')}`);
  const links = Object.entries(message.data.links).map(([name, url]) => `Open ${name}: ${url}`);
  return {
    from: channel.from,
    to: [...channel.to],
    subject: oneLine(headline(message)).slice(0, SUBJECT_CHARS_MAX),
    messageId: `<${owed.id}@outcrop>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: [message.data.reason, '', ...lines, '', ...links, ''].join('\n'),
  };
}

/** Names come from callers of models: a line break in a header would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function outcomeOf(error: unknown, where: string): DeliveryOutcome {
  if (error instanceof BlockedAddressError) {
    return failed('dead', `${where}: the name resolves to an address that is closed.`);
  }
  // Only codes are told: replies of servers may quote addresses and what was sent.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  const reply = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const kind = reply >= PERMANENT_FROM ? 'dead' : 'retry';
  const note = reply === 0 ? code : `${code} ${reply}`;
  return { ...failed(kind, `${where}: ${note}.`), statusCode: reply === 0 ? null : reply };
}
