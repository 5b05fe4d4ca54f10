/** What every route reads of its question in the same way. */
import type { Context } from 'hono';
import { parseNameList } from '../../shared/name-list.ts';
import type { Result } from '../../shared/result.ts';
import { DAY_MS } from '../../shared/window.ts';
import type { parseQuery, QueryProblem } from '../query/parse-query.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';

export function orThrow<Value>(result: Result<Value, QueryProblem>): Value {
  if (result.ok) return result.value;
  const { code, message, hint } = result.problem;
  throw new ApiError(code, message, hint);
}

export function bounds(c: Context): { readonly from: string | null; readonly to: string | null } {
  return { from: c.req.query('from') ?? null, to: c.req.query('to') ?? null };
}

export function queryText(c: Context): Parameters<typeof parseQuery>[0] {
  return {
    ...bounds(c),
    metrics: c.req.queries('metric') ?? [],
    filter: c.req.query('filter') ?? null,
    groupBy: parseNameList(c.req.query('groupBy') ?? ''),
    step: c.req.query('step') ?? null,
    timeZone: c.req.query('tz') ?? null,
    top: c.req.query('top') ?? null,
  };
}

export function defaultsOf(parts: ApiParts): Parameters<typeof parseQuery>[1] {
  const nowMs = parts.nowMs();
  return { nowMs, timeZone: parts.timeZone, window: { startMs: nowMs - 7 * DAY_MS, endMs: nowMs } };
}
