/** The routes of the API: check, ask, encode. No arithmetic of their own. */
import { readyReply } from './ready-reply.ts';
import { Hono, type Context } from 'hono';
import type { ComparisonReply } from '../../shared/comparison-contract.ts';
import { API, type ExplainReply } from '../../shared/contract.ts';
import type { AlarmTestReply } from '../../shared/notify-contract.ts';
import { isDimension } from '../../shared/dimensions.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import { attributionReply } from '../query/attribution-reply.ts';
import { parseChoice } from '../query/choice.ts';
import { comparisonReply } from '../query/comparison-reply.ts';
import { explainInvocation } from '../query/explain-invocation.ts';
import { parseFilterText, parseQuery, parseWindow } from '../query/parse-query.ts';
import { runQuery } from '../query/run-query.ts';
import { completeToOf } from '../query/status.ts';
import { NO_CHANGE } from '../query/usage-change.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { bounds, defaultsOf, orThrow, queryText } from './asked.ts';
import { priceRoutes } from './price-routes.ts';
import { quotaRoutes } from './quota-routes.ts';
import { reconcileRoutes } from './reconcile-routes.ts';
import { alarmsReply } from './alarms-reply.ts';
import { readAlarm, testReply } from './alarm-test-reply.ts';
import { encodeAnswer } from './encode-answer.ts';
import { encodeInvocation } from './encode-invocation.ts';
import { usageFamilies } from './usage-families.ts';
import { channelFamilies } from './channel-families.ts';
import { METRICS_TYPE, metricsText } from './metrics-text.ts';
import { openApiText } from './open-api-document.ts';
import { watchRoutes } from './watch-routes.ts';
import { sharedCostRoutes } from './shared-cost-routes.ts';
import { topRoutes } from './top-routes.ts';
import { statusReply } from './status-reply.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const VALUES_MAX = 100;
const INVOCATIONS_MAX = 200;
/** How the store writes the place where a page ended. */
const CURSOR = /^\d{1,16}\.[^.]{1,64}\../;

export function apiRoutes(parts: ApiParts): Hono {
  const { store, book } = parts;
  const app = new Hono();
  app.use('/api/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.get(API.query, (c) => {
    const query = orThrow(parseQuery(queryText(c), defaultsOf(parts)));
    const completeToMs = completeToOf(store.sourceStates());
    return c.json(encodeAnswer(query, runQuery(query, store, book), completeToMs));
  });
  app.get(API.status, (c) => c.json(statusReply(parts)));
  app.route('/', watchRoutes(parts));
  app.route('/', quotaRoutes(parts));
  app.route('/', reconcileRoutes(parts));
  app.get(API.alarms, (c) => c.json(alarmsReply(parts)));
  app.get(API.testAlarm, (c) => c.json(alarmTestReply(c, parts)));
  app.get(API.values, (c) => {
    const dimension = c.req.query('dimension') ?? '';
    if (!isDimension(dimension)) {
      const hint = 'See docs/reference.md; a tag is tag.KEY.';
      throw new ApiError('badDimension', `There is no dimension "${dimension}".`, hint);
    }
    const values = store.values(dimension, c.req.query('prefix') ?? '', VALUES_MAX);
    return c.json({ dimension, values });
  });
  app.get(API.invocations, (c) => {
    const page = store.invocations({
      window: orThrow(parseWindow(bounds(c), defaultsOf(parts), parts.timeZone)),
      filter: orThrow(parseFilterText(c.req.query('filter') ?? null)),
      limit: limitOf(c.req.query('limit')),
      before: beforeOf(c.req.query('before')),
    });
    const invocations = page.invocations.map((one) => encodeInvocation(one, book));
    return c.json({ invocations, next: page.next });
  });
  app.get(API.explain, (c) => c.json(explainReply(c, parts)));
  app.get(API.whatIf, (c) => c.json(whatIfReply(c, parts)));
  app.get(API.attribution, (c) => {
    const { rules, timeZone } = parts;
    const window = orThrow(parseWindow(bounds(c), defaultsOf(parts), timeZone));
    const facts = store.tenants.read();
    return c.json(attributionReply({ rules, window, timeZone, facts }, store, book));
  });
  app.route('/', topRoutes(parts));
  app.route('/', sharedCostRoutes(parts));
  if (parts.prices) app.route('/', priceRoutes(parts, parts.prices));
  app.get(API.openApi, (c) => c.body(openApiText(parts.version), 200, JSON_TYPE));
  app.get('/metrics', (c) => {
    c.header('content-type', METRICS_TYPE);
    const { timeZone } = parts;
    const usage = usageFamilies({ nowMs: parts.nowMs(), timeZone }, store, book);
    return c.body(metricsText(statusReply(parts), [...channelFamilies(parts), ...usage]));
  });
  app.get('/healthz', (c) => c.json({ ok: true, now: isoTime(parts.nowMs()) }));
  app.get('/readyz', (c) => readyReply(c, store));
  return app;
}

function alarmTestReply(c: Context, parts: ApiParts): AlarmTestReply {
  const rule = orThrow(readAlarm(c.req.query('alarm') ?? ''));
  const window = orThrow(parseWindow(bounds(c), defaultsOf(parts), parts.timeZone));
  return testReply(rule, window, parts);
}

function explainReply(c: Context, parts: ApiParts): ExplainReply {
  const requestId = c.req.query('requestId') ?? '';
  if (requestId === '') {
    throw new ApiError('badParameter', 'No requestId is named.', 'It stands in the logs.');
  }
  const defaults = { ...defaultsOf(parts), window: { startMs: 0, endMs: parts.nowMs() + DAY_MS } };
  const window = orThrow(parseWindow(bounds(c), defaults, parts.timeZone));
  const found = parts.store.invocation(requestId, window);
  if (found) return explainInvocation(found, parts.book);
  const hint = 'Single invocations are kept for `retentionDays.rows` days; sums stay.';
  throw new ApiError('notFound', 'There is no invocation with that id.', hint);
}

function whatIfReply(c: Context, parts: ApiParts): ComparisonReply {
  const { store, book } = parts;
  const settings = c.req.queries('set') ?? [];
  if (settings.length === 0) {
    throw new ApiError('badParameter', 'There is nothing to try.', 'Write set=tier=batch.');
  }
  const { assumptions, ...after } = orThrow(parseChoice(settings, book));
  const asked = queryText(c);
  const groupBy = c.req.query('groupBy') === undefined ? ['tenant'] : asked.groupBy;
  const text = { ...asked, metrics: ['contractedCost'], groupBy, step: null };
  const question = orThrow(parseQuery(text, defaultsOf(parts)));
  const before = { book, change: NO_CHANGE };
  return comparisonReply(question, store, { before, after, assumptions });
}

/** A place that cannot be read would give the first page for ever. */
function beforeOf(text: string | undefined): string | null {
  if (text === undefined || CURSOR.test(text)) return text ?? null;
  throw new ApiError(
    'badParameter',
    'before is no place in the list.',
    'Hand back `next` as it is.',
  );
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 50);
  if (Number.isInteger(limit) && limit >= 1 && limit <= INVOCATIONS_MAX) return limit;
  const hint = `Ask for 1 to ${INVOCATIONS_MAX}.`;
  throw new ApiError('badParameter', 'limit is no number of invocations.', hint);
}
