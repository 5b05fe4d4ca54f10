/** The route of the bill beside the estimate: figures of whole accounts. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import type { ReconcileReply } from '../../shared/reconcile-contract.ts';
import { reconcileReply } from '../query/reconcile-reply.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import type { EndpointText } from './endpoint-text.ts';

const usd = z.string().describe('Exact US dollars.');
const quantity = z.string().describe('An exact integer.');

const row = z.strictObject({
  day: z.iso.date(),
  account: z.string(),
  region: z.string(),
  model: z.string(),
  usage: z.string(),
  state: z.enum(['pending', 'estimated', 'reconciled', 'unmatched']),
  differs: z.enum([
    'none',
    'notLogged',
    'notBilled',
    'quantity',
    'rate',
    'unpriced',
    'unread',
    'rounding',
  ]),
  estimatedQuantity: quantity,
  billedQuantity: quantity,
  estimatedUsd: usd.nullable(),
  billedUsd: usd.nullable(),
  byQuantityUsd: usd.nullable(),
  byRateUsd: usd.nullable(),
});

const reply = z.strictObject({
  months: z.array(z.string()),
  found: z
    .strictObject({
      month: z.string(),
      from: z.iso.date(),
      to: z.iso.date(),
      states: z.strictObject({
        pending: z.int(),
        estimated: z.int(),
        reconciled: z.int(),
        unmatched: z.int(),
      }),
      estimatedUsd: usd,
      billedListUsd: usd,
      takenOff: z.array(z.strictObject({ kind: z.string(), usd })),
      billedUsd: usd,
      differing: z.int(),
      rows: z.array(row),
    })
    .nullable(),
  hint: z.string().nullable(),
}) satisfies z.ZodType<ReconcileReply>;

export const RECONCILE_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.reconcile,
    access: 'whole', // A bill knows no tenants.
    summary: 'The bill of a month beside the estimate, and where each difference comes from.',
    parameters: [{ name: 'month', help: 'Of UTC, such as `2026-11`; the newest when left out.' }],
    reply,
  },
];

export function reconcileRoutes({ store, book }: ApiParts): Hono {
  return new Hono().get(API.reconcile, (c) => {
    const month = c.req.query('month') ?? null;
    if (month !== null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      const message = `There is no month "${month}".`;
      throw new ApiError('badParameter', message, 'Write a month such as 2026-11.');
    }
    return c.json(reconcileReply(month, store, book));
  });
}
