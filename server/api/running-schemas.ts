/** The shapes of replies that only the running server gives, as schemas. */
import { z } from 'zod';
import { REPORT_KINDS } from '../../shared/report-contract.ts';
import type { SettingsReply } from '../../shared/settings.ts';
import type { SavedViewsReply } from '../../shared/saved-views.ts';
import { TOP_ORDERS, type TopInvocationsReply } from '../../shared/top-invocations.ts';
import { invocationsReply } from './reply-schemas.ts';
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

export const savedViewsReply = z.object({
  views: z.array(z.object({ name: z.string(), search: z.string(), savedAt: time })),
}) satisfies z.ZodType<SavedViewsReply>;

export const settingsReply = z.object({
  version: z.string(),
  timeZone: z.string(),
  database: z.string(),
  pageUrl: z.string(),
  pricesPath: z.string().nullable(),
  pollSeconds: z.number(),
  accounts: z.array(
    z.object({
      id: z.string(),
      regions: z.array(z.string()),
      logs: z.array(z.string()),
      role: z.string().nullable(),
      metrics: z.boolean(),
      inventory: z.boolean(),
      backfillDays: z.number(),
    }),
  ),
  directories: z.array(z.string()),
  tagKeys: z.array(z.string()),
  rules: z.int(),
  alarms: z.int(),
  channels: z.array(z.object({ name: z.string(), kind: z.string() })),
  reports: z.array(z.object({ name: z.string(), kind: z.enum(REPORT_KINDS), atMinutes: z.int() })),
  retentionDays: z.record(z.string(), z.number()),
  intake: z.array(z.string()),
}) satisfies z.ZodType<SettingsReply>;

export const topInvocationsReply = z.object({
  by: z.enum(TOP_ORDERS),
  invocations: invocationsReply.shape.invocations,
  looked: z.int(),
  isWhole: z.boolean(),
}) satisfies z.ZodType<TopInvocationsReply>;
