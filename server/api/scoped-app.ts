/** Answers those who see some tenants only, from a store that holds no others. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { wordOf } from './access-gate.ts';
import { createApi, scopedParts } from './create-api.ts';
import type { AnswerPool } from './answer-pool.ts';
import type { ApiParts } from './api-parts.ts';
import { createLiveFeed, type LiveFeed } from './live-feed.ts';
import { liveRoutes } from './live-routes.ts';
import { askThread, isLong } from './long-routes.ts';
import { whoAsks } from './who.ts';

interface ScopedAppParts extends ApiParts {
  readonly answers: AnswerPool | null;
  readonly live?: LiveFeed;
  readonly onInternalError: (error: unknown) => void;
}

/** Scopes whose apps are kept; past this they are made anew. */
const SCOPES_MAX = 100;

/** Stands behind the gate: what a scope may ask never reaches the routes of the whole. */
export function answerScoped(parts: ScopedAppParts): MiddlewareHandler {
  const apps = new Map<string, Hono>();
  return async (c, next) => {
    const { tenants } = whoAsks(c);
    if (tenants === null || wordOf(c) !== 'scoped') return next();
    if (parts.answers && isLong(c.req.path)) return askThread(c, parts.answers, parts, tenants);
    const key = JSON.stringify(tenants);
    const app = apps.get(key) ?? appOf(parts, tenants);
    if (apps.size >= SCOPES_MAX) apps.clear();
    apps.set(key, app);
    return forward(c, app);
  };
}

async function forward(c: Context, app: Hono): Promise<Response> {
  return app.fetch(c.req.raw, c.env);
}

function appOf(parts: ScopedAppParts, tenants: readonly string[]): Hono {
  const app = new Hono();
  if (parts.live) {
    const { store, nowMs } = scopedParts(parts, tenants);
    app.route('/', liveRoutes(createLiveFeed({ store, nowMs })));
  }
  app.route('/', createApi(parts, tenants, parts.onInternalError));
  return app;
}
