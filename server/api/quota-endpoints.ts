/** The endpoint of quotas, described for machines. */
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import { QUOTA_KINDS } from '../../shared/quota-kinds.ts';
import type { EndpointText } from './endpoint-text.ts';

const instant = z.iso.datetime();
const place = { account: z.string(), region: z.string() };
const routing = z.enum(['regional', 'geo', 'global']);
const weeks = z.int().nonnegative();

const trend = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('growing'),
    weeks,
    perWeek: z.number(),
    daysToLimit: z.int().nullable(),
  }),
  z.strictObject({ kind: z.literal('notGrowing'), weeks, perWeek: z.number() }),
  z.strictObject({ kind: z.literal('notEnoughHistory'), weeks }),
]);

const row = z.strictObject({
  ...place,
  model: z.string(),
  routing,
  kind: z.enum(QUOTA_KINDS),
  quota: z
    .strictObject({
      value: z.number(),
      code: z.string().nullable(),
      name: z.string(),
      origin: z.enum(['serviceQuotas', 'config']),
      isAdjustable: z.boolean(),
      since: instant,
    })
    .nullable(),
  peak: z.strictObject({ value: z.number(), at: instant }).nullable(),
  usedShare: z.number().nullable(),
  headroom: z.number().nullable(),
  burnDown: z.strictObject({ rate: z.int(), isAssumed: z.boolean() }),
  invocations: z.int(),
  throttles: z.int(),
  clientErrors: z.int(),
  serverErrors: z.int(),
  tenants: z.array(z.strictObject({ tenant: z.string(), used: z.number(), share: z.number() })),
  trend,
  increase: z.strictObject({ asked: z.number().nullable(), text: z.string() }).nullable(),
});

const quotasReply = z.strictObject({
  from: instant,
  to: instant,
  peaksFrom: instant,
  rows: z.array(row),
  unusedQuotas: z.int(),
  unmatched: z.array(
    z.strictObject({
      ...place,
      code: z.string(),
      name: z.string(),
      value: z.number(),
      reason: z.enum(['longContext', 'unknownModel', 'twice']),
    }),
  ),
  looks: z.array(
    z.strictObject({
      ...place,
      at: instant,
      error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
    }),
  ),
  ignored: z.array(z.string()),
});

export const QUOTA_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.quotas,
    access: 'whole',
    summary: 'Peaks against quotas, who used them, trend, and the text of a request for more.',
    parameters: [
      { name: 'filter', help: 'By account, region, model, provider or routing.' },
      { name: 'from', help: 'Start: `now-7d`, `2026-11-01` or ISO 8601.' },
      { name: 'to', help: 'End, exclusive; `now` when left out.' },
    ],
    reply: quotasReply,
  },
];
