/** One guarded HTTP request to a receiver of messages, and what came of it. */
import { request } from 'undici';
import { createGuardedAgent, systemResolver, type Resolver } from './guarded-agent.ts';
import { redactUrl } from './redact-url.ts';
import { parseRetryAfter } from './retry-after.ts';
import { checkWebhookUrl } from './url-guard.ts';

export interface DeliveryOutcome {
  /** disabled: the receiver wants no more. dead: it can never work with these settings. */
  readonly kind: 'delivered' | 'retry' | 'disabled' | 'dead';
  readonly statusCode: number | null;
  /** What the receiver asked for, at most 24 h. */
  readonly retryAfterMs: number | null;
  /** For people; holds no path, query, secret, nor anything that the receiver sent. */
  readonly detail: string;
  /** The beginning of what the receiver said; `deliver` takes out what is secret. */
  readonly reply: string;
}

export interface DeliveryOptions {
  readonly nowMs: number;
  readonly signal?: AbortSignal;
  /** For connecting, sending and the reply together. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolver;
}

const TIMEOUT_MS = 15_000;
const REPLY_BYTES_MAX = 65_536;
const REPLY_BYTES_KEPT = 2_048;

/** What is to be sent; the policy says which addresses are open to it. */
export interface HttpMessage {
  readonly url: string;
  readonly allowPrivate: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends a message once.
 *
 * 2xx is success; 410 ends the receiver; all else, redirects too, is to be tried again.
 *
 * @returns what came of it. Rejects only when one of our own promises is broken.
 */
export async function post(
  message: HttpMessage,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const where = redactUrl(message.url);
  const url = checkWebhookUrl(message.url, message);
  if (!url.ok) return failed('dead', `${where} is refused: ${url.problem.message}.`);
  const { nowMs, timeoutMs = TIMEOUT_MS, resolve = systemResolver } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const agent = createGuardedAgent(message, resolve, timeoutMs);
  try {
    const { statusCode, headers, body } = await request(url.value, {
      method: 'POST',
      dispatcher: agent,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Outcrop',
        ...message.headers,
      },
      body: message.body,
    });
    const reply = await beginningOf(body);
    const retryAfterMs = retryAfterOf(headers['retry-after'], nowMs);
    return { ...outcomeOf(statusCode, retryAfterMs, where), reply };
  } catch (error) {
    const why = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
    return failed('retry', `${where}: ${why}.`);
  } finally {
    await agent.destroy(); // Ends the connection also where the reply was longer than was read.
  }
}

/** An attempt that never came to an answer. */
export function failed(kind: 'retry' | 'dead', detail: string): DeliveryOutcome {
  return { kind, statusCode: null, retryAfterMs: null, detail, reply: '' };
}

/** Lets the receiver finish a short reply; the status has decided already, so it cannot fail. */
async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  let byteCount = 0;
  try {
    for await (const chunk of body) {
      if (byteCount < REPLY_BYTES_KEPT) kept.push(chunk);
      byteCount += chunk.length;
      if (byteCount > REPLY_BYTES_MAX) break;
    }
  } catch {
    // A reply that breaks off after its status is a reply all the same.
  }
  return Buffer.concat(kept).subarray(0, REPLY_BYTES_KEPT).toString();
}

function retryAfterOf(header: string | string[] | undefined, nowMs: number): number | null {
  const text = Array.isArray(header) ? header[0] : header;
  return text === undefined ? null : parseRetryAfter(text, nowMs);
}

function outcomeOf(
  statusCode: number,
  retryAfterMs: number | null,
  where: string,
): Omit<DeliveryOutcome, 'reply'> {
  const detail = `${where} answered ${statusCode}`;
  if (statusCode >= 200 && statusCode < 300) {
    return { kind: 'delivered', statusCode, retryAfterMs: null, detail: `${detail}.` };
  }
  if (statusCode === 410) {
    const text = `${detail}: it wants no more messages.`;
    return { kind: 'disabled', statusCode, retryAfterMs: null, detail: text };
  }
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const note = isRedirect ? ': redirects are not followed.' : '.';
  return { kind: 'retry', statusCode, retryAfterMs, detail: detail + note };
}

/** Codes only: messages of errors can hold addresses, and what the receiver sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'BlockedAddressError') return 'the name resolves to an address that is closed';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `failed with ${/^\w{1,60}$/.test(code) ? code : 'an error'}`;
}
