/** The shapes of replies on budgets and anomalies as schemas. */
import { z } from 'zod';
import type { AnomaliesReply } from '../../shared/anomaly-contract.ts';
import type { BudgetsReply } from '../../shared/budget-contract.ts';

const time = z.string().describe('UTC, ISO 8601.');
const usd = z.string().describe('Exact US dollars.');
const texts = z.record(z.string(), z.string());

export const budgetsReply = z.object({
  budgets: z.array(
    z.object({
      name: z.string(),
      group: texts,
      metric: z.enum(['contractedCost', 'cost']),
      filter: z.string(),
      period: z.object({
        kind: z.enum(['day', 'week', 'month', 'quarter', 'year']),
        label: z.string(),
        from: time,
        to: time,
        timeZone: z.string(),
      }),
      amount: usd,
      carriedOver: usd,
      spent: usd,
      forecast: usd.nullable(),
      spentPercent: z.int(),
      forecastPercent: z.int().nullable(),
      reachedOn: z.string().nullable(),
      lines: z.array(
        z.object({
          kind: z.enum(['actual', 'forecast']),
          percent: z.number(),
          reached: z.boolean(),
          told: z.boolean(),
        }),
      ),
      completeTo: time,
      owner: z.string(),
    }),
  ),
}) satisfies z.ZodType<BudgetsReply>;

export const anomaliesReply = z.object({
  from: time,
  to: time,
  minimum: usd,
  anomalies: z.array(
    z.object({
      tenant: z.string(),
      from: time,
      to: time,
      ongoing: z.boolean(),
      spent: usd,
      usual: usd,
      impact: usd,
      causes: z.array(z.object({ model: z.string(), usage: z.string(), spent: usd, before: usd })),
      link: z.string(),
    }),
  ),
}) satisfies z.ZodType<AnomaliesReply>;
