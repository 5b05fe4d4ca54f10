/** The app before there is an admin: it answers the printed link, and nothing else. */
import { Hono } from 'hono';
import { z } from 'zod';
import { ACCESS_API, NOBODY_KNOWN, type SessionReply } from '../../shared/access-contract.ts';
import type { Access } from '../access/access.ts';
import { isSameText } from '../access/secret.ts';
import { TryLimit } from '../access/try-limit.ts';
import { saveUser } from '../access/users.ts';
import { ApiError } from './api-error.ts';
import { answerErrors, checkHost, headersOf } from './edge.ts';
import { knockOf } from './knock.ts';
import { pageRoutes, type PageFiles } from './page-routes.ts';
import { beginSession } from './session-routes.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface SetUpParts {
  readonly access: Access;
  readonly page: PageFiles;
  readonly hosts: ReadonlySet<string>;
  /** What the printed link holds. */
  readonly secret: string;
  readonly onInternalError: (error: unknown) => void;
  /** Told when the first admin is there. */
  readonly onDone: () => void;
}

const Body = z.strictObject({
  secret: z.string().max(100),
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
});

const NOBODY: SessionReply = { state: 'setUp', ...NOBODY_KNOWN, provider: null };

/** Puts the app together; it opens no socket. */
export function createSetUpApp(parts: SetUpParts): Hono {
  const { access, secret } = parts;
  const { pageUrl } = access.settings;
  const app = new Hono();
  const limit = new TryLimit();
  app.use(headersOf(pageUrl));
  app.use(checkHost(parts.hosts));
  app.use('/api/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.get(ACCESS_API.session, (c) => c.json(NOBODY));
  app.post(ACCESS_API.setUp, guardWrite(pageUrl), async (c) => {
    const { name, password, secret: given } = await readBody(c, Body);
    const address = access.addressOf(knockOf(c));
    if (limit.count('set-up', address, access.nowMs()) !== null) {
      throw new ApiError('tooOften', 'Too many tries.', 'Wait a minute.');
    }
    if (!isSameText(given, secret) || access.store.users().length > 0) {
      throw new ApiError('forbidden', 'The link does not hold.', 'Start again for a new one.');
    }
    const ask = { name, role: 'admin', tenants: null, password } as const;
    const saved = await saveUser(ask, access.store, access.nowMs());
    if (!saved.ok) throw new ApiError('badParameter', saved.problem, 'Choose another one.');
    const atMs = access.nowMs();
    const event = { atMs, who: saved.value.name, action: 'setUp', subject: address, detail: '' };
    access.store.addAudit(event);
    beginSession(c, access, access.begin(saved.value.name, 'password', saved.value));
    parts.onDone();
    return c.json({ ...NOBODY, state: 'signedIn', who: saved.value.name, role: 'admin' });
  });
  app.all('*', async (c, next) => {
    if (c.req.method === 'GET' && !c.req.path.startsWith('/api/')) return next();
    const hint = 'Open the link that Outcrop printed when it started.';
    throw new ApiError('signedOut', 'There is no admin yet.', hint);
  });
  app.route('/', pageRoutes(parts.page));
  answerErrors(app, parts.onInternalError);
  return app;
}
