/** The shapes of all replies as schemas: what OpenAPI shows and what tests hold replies against. */
import { z } from 'zod';
import type { ComparisonReply } from '../../shared/comparison-contract.ts';
import { API_ERROR_CODES, type ApiErrorReply } from '../../shared/error-contract.ts';
import {
  type ExplainReply,
  type InvocationsReply,
  type QueryReply,
  type StatusReply,
  type ValuesReply,
} from '../../shared/contract.ts';
import { pastRulesReply } from './attribution-schemas.ts';

const time = z.string().describe('UTC, ISO 8601.');
const texts = z.record(z.string(), z.string());
const metricValue = z
  .union([z.string(), z.number(), z.null()])
  .describe('Exact decimal text for money, a number for the rest, null when it is not known.');

export const queryReply = z.object({
  rows: z.array(z.object({ group: texts, start: time, values: z.record(z.string(), metricValue) })),
  from: time,
  to: time,
  step: z.string(),
  timeZone: z.string(),
  unpricedInvocations: z.int(),
  unpricedCharges: z.int(),
  unattributedInvocations: z.int(),
  completeTo: time.nullable(),
}) satisfies z.ZodType<QueryReply>;

const sourceError = z.object({ code: z.string(), message: z.string(), hint: z.string() });

const counted = z.object({ logged: z.number(), counted: z.number() });
const place = { account: z.string(), region: z.string() };

const completeness = z.object({
  from: time,
  to: time,
  models: z.array(
    z.object({
      ...place,
      model: z.string(),
      ...counted.shape,
      hours: z.array(counted.nullable()),
    }),
  ),
  failedDeliveries: z.array(
    z.object({
      ...place,
      destination: z.enum(['cloudWatchLogs', 's3', 'largeData']),
      records: z.number(),
    }),
  ),
  mantle: z.array(
    z.object({
      ...place,
      inferences: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      cost: z.string().nullable(),
      unpricedTokens: z.number(),
    }),
  ),
  metricPolling: z.array(
    z.object({
      ...place,
      month: z.string(),
      metrics: z.number(),
      usd: z.number(),
      usdMax: z.number().nullable(),
    }),
  ),
  bodies: z.array(
    z.object({
      source: z.string(),
      outcome: z.enum(['read', 'denied', 'gone', 'tooLarge', 'unreadable', 'foreign', 'failed']),
      records: z.number(),
    }),
  ),
  countedCalls: z.enum(['accepted', 'successful']).nullable(),
  lost: z.array(z.object({ source: z.string(), from: z.string(), to: z.string() })),
  revisedPoints: z.number(),
  clockSkewSeconds: z.number(),
});

const storedChecks = z.object({
  days: z.int(),
  checkedDays: z.int(),
  lastAt: time.nullable(),
  allSince: time.nullable(),
  differing: z.array(
    z.object({
      day: z.string(),
      foundAt: time,
      checkedAt: time,
      differences: z.int(),
      parts: z.array(z.string()),
      damage: z.string().nullable(),
    }),
  ),
  fileCheckedAt: time.nullable(),
  damage: z.array(z.string()),
  mend: z.string(),
});

export const statusReply = z.object({
  version: z.string(),
  now: time,
  completeTo: time.nullable(),
  dataFrom: time.nullable(),
  invocations: z.int(),
  quarantined: z.array(z.object({ code: z.string(), count: z.int() })),
  sources: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      state: z.enum(['ok', 'backfilling', 'failing', 'stale', 'waiting']),
      completeTo: time.nullable(),
      lagSeconds: z.number().nullable(),
      progressDone: z.number(),
      progressTotal: z.number(),
      error: sourceError.nullable(),
    }),
  ),
  logCoverage: z.number().nullable(),
  gaps: z.array(
    z.object({
      account: z.string(),
      region: z.string(),
      from: time,
      to: time,
      missingInvocations: z.number(),
    }),
  ),
  completeness,
  unpricedModels: z.array(z.object({ model: z.string(), invocations: z.int() })),
  tagKeys: z.array(z.string()),
  pastRules: pastRulesReply,
  overLimit: z.array(z.string()),
  checks: storedChecks,
  storage: z.object({
    bytes: z.int(),
    bytesPerDay: z.int(),
    forecastDays: z.int(),
    forecastBytes: z.int(),
  }),
}) satisfies z.ZodType<StatusReply>;

export const valuesReply = z.object({
  dimension: z.string(),
  values: z.array(z.string()),
}) satisfies z.ZodType<ValuesReply>;

export const invocationsReply = z.object({
  invocations: z.array(
    z.object({
      requestId: z.string(),
      at: time,
      tenant: z.string(),
      model: z.string(),
      operation: z.string(),
      account: z.string(),
      region: z.string(),
      principal: z.string(),
      status: z.string(),
      errorCode: z.string().nullable(),
      latencyMs: z.number().nullable(),
      cost: z.string().nullable(),
      unpriced: z.boolean(),
      usage: z.array(z.object({ dimension: z.string(), quantity: z.number() })),
      tags: texts,
    }),
  ),
  next: z.string().nullable(),
}) satisfies z.ZodType<InvocationsReply>;

const decimal = z.string().describe('Exact US dollars.');

const explainedRate = z.object({
  usd: decimal,
  per: z.int(),
  quality: z.enum(['exact', 'fallback', 'estimate']),
  source: z.string(),
  sourceDate: z.string(),
  from: time.nullable(),
  to: time.nullable(),
});

export const explainReply = z.object({
  requestId: z.string(),
  at: time,
  account: z.string(),
  region: z.string(),
  model: z.string(),
  operation: z.string(),
  status: z.string(),
  tenant: z.string(),
  attribution: z.object({
    rule: z.string().nullable(),
    words: z.string(),
    tags: z.array(z.object({ key: z.string(), value: z.string(), source: z.string() })),
  }),
  lines: z.array(
    z.object({
      dimension: z.string(),
      quantity: z.number(),
      usageType: texts,
      rate: explainedRate.nullable(),
      words: z.array(z.string()),
      arithmetic: z.string().nullable(),
      cost: decimal.nullable(),
      contractedCost: decimal.nullable(),
    }),
  ),
  cost: decimal.nullable(),
  contractedCost: decimal.nullable(),
  unpriced: z.boolean(),
  summary: z.string(),
}) satisfies z.ZodType<ExplainReply>;

const comparedFigures = z.object({
  before: decimal.nullable(),
  after: decimal.nullable(),
  difference: decimal.nullable(),
  newlyPriced: decimal,
  newlyUnpriced: decimal,
  inexactAfter: decimal,
  unpricedInvocationsBefore: z.int(),
  unpricedInvocationsAfter: z.int(),
});

export const comparisonReply = z.object({
  from: time,
  to: time,
  total: comparedFigures,
  groups: z.array(comparedFigures.extend({ group: texts })),
  assumptions: z.array(z.string()),
}) satisfies z.ZodType<ComparisonReply>;

export const errorReply = z.object({
  ok: z.literal(false),
  code: z.enum(API_ERROR_CODES),
  message: z.string(),
  hint: z.string(),
}) satisfies z.ZodType<ApiErrorReply>;
