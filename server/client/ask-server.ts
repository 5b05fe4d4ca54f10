/** One request to the server: its address, its headers, and how long it may take. */
import type { ApiRoute } from './api-calls.ts';
import { errorOf, OutcropError } from './outcrop-error.ts';
import { OWN_PROBLEMS } from './own-problems.ts';

export interface ClientOptions {
  /** Where the server is reached; '' in a page that it serves. */
  readonly url: string;
  /** Of `outcrop token create`; without one where the server asks nobody who they are. */
  readonly token?: string | undefined;
  /** How long an answer may take; a minute when left out. */
  readonly timeoutMs?: number;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Stands in for the `fetch` of the platform, such as one that knows a proxy. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface CallOptions {
  /** Ends the call with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** In the place of the client's own. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** What is asked: values of the address, or a body. */
export type Asked = Readonly<Record<string, unknown>>;

export interface Request extends CallOptions {
  readonly route: ApiRoute;
  readonly asked: Asked;
}

/**
 * Asks once.
 *
 * @param read takes what is wanted from an answer that is a good one.
 * @throws OutcropError; the reason of the signal where that ended it.
 */
export async function askServer<Answer>(
  client: ClientOptions,
  { route, asked, signal, ...more }: Request,
  read: (response: Response) => Promise<Answer>,
): Promise<Answer> {
  const timeoutMs = more.timeoutMs ?? client.timeoutMs ?? TIMEOUT_MS;
  const clock = Number.isFinite(timeoutMs) ? AbortSignal.timeout(timeoutMs) : null;
  const signals = [signal, clock].filter((one) => one !== null && one !== undefined);
  const request = { ...requestOf(route, asked, client), signal: AbortSignal.any(signals) };
  try {
    const response = await senderOf(client)(addressOf(route, asked, client), request);
    if (!response.ok) throw await errorOf(response);
    return await read(response);
  } catch (cause) {
    if (cause instanceof OutcropError) throw cause;
    signal?.throwIfAborted();
    throw unanswered(client, cause, clock?.aborted ? timeoutMs : null);
  }
}

/** As a method of the client it would be called with another `this`, which browsers refuse. */
function senderOf(client: ClientOptions): NonNullable<ClientOptions['fetch']> {
  return client.fetch ?? ((url, init) => fetch(url, init));
}

/** Path and values of a question; what is left out is not sent. */
function addressOf({ method, path }: ApiRoute, asked: Asked, { url }: ClientOptions): string {
  const values = new URLSearchParams();
  for (const [name, value] of method === 'GET' ? Object.entries(asked) : []) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) values.append(name, String(one));
    }
  }
  const search = values.toString();
  return `${url.replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`;
}

function requestOf({ method }: ApiRoute, asked: Asked, { token, headers }: ClientOptions) {
  const sent = {
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...headers,
  };
  if (method === 'GET') return { method, headers: sent };
  const body = JSON.stringify(asked);
  return { method, headers: { ...sent, 'content-type': 'application/json' }, body };
}

function unanswered({ url }: ClientOptions, cause: unknown, afterMs: number | null): OutcropError {
  if (afterMs !== null) {
    const message = `No answer came within ${afterMs} ms.`;
    const hint = OWN_PROBLEMS.timeout.mend;
    return new OutcropError({ status: null, code: 'timeout', message, hint }, { cause });
  }
  if (cause instanceof SyntaxError) {
    const message = `What answers at ${url} is no JSON.`;
    const hint = OWN_PROBLEMS.badReply.mend;
    return new OutcropError({ status: null, code: 'badReply', message, hint }, { cause });
  }
  const message = `Nothing answers at ${url}.`;
  const hint = OWN_PROBLEMS.offline.mend;
  return new OutcropError({ status: null, code: 'offline', message, hint }, { cause });
}
