/** What is known of a request before anything of it is believed. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Knock } from '../access/access.ts';

export function knockOf(c: Context): Knock {
  // The guarantee: the server puts its socket there; without one, as in tests, there is nothing.
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return {
    peer: incoming?.socket.remoteAddress ?? '',
    header: (name) => c.req.header(name) ?? null,
    cookie: (name) => getCookie(c, name) ?? null,
  };
}
