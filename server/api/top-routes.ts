/** `GET /api/v1/invocations/top`: the single calls that stand out. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import { TOP_ORDERS, type TopInvocationsReply } from '../../shared/top-invocations.ts';
import { parseFilterText, parseWindow } from '../query/parse-query.ts';
import { topInvocations } from '../query/top-invocations.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { bounds, defaultsOf, orThrow } from './asked.ts';
import { encodeInvocation } from './encode-invocation.ts';

const ROWS = 50;

export function topRoutes(parts: ApiParts): Hono {
  return new Hono().get(API.topInvocations, (c) => {
    const { store, book, timeZone } = parts;
    const by = TOP_ORDERS.find((order) => order === (c.req.query('by') ?? 'cost'));
    if (!by) {
      const hint = `Write ${TOP_ORDERS.join(', ')}.`;
      throw new ApiError('badParameter', 'There is no such order.', hint);
    }
    const window = orThrow(parseWindow(bounds(c), defaultsOf(parts), timeZone));
    const filter = orThrow(parseFilterText(c.req.query('filter') ?? null));
    const { top, looked, isWhole } = topInvocations(
      { window, filter, by, limit: ROWS },
      store,
      book,
    );
    const invocations = top.map((one) => encodeInvocation(one, book));
    return c.json({ by, invocations, looked, isWhole } satisfies TopInvocationsReply);
  });
}
