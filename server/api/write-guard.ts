/** What stands before every route that changes something: only this page and programs get in. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { every } from 'hono/combine';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';
import { whoAsks } from './who.ts';

const BODY_BYTES_MAX = 65_536;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Guards one route that writes: `app.post(path, guardWrite(pageUrl), handler)`.
 *
 * The server has no log-in, and whoever opens it may be tricked into opening another page as well.
 * A browser says from where a request comes and lets no stranger send JSON without asking; a
 * program says nothing of the kind and is let in. Whose name was called is checked for all routes.
 *
 * @param pageUrl address of the page as people reach it; a proxy may call us by another name.
 */
export function guardWrite(pageUrl: string): MiddlewareHandler {
  return every(refuseStrangers(new URL(pageUrl).origin), requireJson, limitBody);
}

function refuseStrangers(pageOrigin: string): MiddlewareHandler {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    const isSameSite = site === undefined || site === 'same-origin';
    if (!isSameSite || !isOurs(c, pageOrigin)) {
      const hint = 'Use the page of Outcrop, or set pageUrl to the address that a proxy gives it.';
      throw new ApiError('crossSite', 'Another site may not change anything here.', hint);
    }
    await next();
  };
}

/** Two ports of one machine are two origins: another program's page is a stranger too. */
function isOurs(c: Context, pageOrigin: string): boolean {
  const origin = c.req.header('origin');
  if (origin === undefined || origin === pageOrigin) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === c.req.header('host')?.toLowerCase();
}

const requireJson: MiddlewareHandler = async (c, next) => {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    const hint = 'Send the header `content-type: application/json` and a body of JSON.';
    throw new ApiError('notJson', 'The request is not JSON.', hint);
  }
  await next();
};

const limitBody = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw new ApiError(
      'tooLarge',
      'The body is too large.',
      `Send at most ${BODY_BYTES_MAX} bytes.`,
    );
  },
});

/** Reads the body by its schema; an empty one is `{}`. @throws ApiError with the path at fault */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = parseSigned(c, schema, await readJson(c));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  const message = `The body is wrong: ${where === '' ? '' : `${where}: `}${issue?.message ?? ''}.`;
  throw new ApiError('badParameter', message, 'See /api/v1/openapi.json.');
}

/** Whoever is known signs with that name, whatever the body says; some bodies bear no name. */
function parseSigned<Schema extends z.ZodType>(c: Context, schema: Schema, body: unknown) {
  const { name: by, how } = whoAsks(c);
  if (how === 'open' || !isObject(body)) return schema.safeParse(body);
  const signed = schema.safeParse({ ...body, by });
  return signed.success ? signed : schema.safeParse(body);
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError('notJson', 'The body is no JSON.', 'Send an object such as {"id": "x"}.');
  }
}
