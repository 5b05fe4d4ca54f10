/** The doors for what AWS pushes: each shut unless the config names its key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { INTAKE_BYTES_MAX, takeEvents, type Intake, type IntakeKeys } from '../job/intake.ts';

export const FIREHOSE_PATH = '/intake/firehose';
export const EVENTS_PATH = '/intake/events';

/** Told to nobody but whoever reads the log of the sender. */
const MESSAGES = {
  denied: 'The key is not the one in the config of Outcrop.',
  tooLarge: 'The request is too large: set a smaller buffer in the stream.',
  badRequest: 'This is no request of Amazon Data Firehose.',
} as const;

/** Routes of the doors that are open; senders prove themselves by key, whatever name they call. */
export function intakeRoutes(keys: IntakeKeys, parts: Intake): Hono {
  const app = new Hono();
  const { firehoseKey, eventsKey } = keys;
  if (firehoseKey !== null) app.route('/', firehoseRoute(firehoseKey, parts));
  if (eventsKey !== null) app.route('/', eventsRoute(eventsKey, parts));
  return app;
}

function firehoseRoute(key: string, { take, nowMs }: Intake): Hono {
  const app = new Hono();
  const reply = (c: Context, status: 200 | 400 | 401 | 413 | 503, message?: string): Response => {
    const requestId = c.req.header('x-amz-firehose-request-id') ?? '';
    const timestamp = nowMs();
    return c.json({ requestId, timestamp, ...(message && { errorMessage: message }) }, status);
  };
  app.post(
    FIREHOSE_PATH,
    async (c, next) => {
      const given = c.req.header('x-amz-firehose-access-key') ?? '';
      if (!isSame(given, key)) return reply(c, 401, MESSAGES.denied);
      return next(); // Before the body is read: a stranger makes us hold nothing.
    },
    bodyLimit({
      maxSize: INTAKE_BYTES_MAX,
      onError: (c) => reply(c, 413, MESSAGES.tooLarge),
    }),
    async (c) => {
      const body = Buffer.from(await c.req.arrayBuffer());
      const isGzip = c.req.header('content-encoding') === 'gzip';
      const streamArn = c.req.header('x-amz-firehose-source-arn') ?? '';
      const taken = await take({ body, isGzip, streamArn });
      if (taken.ok) return c.json({ requestId: taken.value, timestamp: nowMs() });
      return reply(c, taken.problem === 'tooLarge' ? 413 : 400, MESSAGES[taken.problem]);
    },
  );
  return app;
}

/** An event has at most 256 KB; an API destination sends one at a time. */
const EVENTS_BYTES_MAX = 1024 ** 2;

function eventsRoute(key: string, { store }: Intake): Hono {
  const app = new Hono();
  app.post(
    EVENTS_PATH,
    async (c, next) => {
      const given = c.req.header('x-api-key') ?? '';
      if (!isSame(given, key)) return c.json({ message: MESSAGES.denied }, 401);
      return next();
    },
    bodyLimit({
      maxSize: EVENTS_BYTES_MAX,
      onError: (c) => c.json({ message: 'The event is too large.' }, 413),
    }),
    async (c) => {
      const taken = takeEvents(await c.req.text(), store);
      if (taken.ok) return c.json({ stored: taken.value });
      return c.json({ message: 'This is no event of EventBridge.' }, 400);
    },
  );
  return app;
}

/** Compares in a time that tells nothing of the key. */
function isSame(given: string, key: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(key));
}
