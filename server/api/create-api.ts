/** The questions of the API alone, for threads and for scopes: whoever asks was let in before. */
import { Hono } from 'hono';
import { scopedStore, tellsOnlyOf } from '../query/scoped-store.ts';
import type { ApiParts } from './api-parts.ts';
import { apiRoutes } from './api-routes.ts';
import { answerErrors } from './edge.ts';

/** @param tenants the only ones that are told of; null for all. */
export function createApi(
  parts: ApiParts,
  tenants: readonly string[] | null,
  onInternalError: (error: unknown) => void,
): Hono {
  const app = new Hono();
  app.route('/', apiRoutes(tenants === null ? parts : scopedParts(parts, tenants)));
  answerErrors(app, onInternalError);
  return app;
}

/** What is left when only these tenants are told of: their calls, and rules that name no others. */
export function scopedParts(parts: ApiParts, tenants: readonly string[]): ApiParts {
  const { store, book, timeZone, retentionDays, version, nowMs } = parts;
  const alarms = parts.alarms.filter((one) => tellsOnlyOf(one, tenants));
  const budgets = parts.budgets.filter((one) => tellsOnlyOf(one, tenants));
  const names = [...alarms, ...budgets].map(({ name, groupBy }) => {
    return [name, groupBy.includes('tenant') ? 'parts' : 'whole'] as const;
  });
  const scope = { tenants, alarms: new Map(names) };
  return {
    store: scopedStore(store, scope),
    book,
    alarms,
    budgets: budgets.map((one) => ({
      ...one,
      amounts: new Map([...one.amounts].filter(([name]) => tenants.includes(name))),
    })),
    rules: { version: parts.rules.version, rules: [] },
    timeZone,
    retentionDays,
    version,
    nowMs,
  };
}
