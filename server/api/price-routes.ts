/** The price book over HTTP: its layers, rates and history, what is unpriced, and what differs. */
import { Hono, type Context } from 'hono';
import { API } from '../../shared/contract.ts';
import type { PriceDiffReply } from '../../shared/prices.ts';
import { parseTime } from '../../shared/window.ts';
import { comparisonReply } from '../query/comparison-reply.ts';
import { parseQuery, parseWindow } from '../query/parse-query.ts';
import { priceCheckReply } from '../query/price-check-reply.ts';
import {
  dateDifferences,
  layerDifferences,
  pricesReply,
  ratesReply,
} from '../query/prices-reply.ts';
import { NO_CHANGE } from '../query/usage-change.ts';
import type { PricesInForce } from '../price/prices-in-force.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { bounds, defaultsOf, orThrow, queryText } from './asked.ts';

export function priceRoutes(parts: ApiParts, prices: PricesInForce): Hono {
  const app = new Hono();
  app.get(API.prices, (c) => c.json(pricesReply(prices)));
  app.get(API.priceRates, (c) => {
    const pattern = (name: string): string | null => c.req.query(name) || null;
    const [model, region, dimension] = [pattern('model'), pattern('region'), pattern('dimension')];
    return c.json(ratesReply(prices, { model, region, dimension }));
  });
  app.get(API.priceCheck, (c) => {
    const { store, timeZone } = parts;
    const window = orThrow(parseWindow(bounds(c), defaultsOf(parts), timeZone));
    return c.json(priceCheckReply({ window, nowMs: parts.nowMs() }, store, prices));
  });
  app.get(API.priceDiff, (c) => c.json(diffReply(c, parts, prices)));
  return app;
}

function diffReply(c: Context, parts: ApiParts, prices: PricesInForce): PriceDiffReply {
  const layer = c.req.query('layer');
  if (layer === undefined) return { ...dateDifferences(prices, instants(c, parts)), cost: null };
  if (layer !== 'own' && layer !== 'priceList') {
    throw new ApiError('badParameter', 'There is no such layer.', 'Write own or priceList.');
  }
  const text = { ...queryText(c), metrics: ['contractedCost'], groupBy: ['model'], step: null };
  const question = orThrow(parseQuery(text, defaultsOf(parts)));
  const [before, after] =
    layer === 'own' ? [prices.list, prices.book] : [prices.bundled, prices.list];
  const cost = comparisonReply(question, parts.store, {
    before: { book: before, change: NO_CHANGE },
    after: { book: after, change: NO_CHANGE },
    assumptions: [],
  });
  return { ...layerDifferences(prices, layer), cost };
}

/** The two days of a book: `before` and `after`, as times of a window are written. */
function instants(c: Context, parts: ApiParts) {
  const at = (name: string): number => {
    const text = c.req.query(name) ?? '';
    const time = parseTime(text, parts.nowMs(), parts.timeZone);
    if (time.ok) return time.value;
    throw new ApiError('badParameter', `${name} is no time: ${time.problem}.`, WAYS);
  };
  return { beforeMs: at('before'), afterMs: at('after') };
}

const WAYS = 'Name two times with before and after, or one layer with layer=own.';
