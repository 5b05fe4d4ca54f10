/** What stands around all routes: headers, the check of the name we are called by, and errors. */
import type { Hono, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { QueryError } from '../query/run-query.ts';
import { TooMuchToReadError } from '../store/store.ts';
import { ApiError } from './api-error.ts';

/** What every reply carries; a file of a report has a policy of its own. */
export function headersOf(pageUrl: string): MiddlewareHandler {
  return secureHeaders({
    // On plain http, as on loopback, browsers would not take it.
    strictTransportSecurity: pageUrl.startsWith('https:') && 'max-age=31536000',
    referrerPolicy: 'no-referrer',
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"], // A report is looked at in a frame.
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      requireTrustedTypesFor: ["'script'"],
    },
  });
}

/** A page of a stranger could point its own name at this address (DNS rebinding). */
export function checkHost(hosts: ReadonlySet<string>): MiddlewareHandler {
  return async (c, next) => {
    if (!hosts.has(hostOf(c.req.header('host') ?? ''))) {
      const hint = 'Open the address that Outcrop printed, or set pageUrl in the config.';
      throw new ApiError('badHost', 'This server does not answer to that host name.', hint);
    }
    await next();
  };
}

export function answerErrors(app: Hono, onInternalError: (error: unknown) => void): void {
  app.onError((error, c) => {
    const known = toApiError(error);
    if (known.code === 'internal') onInternalError(error);
    return c.json(known.reply, known.status);
  });
}

function hostOf(header: string): string {
  return header.replace(/:\d+$/, '').toLowerCase();
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof QueryError || error instanceof TooMuchToReadError)
    return new ApiError('tooLarge', error.message, error.hint);
  const hint = 'The log of the server tells more.';
  return new ApiError('internal', 'Outcrop failed to answer.', hint);
}
