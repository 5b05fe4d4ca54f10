/** The one gate before all routes: who asks, whether they may, and a note of what they changed. */
import type { Context, MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import { mayAsk, type AccessWord } from '../../shared/access.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { ApiError } from './api-error.ts';
import { noteOf } from './audit-note.ts';
import { createHoldBack } from './hold-back.ts';
import { knockOf } from './knock.ts';
import { ROUTES } from './route-access.ts';
import { tellWho } from './who.ts';

const WORD_OF: ReadonlyMap<string, AccessWord> = new Map(
  ROUTES.map(({ method, path, access }) => [`${method} ${path}`, access]),
);

/** What somebody may whose password is still that of an admin. */
const BEFORE_ALL_ELSE: ReadonlySet<string> = new Set([ACCESS_API.password, ACCESS_API.signOut]);

/** Lets in who may ask; a route that is not in the table answers to nobody. */
export function accessGate(access: Access): MiddlewareHandler {
  const holdBack = createHoldBack(access);
  return async (c, next) => {
    const word = wordOf(c);
    // Files of the page are the same for all, and asked for often.
    if (word === 'anyone' && !c.req.path.startsWith('/api/')) return next();
    const person = access.personOf(knockOf(c));
    holdBack(c, person);
    check(c, word, person);
    if (person) tellWho(c, person);
    await next();
    if (person && isNoted(c, word)) await note(access, c, person);
  };
}

/** The path as the router sees it; what is no route of ours is a file of the page. */
export function wordOf(c: Context): AccessWord | null {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  const { path } = c.req;
  const word = WORD_OF.get(`${method} ${path}`);
  if (word !== undefined) return word;
  const isPage = method === 'GET' && !/^\/+api(\/|$)/i.test(path);
  return isPage ? 'anyone' : null;
}

function check(c: Context, word: AccessWord | null, person: Person | null): void {
  if (word === 'anyone') return;
  if (person === null) {
    c.header('cache-control', 'no-store');
    throw new ApiError('signedOut', 'Nobody has signed in.', 'Sign in, or send a token.');
  }
  if (word === null) {
    const isOther = c.req.method !== 'GET' && c.req.method !== 'POST';
    if (isOther) return; // Told below which methods there are.
    throw new ApiError('notFound', `There is no ${c.req.path}.`, 'See /api/v1/openapi.json.');
  }
  const problem = refusalOf(c.req.path, word, person);
  if (problem) throw problem;
  refuseForgery(c, person);
}

/** Why somebody known is not answered; null for who is. */
function refusalOf(path: string, word: AccessWord, person: Person): ApiError | null {
  if (person.mustChange && !BEFORE_ALL_ELSE.has(path)) {
    const hint = 'Open the page, or POST to /api/v1/session/password.';
    return new ApiError('forbidden', 'Your password is for once: choose your own first.', hint);
  }
  const isRefused = person.onlyMetrics && path !== '/metrics';
  if (!isRefused && mayAsk(word, person)) return null;
  const hint =
    person.tenants === null
      ? `It takes more than the role ${person.role}: ask an admin.`
      : 'You see some tenants only, and this tells of all.';
  return new ApiError('forbidden', 'You may not do that.', hint);
}

/** A cookie is sent by any page that a browser shows: what changes something must say whence. */
function refuseForgery(c: Context, { how, sessionHash }: Person): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || how === 'token' || how === 'open')
    return;
  const saysWhence = c.req.header('origin') ?? c.req.header('sec-fetch-site');
  if (saysWhence !== undefined || (sessionHash === null && how !== 'proxy')) return;
  const hint = 'Programs send a token in the header authorization.';
  throw new ApiError('crossSite', 'The request does not say which page it is from.', hint);
}

/** What is changed, and what leaves the house as a file. */
function isNoted(c: Context, word: AccessWord | null): boolean {
  if (c.error !== undefined || c.res.status >= 400 || word === 'anyone') return false;
  return c.req.method === 'POST' || c.req.path === API.reportFile;
}

async function note(access: Access, c: Context, { name: who }: Person): Promise<void> {
  access.store.addAudit({ atMs: access.nowMs(), who, ...(await noteOf(c)) });
}
