/** Routes by which people are left in peace: silences, acknowledgements, and their end. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import type { SilenceReply, SilencesReply } from '../../shared/notify-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { Silence } from '../alarm/mute.ts';
import { acknowledge, endSilence, parseSpan, silence, type HushAsk } from '../job/hush.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from './api-error.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface HushParts {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly pageUrl: string;
}

const name = z.string().min(1).max(200);

/** What `POST /api/v1/silences` and `.../acknowledge` are sent. */
export const HushBody = z.strictObject({
  alarm: name,
  group: z.record(name, z.string().max(500)).default({}),
  for: z.string().default('2h').describe('How long: `30m`, `2h` or `7d`.'),
  by: name.default('somebody'),
  comment: z.string().max(1000).default(''),
});

/** What `POST /api/v1/silences/end` is sent. */
export const EndBody = z.strictObject({ id: name, by: name.default('somebody') });

export function hushRoutes({ store, nowMs, pageUrl }: HushParts): Hono {
  const app = new Hono();
  const guard = guardWrite(pageUrl);
  app.get(API.silences, (c) => {
    return c.json(replyOf(store.silences().filter(({ endMs }) => endMs > nowMs())));
  });
  app.post(API.silences, guard, async (c) => {
    return c.json(replyOf([silence(askOf(await readBody(c, HushBody)), store, nowMs())]));
  });
  app.post(API.acknowledge, guard, async (c) => {
    const body = await readBody(c, HushBody);
    const made = acknowledge(askOf(body), store, nowMs());
    if (made.length > 0) return c.json(replyOf(made));
    const hint = 'It may have been resolved meanwhile; load the list again.';
    throw new ApiError('notFound', `No alarm ${body.alarm} stands.`, hint);
  });
  app.post(API.endSilence, guard, async (c) => {
    const body = await readBody(c, EndBody);
    const ended = endSilence(body, store, nowMs());
    if (ended) return c.json(replyOf([ended]));
    throw new ApiError('notFound', `There is no silence ${body.id}.`, 'Load the list again.');
  });
  return app;
}

function askOf(body: z.output<typeof HushBody>): HushAsk {
  const forMs = parseSpan(body.for);
  if (forMs === null) {
    throw new ApiError('badParameter', `for: ${body.for} is no time.`, 'Write 30m, 2h or 7d.');
  }
  const { alarm, group, by, comment } = body;
  return { alarm, group, forMs, by, comment };
}

function replyOf(silences: readonly Silence[]): SilencesReply {
  return { silences: silences.map(encode) };
}

function encode({ startMs, endMs, openedAtMs, ...one }: Silence): SilenceReply {
  const kind = openedAtMs === null ? 'silence' : 'acknowledged';
  return { ...one, kind, from: isoTime(startMs), to: isoTime(endMs) };
}
