/** The shapes of replies about rules and the past. */
import { z } from 'zod';
import type {
  AttributionReply,
  PastRules,
  RulesPreviewReply,
  RulesTextReply,
} from '../../shared/attribution-contract.ts';
import type { SharedCostReply } from '../../shared/shared-cost.ts';

const method = z.enum(['usage', 'evenly', 'fixed']);
const time = z.string().describe('UTC, ISO 8601.');
const texts = z.record(z.string(), z.string());

export const pastRulesReply = z.object({
  since: time.nullable(),
  isBehind: z.boolean(),
  appliedFrom: time.nullable(),
  run: z
    .object({
      rulesVersion: z.string(),
      from: time,
      to: time,
      state: z.enum(['preparing', 'switched', 'done', 'abandoned']),
      progress: z.number(),
      rows: z.int(),
      changed: z.int(),
      endedAt: time.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<PastRules>;

export const attributionReply = z.object({
  from: time,
  to: time,
  rulesVersion: z.string(),
  coverage: z.number().nullable(),
  cost: z.string(),
  attributedCost: z.string(),
  invocations: z.int(),
  unattributedInvocations: z.int(),
  rules: z.array(
    z.object({
      name: z.string(),
      when: texts,
      tenant: z.string(),
      invocations: z.int(),
      cost: z.string().nullable(),
    }),
  ),
  callers: z.array(
    z.object({
      principal: z.string(),
      profile: z.string().nullable(),
      invocations: z.int(),
      cost: z.string().nullable(),
      rule: z.string(),
      tagging: z.string().nullable(),
    }),
  ),
  past: pastRulesReply,
  tenants: z.array(
    z.object({
      tenant: z.string(),
      name: z.string().nullable(),
      parent: z.string().nullable(),
      owner: z.string().nullable(),
      budgetOwner: z.string().nullable(),
      contact: z.string().nullable(),
      cost: z.string(),
      costWithin: z.string(),
      invocations: z.number(),
    }),
  ),
  days: z.array(z.object({ start: time, coverage: z.number().nullable() })),
}) satisfies z.ZodType<AttributionReply>;

const caught = z.object({ invocations: z.int(), cost: z.string() });

export const rulesTextReply = z.object({
  text: z.string(),
  file: z.string().nullable(),
}) satisfies z.ZodType<RulesTextReply>;

export const rulesPreviewReply = z.object({
  problems: z.array(
    z.object({
      line: z.int(),
      column: z.int(),
      message: z.string(),
      file: z.string().nullable(),
    }),
  ),
  looked: caught,
  isPart: z.boolean(),
  rules: z.array(caught.extend({ name: z.string() })),
  changed: caught,
  tenants: z.array(z.object({ tenant: z.string(), before: caught, after: caught })),
}) satisfies z.ZodType<RulesPreviewReply>;

export const sharedCostReply = z.object({
  metric: z.enum(['cost', 'contractedCost']),
  groupBy: z.array(z.string()),
  rules: z.array(z.object({ name: z.string(), from: z.string(), method })),
  rows: z.array(
    z.object({
      start: time,
      group: texts,
      tenant: z.string(),
      direct: z.string(),
      allocated: z.string(),
      allocations: z.array(z.object({ rule: z.string(), method, cost: z.string() })),
    }),
  ),
}) satisfies z.ZodType<SharedCostReply>;
