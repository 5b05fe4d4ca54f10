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
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  return sendMail(channel, mailOf(channel, owed), options);
}

/** A report to forward: its HTML in the mail, its files beside it. */
export interface ReportMail {
  /** The same for a repeat, so that the mail server can tell it. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
  }[];
}

/** Sends a report once to all receivers of a channel. Never throws. */
export async function sendReport(
  channel: EmailChannel,
  report: ReportMail,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const { id, subject, text, html, files } = report;
  const attachments = files.map(({ name, contentType, bytes }) => {
    return { filename: name, contentType, content: Buffer.from(bytes) };
  });
  const body = { text, ...(html === null ? {} : { html }), attachments };
  return sendMail(channel, { ...headOf(channel, id, subject), ...body }, options);
}

async function sendMail(
  channel: EmailChannel,
  mail: Readonly<Record<string, unknown>>,
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
      await transport.sendMail(mail);
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
  const text = [message.data.reason, '', ...lines, '', ...links, ''].join('\n');
  return { ...headOf(channel, owed.id, headline(message)), text };
}

function headOf(channel: EmailChannel, id: string, subject: string): Record<string, unknown> {
  return {
    from: channel.from,
    to: [...channel.to],
    subject: oneLine(subject).slice(0, SUBJECT_CHARS_MAX),
    messageId: `<${id}@outcrop>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
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
