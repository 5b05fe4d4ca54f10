/** Routes that tell whether messages reach people: deliveries, channels, replay and tests. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import type {
  AttemptReply,
  ChannelReply,
  ChannelTestReply,
  ChannelsReply,
  DeliveriesReply,
  DeliveryReply,
  JournalReply,
  ReplayReply,
} from '../../shared/notify-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import { ALL_DEAD, replayDead } from '../job/replay.ts';
import { testChannel } from '../job/test-channel.ts';
import { channelStandings, type ChannelStanding } from '../job/watch-channels.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';
import type { Delivery } from '../store/notice-ledger.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from './api-error.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface DeliveryParts {
  readonly store: Store;
  readonly channels: Config['channels'];
  readonly nowMs: () => number;
  readonly pageUrl: string;
}

const ROWS_MAX = 500;
const name = z.string().min(1).max(200);
const by = name.default('somebody');

const time = z.iso.datetime().transform((text) => Date.parse(text));
const MORE = 'channel, from and to are for all';

/** What `POST /api/v1/deliveries/replay` is sent: one id, or all, of a channel or of a time. */
export const ReplayBody = z
  .strictObject({
    id: name.optional(),
    all: z.boolean().default(false),
    channel: name.optional().describe('With all: only those of this channel.'),
    from: time.optional().describe('With all: only what was owed from here on.'),
    to: time.optional().describe('With all: only what was owed before.'),
    by,
  })
  .refine(({ id, all }) => (id === undefined) === all, 'name one id, or all')
  .refine(({ all, channel, from, to }) => all || (channel ?? from ?? to) === undefined, MORE);

/** What `POST /api/v1/channels/test` is sent. */
export const TestBody = z.strictObject({ name, by });

export function deliveryRoutes(parts: DeliveryParts): Hono {
  const { store, channels, nowMs, pageUrl } = parts;
  const app = new Hono();
  const guard = guardWrite(pageUrl);
  app.get(API.deliveries, (c) => {
    const limit = limitOf(c.req.query('limit'));
    const onlyFailed = c.req.query('failed') === '1';
    const deliveries = store.notices.deliveries({ onlyFailed, limit }).map(encodeDelivery);
    return c.json({ deliveries } satisfies DeliveriesReply);
  });
  app.post(API.replay, guard, async (c) => {
    const body = await readBody(c, ReplayBody);
    const { channel = null, from = ALL_DEAD.fromMs, to = ALL_DEAD.toMs } = body;
    const span = { channel, fromMs: from, toMs: to };
    const which = body.id === undefined ? span : { id: body.id };
    const replayed = replayDead({ which, by: body.by }, store, nowMs()).map(({ id }) => id);
    if (replayed.length > 0 || body.all) return c.json({ replayed } satisfies ReplayReply);
    const hint = 'It may have been sent again meanwhile; load the list again.';
    throw new ApiError('notFound', `No message ${body.id} was given up.`, hint);
  });
  app.get(API.channels, (c) =>
    c.json({
      channels: channelStandings(channels, store).map(encodeChannel),
    } satisfies ChannelsReply),
  );
  app.post(API.testChannel, guard, async (c) => {
    const body = await readBody(c, TestBody);
    const { signal } = c.req.raw;
    const context = { store, channels, nowMs, pageUrl, signal };
    const attempts = await testChannel(body.name, body.by, context);
    if (attempts) {
      return c.json({ attempts: attempts.map(encodeAttempt) } satisfies ChannelTestReply);
    }
    const hint = 'Channels stand in the config; a change of it needs a start.';
    throw new ApiError('notFound', `There is no channel ${body.name}.`, hint);
  });
  app.get(API.journal, (c) => {
    const notes = store.notices.notes(limitOf(c.req.query('limit')));
    const shown = notes.map(({ atMs, ...note }) => ({ at: isoTime(atMs), ...note }));
    return c.json({ notes: shown } satisfies JournalReply);
  });
  return app;
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 50);
  if (Number.isInteger(limit) && limit >= 1 && limit <= ROWS_MAX) return limit;
  throw new ApiError('badParameter', 'limit is no number of rows.', `Ask for 1 to ${ROWS_MAX}.`);
}

function encodeDelivery({ entry, attempts }: Delivery): DeliveryReply {
  const { id, endpointId, type, state, createdAtMs, nextAttemptAtMs } = entry;
  const [alarm, ...group] = JSON.parse(entry.alarmKey) as KeyParts; // Written by alarmKey().
  const isOpen = state === 'pending' || state === 'sending';
  return {
    id,
    channel: endpointId,
    type,
    alarm,
    group: Object.fromEntries(group.filter((pair) => Array.isArray(pair))),
    state,
    detail: entry.detail,
    owedSince: isoTime(createdAtMs),
    next: isOpen ? isoTime(nextAttemptAtMs) : null,
    attempts: attempts.map(encodeAttempt),
  };
}

function encodeChannel({ sinceMs, ...standing }: ChannelStanding): ChannelReply {
  return { ...standing, since: sinceMs === null ? null : isoTime(sinceMs) };
}

type KeyParts = [string, ...[string, string][]];

function encodeAttempt(one: DeliveryAttempt): AttemptReply {
  const { attempt, atMs, tookMs, outcome, statusCode, detail, reply, nextAttemptAtMs } = one;
  const next = nextAttemptAtMs === null ? null : isoTime(nextAttemptAtMs);
  return { attempt, at: isoTime(atMs), tookMs, outcome, status: statusCode, detail, reply, next };
}
