/** The route of quotas: use against what AWS allows, and what to ask for. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import { parseFilterText, parseWindow } from '../query/parse-query.ts';
import { quotasReply } from '../query/quotas-reply.ts';
import { completeToOf } from '../query/status.ts';
import type { ApiParts } from './api-parts.ts';
import { bounds, defaultsOf, orThrow } from './asked.ts';

export function quotaRoutes(parts: ApiParts): Hono {
  const app = new Hono();
  app.get(API.quotas, (c) => {
    const { store, book, timeZone } = parts;
    const window = orThrow(parseWindow(bounds(c), defaultsOf(parts), timeZone));
    const filter = orThrow(parseFilterText(c.req.query('filter') ?? null));
    const extent = store.extent() ?? window;
    const completeToMs = completeToOf(store.sourceStates()) ?? extent.endMs;
    const peaksFromMs = peaksFrom(window, parts);
    const asked = { window, filter, peaksFromMs, dataFromMs: extent.startMs, completeToMs };
    return c.json(quotasReply(asked, store, book));
  });
  return app;
}

/**
 * Where minutes are counted no more, each single call would be read: ten seconds for ten days of
 * a busy month. A window that lies before all of that is read so nevertheless: it was meant.
 */
function peaksFrom({ startMs, endMs }: Window, { nowMs, retentionDays }: ApiParts): number {
  const minutesFromMs = Math.ceil((nowMs() - retentionDays.minutes * DAY_MS) / DAY_MS) * DAY_MS;
  return minutesFromMs < endMs ? Math.max(startMs, minutesFromMs) : startMs;
}
