/** The only fetch of the page: a path and a question in, the reply or one kind of error out. */
import type { ApiErrorReply } from '../../shared/error-contract.ts';
import { noteAnswer } from './answer-time.ts';

export type Parameters = readonly (readonly [string, string])[];

/** What went wrong, and what to do about it, in words for the reader of the page. */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(problem: { readonly code: string; readonly message: string; readonly hint: string }) {
    super(problem.message);
    this.code = problem.code;
    this.hint = problem.hint;
  }
}

/**
 * Asks the API once.
 *
 * @param parameters empty values are left out.
 * @returns the reply as the contract words it for this path.
 * @throws CallError with the API's code, or `offline`, `badReply`; AbortError when aborted.
 */
export async function call<Reply>(
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Reply> {
  const search = new URLSearchParams(parameters.filter(([, value]) => value !== '').map(copy));
  const url = search.size > 0 ? `${path}?${search}` : path;
  const startedMs = performance.now();
  const reply = await replyOf<Reply>(await reach(url, { signal, headers: ACCEPT }));
  noteAnswer(startedMs);
  return reply;
}

/**
 * Changes something on the server.
 *
 * @returns the reply as the contract words it for this path.
 * @throws CallError as `call` does.
 */
export async function send<Reply>(
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Reply> {
  const headers = { ...ACCEPT, 'content-type': 'application/json' };
  const request = { method: 'POST', body: JSON.stringify(body), signal, headers };
  return replyOf<Reply>(await reach(path, request));
}

const ACCEPT = { accept: 'application/json' };

type Request = RequestInit & { readonly signal: AbortSignal };

async function replyOf<Reply>(response: Response): Promise<Reply> {
  const body: unknown = await response.json().catch(() => null); // Proxies answer in HTML.
  if (response.ok && body !== null) {
    return body as Reply; // The server encodes this path's type of the contract; tests hold it to.
  }
  if (isErrorReply(body)) throw new CallError(body);
  throw new CallError({
    code: 'badReply',
    message: `The server answered ${response.status} without a reason.`,
    hint: 'Look at the log of the server, or of a proxy in front of it.',
  });
}

async function reach(url: string, request: Request): Promise<Response> {
  const { signal } = request;
  try {
    return await fetch(url, request);
  } catch (cause) {
    if (signal.aborted && !isTimeout(signal.reason)) throw cause;
    throw new CallError({
      code: 'offline',
      message: 'The Outcrop server cannot be reached.',
      hint: 'The page tries again by itself; check that the server runs.',
    });
  }
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

function copy([name, value]: readonly [string, string]): [string, string] {
  return [name, value];
}

function isErrorReply(body: unknown): body is ApiErrorReply {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}
