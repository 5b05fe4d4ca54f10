/** What a call of the client fails with. */
import type { ApiErrorCode } from './api-calls.ts';
import type { OwnProblemCode } from './own-problems.ts';

/** A code of the API, or what came before there was an answer of it. */
export type OutcropErrorCode = ApiErrorCode | OwnProblemCode;

interface Problem {
  readonly status: number | null;
  readonly code: OutcropErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryAfterSeconds?: number | null;
}

/** A call that failed: what is wrong, as a code and in words, and what mends it. */
export class OutcropError extends Error {
  override readonly name = 'OutcropError';
  /** Of the HTTP answer; null where none came. */
  readonly status: number | null;
  readonly code: OutcropErrorCode;
  /** What mends it. */
  readonly hint: string;
  /** When to try again, where the server says so. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.status = problem.status;
    this.code = problem.code;
    this.hint = problem.hint;
    this.retryAfterSeconds = problem.retryAfterSeconds ?? null;
  }
}

/** The error of an answer that is none; proxies answer in HTML. */
export async function errorOf(response: Response): Promise<OutcropError> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(after) ? after : null;
  if (isTold(body)) return new OutcropError({ status, retryAfterSeconds, ...told(body) });
  return new OutcropError({
    status,
    retryAfterSeconds,
    code: 'badReply',
    message: `The server answered ${status} without a reason.`,
    hint: 'Check the address, and look at the log of the server or of a proxy before it.',
  });
}

type Told = Pick<Problem, 'code' | 'message' | 'hint'>;

function told({ code, message, hint }: Told): Told {
  return { code, message, hint };
}

function isTold(body: unknown): body is Told {
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'code' in body && 'message' in body && 'hint' in body;
}
