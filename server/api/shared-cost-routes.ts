/** The route of shared cost: the one question, with what several tenants share given to each. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import { parseQuery } from '../query/parse-query.ts';
import { sharedCostReply } from '../query/shared-cost-reply.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { defaultsOf, orThrow, queryText } from './asked.ts';

export function sharedCostRoutes(parts: ApiParts): Hono {
  const app = new Hono();
  app.get(API.sharedCost, (c) => {
    const metric = c.req.query('metric') ?? 'cost';
    if (metric !== 'cost' && metric !== 'contractedCost') {
      throw new ApiError('badMetric', 'Only money is shared.', 'Ask for cost or contractedCost.');
    }
    const query = orThrow(parseQuery({ ...queryText(c), metrics: [metric] }, defaultsOf(parts)));
    const { store, book, sharedCost = [] } = parts;
    return c.json(sharedCostReply({ ...query, metric }, sharedCost, store, book));
  });
  return app;
}
