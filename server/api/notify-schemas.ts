/** The shapes of replies about people being told, as schemas. */
import { z } from 'zod';
import type {
  AlarmRulesReply,
  AlarmBarsReply,
  AlarmTestReply,
  ChannelsReply,
  ChannelTestReply,
  DeliveriesReply,
  JournalReply,
  ReplayReply,
  SilencesReply,
} from '../../shared/notify-contract.ts';

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

const attempts = z.array(
  z.object({
    attempt: z.int(),
    at: time,
    tookMs: z.number(),
    outcome: z.enum(['delivered', 'retry', 'disabled', 'dead']),
    status: z.int().nullable(),
    detail: z.string(),
    reply: z.string().describe('What the receiver said, short and without secrets.'),
    next: time.nullable(),
  }),
);

export const deliveriesReply = z.object({
  deliveries: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      type: z.string(),
      alarm: z.string(),
      group: texts,
      state: z.enum(['held', 'pending', 'sending', 'delivered', 'dead', 'merged']),
      detail: z.string().describe('What came of it last, or why it was not sent.'),
      owedSince: time,
      next: time.nullable(),
      attempts,
    }),
  ),
}) satisfies z.ZodType<DeliveriesReply>;

export const replayReply = z.object({
  replayed: z.array(z.string()),
}) satisfies z.ZodType<ReplayReply>;

export const channelsReply = z.object({
  channels: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      to: z.string(),
      state: z
        .enum(['unused', 'ok', 'failing', 'off'])
        .describe('off: its receiver wants no more (410), and nothing is sent to it.'),
      since: time.nullable().describe('Since when it fails or is switched off.'),
      detail: z.string().describe('What came of the last attempt.'),
      waiting: z.int().describe('Messages that are due to it, or on their way.'),
    }),
  ),
}) satisfies z.ZodType<ChannelsReply>;

export const channelTestReply = z.object({ attempts }) satisfies z.ZodType<ChannelTestReply>;

export const journalReply = z.object({
  notes: z.array(
    z.object({
      at: time,
      by: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.string(),
    }),
  ),
}) satisfies z.ZodType<JournalReply>;

export const alarmRulesReply = z.object({
  rules: z.array(z.object({ origin: z.enum(['config', 'page']), text: z.unknown() })),
}) satisfies z.ZodType<AlarmRulesReply>;

export const alarmTestReply = z.object({
  from: time,
  to: time,
  spans: z.array(
    z.object({
      group: texts,
      from: time,
      to: time.nullable(),
      value: z.union([z.string(), z.number(), z.null()]),
      reason: z.string(),
    }),
  ),
  suggestions: z.array(z.object({ threshold: z.string(), spans: z.int() })),
}) satisfies z.ZodType<AlarmTestReply>;

const byPeriod = z.array(z.number().nullable());

export const alarmBarsReply = z.object({
  from: time,
  periodSeconds: z.int(),
  groups: z.array(z.object({ group: texts, values: byPeriod, usual: byPeriod, bars: byPeriod })),
}) satisfies z.ZodType<AlarmBarsReply>;
