/** The shapes of replies that only the running server gives, as schemas. */
import { z } from 'zod';
import { FINDING_STATES, type DoctorReply } from '../../shared/doctor.ts';

const time = z.string().describe('UTC, ISO 8601.');

export const doctorReply = z.object({
  at: time,
  accounts: z.int(),
  directories: z.int(),
  findings: z.array(
    z.object({
      account: z.string(),
      region: z.string(),
      check: z.string(),
      state: z.enum(FINDING_STATES),
      says: z.string(),
      fix: z.string(),
    }),
  ),
  policies: z.array(
    z.object({ account: z.string().nullable(), attachTo: z.string(), text: z.string() }),
  ),
}) satisfies z.ZodType<DoctorReply>;
