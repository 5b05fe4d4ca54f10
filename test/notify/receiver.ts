/** Real receivers on loopback, and resolvers that answer what a test wants. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished, vi } from 'vitest';
import type { WebhookChannel } from '../../server/notify/channel.ts';
import type { Resolver } from '../../server/notify/guarded-agent.ts';
import { parseWebhookSecret, type WebhookSecret } from '../../server/notify/webhook-signature.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const NEW_SECRET = 'whsec_b2xkIHNlY3JldHMgZGllLCBuZXcgb25lcyBjb21l';

export function secretOf(text: string): WebhookSecret {
  const parsed = parseWebhookSecret(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

export interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly endpoint: WebhookChannel;
  readonly seen: Seen[];
}

/** Listens on loopback until the test is over; the handler answers after the body has come. */
export async function createReceiver(handler: RequestListener): Promise<Receiver> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ url: request.url ?? '', headers: request.headers, body });
      handler(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has a port.
  const endpoint: WebhookChannel = {
    id: 'ops',
    kind: 'webhook',
    url: `http://127.0.0.1:${port}/hook/T0KEN?key=T0KEN`,
    secrets: [secretOf(SECRET)],
    allowPrivate: true,
  };
  return { port, endpoint, seen };
}

/** Answers each question with the next list of addresses, the last one for ever. */
export function resolverOf(...answers: readonly (readonly string[])[]): Resolver {
  let index = 0;
  return (): ReturnType<Resolver> => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? [];
    index += 1;
    return Promise.resolve(
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

/**
 * What the library of Standard Webhooks makes of a message at a given time; it looks at the clock,
 * and throws when the signature is not that of the body.
 */
export function verifiedAt(
  nowMs: number,
  secret: string,
  message: { readonly body: string; readonly headers: Record<string, string> },
): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  try {
    return new Webhook(secret).verify(message.body, message.headers);
  } finally {
    vi.useRealTimers();
  }
}
