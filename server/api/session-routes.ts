/** Routes by which people come and go: who asks, sign-in, sign-out, password, and links. */
import { Hono, type Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { ACCESS_API, NOBODY_KNOWN, type SessionReply } from '../../shared/access-contract.ts';
import type { Access } from '../access/access.ts';
import { useInvite } from '../access/invites.ts';
import type { Person } from '../access/person.ts';
import { hashOf } from '../access/secret.ts';
import { TryLimit } from '../access/try-limit.ts';
import { saveUser, userOf } from '../access/users.ts';
import { ApiError } from './api-error.ts';
import { knockOf } from './knock.ts';
import { whoAsks } from './who.ts';
import { guardWrite, readBody } from './write-guard.ts';

const name = z.string().min(1).max(100);
const password = z.string().min(1).max(1000);

/** What `POST /api/v1/session/sign-in` is sent. */
export const SignInBody = z.strictObject({ name, password });
/** What `POST /api/v1/session/password` is sent. */
export const PasswordBody = z.strictObject({ old: password, new: password });
/** What `POST /api/v1/session/link` is sent. */
export const LinkBody = z.strictObject({ link: z.string().min(1).max(200) });
/** What `POST /api/v1/session/invite` is sent. */
export const UseInviteBody = z.strictObject({ invite: z.string().min(1).max(200), password });
/** What `POST /api/v1/session/sign-out` is sent. */
export const NoBody = z.strictObject({});

export function sessionRoutes(access: Access): Hono {
  const app = new Hono();
  const guard = guardWrite(access.settings.pageUrl);
  const limit = new TryLimit();
  app.use('/api/v1/session/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.get(ACCESS_API.session, (c) => {
    c.header('cache-control', 'no-store');
    return c.json(sessionReply(c, access));
  });
  app.post(ACCESS_API.signIn, guard, (c) => signIn(c, access, limit));
  app.post(ACCESS_API.signOut, guard, async (c) => {
    await readBody(c, NoBody);
    const { sessionHash } = whoAsks(c);
    if (sessionHash !== null) access.store.endSession(sessionHash);
    deleteCookie(c, access.cookieName, cookieOptions(access));
    return c.json(signedOut(access));
  });
  app.post(ACCESS_API.password, guard, (c) => changePassword(c, access, limit));
  app.post(ACCESS_API.openLink, guard, (c) => openLink(c, access, limit));
  app.post(ACCESS_API.useInvite, guard, (c) => byInvite(c, access, limit));
  return app;
}

async function signIn(c: Context, access: Access, limit: TryLimit): Promise<Response> {
  const body = await readBody(c, SignInBody);
  holdBack(c, access, limit, body.name);
  const user = await userOf(body.name, body.password, access.store);
  const note = { atMs: access.nowMs(), who: body.name, subject: access.addressOf(knockOf(c)) };
  if (!user) {
    access.store.addAudit({ ...note, action: 'signIn.failed', detail: '' });
    throw new ApiError('signedOut', 'Name or password is wrong.', 'Ask an admin for a new one.');
  }
  access.store.addAudit({ ...note, who: user.name, action: 'signIn', detail: 'password' });
  beginSession(c, access, access.begin(user.name, 'password', user));
  return c.json(replyFor({ ...user, how: 'password' }, access));
}

async function changePassword(c: Context, access: Access, limit: TryLimit): Promise<Response> {
  const body = await readBody(c, PasswordBody);
  const { name: who, how } = whoAsks(c);
  if (how !== 'password') {
    throw new ApiError('forbidden', 'There is no password to change.', 'Ask who knows you.');
  }
  holdBack(c, access, limit, who);
  const user = await userOf(who, body.old, access.store);
  if (!user) throw new ApiError('forbidden', 'The old password is wrong.', 'Try again.');
  if (body.old === body.new) {
    throw new ApiError('badParameter', 'That is the old password.', 'Choose another one.');
  }
  const saved = await saveUser({ ...user, password: body.new }, access.store, access.nowMs());
  if (!saved.ok) throw new ApiError('badParameter', saved.problem, 'Choose another one.');
  // All sessions have ended with the old password; this is the first of the new one.
  beginSession(c, access, access.begin(user.name, 'password', user));
  return c.json(replyFor({ ...saved.value, how }, access));
}

/** A link gives a session that sees what the link was made for, and ends with it. */
async function openLink(c: Context, access: Access, limit: TryLimit): Promise<Response> {
  const { link } = await readBody(c, LinkBody);
  holdBack(c, access, limit, link.slice(0, 20));
  const found = access.tokenOf('link', link);
  if (!found) {
    const hint = 'It may have expired or been revoked: ask for a new one.';
    throw new ApiError('notFound', 'There is no such link.', hint);
  }
  const { id, name: called, tenants, search } = found;
  const atMs = access.nowMs();
  access.store.addAudit({
    atMs,
    who: `link ${called}`,
    action: 'openLink',
    subject: id,
    detail: access.addressOf(knockOf(c)),
  });
  access.store.useToken(id, atMs);
  const granted = { role: 'viewer', tenants } as const;
  beginSession(c, access, access.begin(`link ${called}`, 'link', granted, id));
  return c.json({ search });
}

/** An invite sets the password of the user that it was made for, once. */
async function byInvite(c: Context, access: Access, limit: TryLimit): Promise<Response> {
  const { invite, password: chosen } = await readBody(c, UseInviteBody);
  holdBack(c, access, limit, invite.slice(0, 20));
  const found = access.tokenOf('invite', invite);
  if (!found) {
    const hint = 'It holds for two days, and for once: ask an admin for a new one.';
    throw new ApiError('notFound', 'There is no such invite.', hint);
  }
  const ask = { name: found.search, password: chosen };
  const saved = await useInvite(ask, access.store, access.nowMs());
  if (!saved.ok) throw new ApiError('badParameter', saved.problem, 'Choose another one.');
  const note = { atMs: access.nowMs(), who: found.search, action: 'useInvite', subject: found.id };
  access.store.addAudit({ ...note, detail: access.addressOf(knockOf(c)) });
  beginSession(c, access, access.begin(found.search, 'password', saved.value));
  return c.json(replyFor({ ...saved.value, how: 'password' }, access));
}

function holdBack(c: Context, access: Access, limit: TryLimit, who: string): void {
  const waitSeconds = limit.count(who, access.addressOf(knockOf(c)), access.nowMs());
  if (waitSeconds === null) return;
  c.header('retry-after', String(waitSeconds));
  const hint = `Wait ${waitSeconds} seconds; whoever has signed in stays so.`;
  throw new ApiError('tooOften', 'Too many tries.', hint);
}

/** Gives a browser its session, and ends the one that it had: nobody else's goes on under it. */
export function beginSession(c: Context, access: Access, secret: string): void {
  const before = knockOf(c).cookie(access.cookieName);
  if (before !== null) access.store.endSession(hashOf(before));
  const maxAge = Math.floor(access.settings.sessionMaxMs / 1000);
  setCookie(c, access.cookieName, secret, { ...cookieOptions(access), maxAge });
}

function cookieOptions({ isSecure: secure }: Access) {
  return { path: '/', httpOnly: true, secure, sameSite: 'Strict' } as const;
}

function sessionReply(c: Context, access: Access): SessionReply {
  if (!access.settings.isRequired) return { state: 'open', ...NOBODY_KNOWN, provider: null };
  const person = access.personOf(knockOf(c));
  return person ? replyFor(person, access) : signedOut(access);
}

function replyFor(
  person: Pick<Person, 'name' | 'role' | 'tenants' | 'how' | 'mustChange'>,
  access: Access,
): SessionReply {
  const { name: who, role, tenants, how: way, mustChange } = person;
  const how = way === 'open' ? null : way;
  const hasPassword = how === 'password';
  const known = { who, role, tenants, how, hasPassword, mustChange };
  return { state: 'signedIn', ...known, provider: providerOf(access) };
}

function signedOut(access: Access): SessionReply {
  return { state: 'signedOut', ...NOBODY_KNOWN, provider: providerOf(access) };
}

function providerOf({ settings }: Access): string | null {
  return settings.oidc?.label ?? null;
}
