/** The shapes of replies about rules and the past. */
import { z } from 'zod';
import type { PastRules } from '../../shared/attribution-contract.ts';

const time = z.string().describe('UTC, ISO 8601.');

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
