/** `GET /api/v1/events`: what changes, told as it does, as server-sent events. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import type { LiveMessage } from '../../shared/live.ts';
import { ApiError } from './api-error.ts';
import { LISTENERS_MAX, type LiveFeed, type Listener } from './live-feed.ts';

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 20_000;
/** Messages that wait for a slow reader; one that falls so far behind comes back by itself. */
const BEHIND_MAX = 64;
/** How long a browser waits before it comes back by itself. */
const RETRY_MS = 2_000;

export function liveRoutes(feed: LiveFeed): Hono {
  return new Hono().get(API.events, (c) => {
    const stream = streamOf(feed);
    if (stream === null) {
      const hint = 'The page then asks by itself; close pages that nobody looks at.';
      throw new ApiError('busy', `${LISTENERS_MAX} pages listen already.`, hint);
    }
    c.header('content-type', 'text/event-stream; charset=utf-8');
    c.header('cache-control', 'no-store');
    c.header('x-accel-buffering', 'no'); // nginx would hold events back.
    return c.body(stream);
  });
}

/** A stream of bytes that lasts as long as its reader or the feed; null when there is no room. */
function streamOf(feed: LiveFeed): ReadableStream<Uint8Array> | null {
  const encoder = new TextEncoder();
  let listener: Listener | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  let hasRoom = false;
  const stop = (): void => {
    clearInterval(heartbeat);
    if (listener) feed.leave(listener);
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): void => {
          if ((controller.desiredSize ?? 0) > -BEHIND_MAX) {
            return controller.enqueue(encoder.encode(text));
          }
          stop();
          controller.error(new Error('The reader is too slow.'));
        };
        listener = {
          send: (message) => write(textOf(message)),
          end: () => {
            clearInterval(heartbeat);
            controller.close();
          },
        };
        write(`retry: ${RETRY_MS}\n\n`);
        hasRoom = feed.join(listener);
        if (!hasRoom) return;
        heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
        heartbeat.unref();
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  );
  return hasRoom ? stream : null;
}

/** JSON holds no line break, so that one line holds it. */
function textOf({ event, data }: LiveMessage): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
