/** Questions whose answer may take long, which threads answer in the place of this one. */
import type { Context, MiddlewareHandler } from 'hono';
import { API } from '../../shared/contract.ts';
import type { AnswerPool } from './answer-pool.ts';
import { askerOf, whoAsks } from './who.ts';

/** Routes whose answer may take long: they read many rows or many sums. */
export const LONG_ROUTES = [
  API.query,
  API.testAlarm,
  API.alarmBars,
  API.status,
  API.values,
  API.budgets,
  API.anomalies,
  API.invocations,
  API.topInvocations,
  API.explain,
  API.whatIf,
  API.attribution,
  API.sharedCost,
  API.quotas,
  API.reconcile,
  API.prices,
  API.priceRates,
  API.priceCheck,
  API.priceDiff,
] as const;

const LONG: ReadonlySet<string> = new Set(LONG_ROUTES);

export function isLong(path: string): boolean {
  return LONG.has(path);
}

/** Whoever changes something finds it in the next answer. */
export function forgetAfterChange(answers: AnswerPool): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') answers.forget();
  };
}

interface ThreadParts {
  readonly nowMs: () => number;
  readonly onInternalError: (error: unknown) => void;
}

/** @param tenants the only ones that are told of; null for all. */
export async function askThread(
  c: Context,
  answers: AnswerPool,
  parts: ThreadParts,
  tenants: readonly string[] | null,
): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const question = { path: pathname + search, nowMs: parts.nowMs(), tenants };
  const { status, body, failure } = await answers.answer(
    question,
    askerOf(whoAsks(c)),
    c.req.raw.signal,
  );
  if (failure !== null) parts.onInternalError(new Error(failure));
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(body, { status, headers });
}
