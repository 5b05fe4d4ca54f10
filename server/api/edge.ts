/** What stands around all routes: headers, the check of the name we are called by, and errors. */
import type { Hono, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { QueryError } from '../query/run-query.ts';
import { StoreError, TooMuchToReadError } from '../store/store.ts';
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
      trustedTypes: ["'none'"], // No policy of ours makes scripts of texts.
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

/** Answers are about one moment and one asker: no cache on the way keeps them. */
export const keepNothing: MiddlewareHandler = async (c, next) => {
  await next();
  const { path } = c.req;
  if (!/^\/+(api(\/|$)|metrics)/i.test(path) || c.res.headers.has('cache-control')) return;
  c.header('cache-control', 'no-store');
};

/**
 * Another page may not even ask: what it cannot read would still be work, and some questions go
 * on to AWS. Browsers say where a request is from; whoever follows a link is let in.
 */
export const refuseOtherSites: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const isLink = c.req.method === 'GET' && c.req.header('sec-fetch-dest') === 'document';
  const isApi = /^\/+(api(\/|$)|metrics)/i.test(c.req.path);
  if (isApi && !isLink && site !== 'same-origin' && site !== 'none') {
    const hint = 'Use the page of Outcrop; programs send no header sec-fetch-site.';
    throw new ApiError('crossSite', 'Another site may not ask anything here.', hint);
  }
  await next();
};

export function answerErrors(app: Hono, onInternalError: (error: unknown) => void): void {
  app.onError((error, c) => {
    const known = toApiError(error);
    if (known.code === 'internal' || isOfTheDisk(error)) onInternalError(error);
    return c.json(known.reply, known.status);
  });
}

function hostOf(header: string): string {
  return header.replace(/:\d+$/, '').toLowerCase();
}

/** A database that is busy concerns the caller; any other trouble of it the owner. */
function isOfTheDisk(error: unknown): boolean {
  return error instanceof StoreError && error.code !== 'busy';
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // What it says names files of the machine where it is not about what was asked.
  if (error instanceof StoreError && error.code !== 'busy') {
    const hint = 'The log of the server and /readyz tell more; ask again when it is mended.';
    return new ApiError('busy', 'The database cannot be used now.', hint);
  }
  if (error instanceof StoreError) return new ApiError('busy', error.message, error.hint);
  if (error instanceof QueryError || error instanceof TooMuchToReadError)
    return new ApiError('tooLarge', error.message, error.hint);
  const hint = 'The log of the server tells more.';
  return new ApiError('internal', 'Outcrop failed to answer.', hint);
}
