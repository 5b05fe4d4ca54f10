/** The section `nightlyCheck` of the config: when closed days are checked, and for how long. */
import { z } from 'zod';
import type { Config } from './config.ts';

export const NightlyCheckText = z.strictObject({
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as 03:30')
    .default('03:30'),
  minutes: z.int().min(0).max(120).default(15).describe('Work of one night; 0 checks nothing.'),
});

export function toNightlyCheck({
  at,
  minutes,
}: z.infer<typeof NightlyCheckText>): Config['nightlyCheck'] {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return { atMinutes: 60 * hour + minute, minutes };
}
