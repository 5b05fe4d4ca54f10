/** The shape of the reply about alarms, as a schema. */
import { z } from 'zod';

const time = z.string().describe('UTC, ISO 8601.');
const texts = z.record(z.string(), z.string());
const metricValue = z
  .union([z.string(), z.number(), z.null()])
  .describe('Exact decimal text for money, a number for the rest, null when it is not known.');

const alarmState = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

export const alarmsReply = z.object({
  alarms: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['outcrop', 'cloudWatch']),
      metric: z.string().nullable(),
      metricLabel: z.string(),
      filter: z.string(),
      group: texts,
      comparison: z.enum(['>', '>=', '<', '<=']),
      threshold: z.number(),
      thresholdText: z.string(),
      condition: z.string().nullable(),
      periodSeconds: z.number(),
      state: alarmState,
      since: time.nullable(),
      reason: z.string(),
      lastValue: metricValue,
      datapoints: z.string(),
      severity: z.enum(['info', 'warning', 'critical']).nullable(),
      owner: z.string(),
      runbook: z.string(),
      origin: z.enum(['config', 'page', 'cloudWatch']),
      hush: z
        .object({
          id: z.string(),
          kind: z.enum(['silence', 'acknowledged']),
          by: z.string(),
          to: time,
          comment: z.string(),
        })
        .nullable(),
    }),
  ),
  events: z.array(
    z.object({
      at: time,
      name: z.string(),
      group: texts,
      from: z.string(),
      to: z.string(),
      reason: z.string(),
    }),
  ),
});
