/** The shapes of replies about people being told, as schemas. */
import { z } from 'zod';
import type { SilencesReply } from '../../shared/notify-contract.ts';

const time = z.string().describe('UTC, ISO 8601.');
const texts = z.record(z.string(), z.string());

export const silencesReply = z.object({
  silences: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['silence', 'acknowledged']),
      alarm: z.string(),
      group: texts,
      from: time,
      to: time,
      by: z.string(),
      comment: z.string(),
    }),
  ),
}) satisfies z.ZodType<SilencesReply>;
