/** Routes of users, tokens, links and the audit log. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { ROLES } from '../../shared/access.ts';
import {
  ACCESS_API,
  TOKEN_POWERS,
  type AuditReply,
  type ChainReply,
  type TokensReply,
  type UsersReply,
} from '../../shared/access-contract.ts';
import type { Result } from '../../shared/result.ts';
import { VIEW_SEARCH_CHARS_MAX } from '../../shared/saved-views.ts';
import { isoTime } from '../../shared/window.ts';
import type { Access } from '../access/access.ts';
import { createToken, tokenState, type TokenAsk } from '../access/tokens.ts';
import { checkAudit } from '../store/audit-chain.ts';
import { inviteUser } from '../access/invites.ts';
import { removeUser, saveUser, switchUser, userName, userState } from '../access/users.ts';
import { ApiError } from './api-error.ts';
import { whoAsks } from './who.ts';
import { guardWrite, readBody } from './write-guard.ts';

const name = z.string().trim().min(1).max(100);
const tenants = z.array(z.string().max(256)).nullable().default(null);

/** What `POST /api/v1/users` is sent; without a password that of a known user stays. */
export const UserBody = z.strictObject({
  name,
  role: z.enum(ROLES),
  tenants: tenants.describe('The only tenants that a viewer sees; null for all.'),
  password: z
    .string()
    .max(1000)
    .nullable()
    .default(null)
    .describe('For once: the user chooses another at the first sign-in.'),
  isInvited: z.boolean().default(false).describe('A new user without one, who gets an invite.'),
});

/** What `POST /api/v1/users/invite` is sent. */
export const InviteBody = z.strictObject({ name });

/** What `POST /api/v1/users/switch` is sent. */
export const SwitchUserBody = z.strictObject({ name, isDisabled: z.boolean() });

/** What `POST /api/v1/users/delete` is sent. */
export const DeleteUserBody = z.strictObject({ name });

/** What `POST /api/v1/tokens` is sent. */
export const TokenBody = z.strictObject({
  name,
  power: z.enum(TOKEN_POWERS).default('read'),
  tenants,
  days: z.int().default(90).describe('How long it holds, at most 366.'),
});

/** What `POST /api/v1/links` is sent. */
export const ShareBody = z.strictObject({
  name: name.default('a view'),
  search: z
    .string()
    .max(VIEW_SEARCH_CHARS_MAX)
    .regex(/^(\?.*)?$/, 'begin with ?')
    .default(''),
  tenants,
  days: z.int().default(7).describe('How long it holds, at most 90.'),
});

/** What `POST /api/v1/tokens/revoke` is sent. */
export const RevokeBody = z.strictObject({ id: z.string().min(1).max(40) });

const AUDIT_ROWS_MAX = 500;

export function accessRoutes(access: Access): Hono {
  const { store } = access;
  const app = new Hono();
  const guard = guardWrite(access.settings.pageUrl);
  const noStore = { 'cache-control': 'no-store' };
  app.get(ACCESS_API.users, (c) => c.json(usersReply(access), 200, noStore));
  app.post(ACCESS_API.users, guard, async (c) => {
    const body = await readBody(c, UserBody);
    // One's own is no secret of somebody else.
    const isForOnce = userName(body.name) !== whoAsks(c).name;
    orWrong(await saveUser({ ...body, isForOnce }, store, access.nowMs()));
    return c.json(usersReply(access), 200, noStore);
  });
  app.post(ACCESS_API.inviteUser, guard, async (c) => {
    const ask = { name: (await readBody(c, InviteBody)).name, by: whoAsks(c).name };
    const invite = orWrong(inviteUser(ask, store, access.nowMs()));
    return c.json({ ...usersReply(access), invite }, 200, noStore);
  });
  app.post(ACCESS_API.switchUser, guard, async (c) => {
    orWrong(switchUser(await readBody(c, SwitchUserBody), store, access.nowMs()));
    return c.json(usersReply(access), 200, noStore);
  });
  app.post(ACCESS_API.deleteUser, guard, async (c) => {
    orWrong(removeUser((await readBody(c, DeleteUserBody)).name, store));
    return c.json(usersReply(access), 200, noStore);
  });
  app.get(ACCESS_API.tokens, (c) => c.json(tokensReply(access), 200, noStore));
  app.post(ACCESS_API.tokens, guard, async (c) => {
    const body = await readBody(c, TokenBody);
    return made(c, access, { ...body, kind: 'token', search: '' });
  });
  app.post(ACCESS_API.links, guard, async (c) => {
    const body = await readBody(c, ShareBody);
    return made(c, access, { ...body, kind: 'link', power: 'read' });
  });
  app.post(ACCESS_API.revokeToken, guard, async (c) => {
    const { id } = await readBody(c, RevokeBody);
    if (store.revokeToken(id, access.nowMs())) return c.json(tokensReply(access), 200, noStore);
    throw new ApiError('notFound', `No token ${id} holds.`, 'Load the list again.');
  });
  app.get(ACCESS_API.auditChain, (c) => {
    const problem = checkAudit(store);
    const reply: ChainReply = { ok: problem === null, ...store.auditHead(), problem };
    return c.json(reply, 200, noStore);
  });
  app.get(ACCESS_API.audit, (c) => c.json(auditReply(c, access), 200, noStore));
  return app;
}

function made(c: Context, access: Access, ask: Omit<TokenAsk, 'by'>): Response {
  const by = whoAsks(c).name;
  const { secret } = orWrong(createToken({ ...ask, by }, access.store, access.nowMs()));
  // An editor shares a view and is told its link; the list is for admins.
  const { tokens } = ask.kind === 'link' ? { tokens: [] } : tokensReply(access);
  return c.json({ tokens, secret }, 200, { 'cache-control': 'no-store' });
}

function orWrong<Value>(result: Result<Value, string>): Value {
  if (result.ok) return result.value;
  throw new ApiError('badParameter', result.problem, 'See docs/access.md.');
}

function usersReply({ store }: Access): UsersReply {
  const users = store.users().map((user) => {
    const { name: of, role, tenants: only, createdAtMs } = user;
    const createdAt = isoTime(createdAtMs);
    return { name: of, role, tenants: only, createdAt, state: userState(user) };
  });
  return { users };
}

function tokensReply({ store, nowMs }: Access): TokensReply {
  const tokens = store.tokens().map((one) => ({
    id: one.id,
    kind: one.kind,
    name: one.name,
    power: one.power,
    tenants: one.tenants,
    search: one.search,
    createdBy: one.createdBy,
    createdAt: isoTime(one.createdAtMs),
    expiresAt: isoTime(one.expiresAtMs),
    usedAt: one.usedAtMs === null ? null : isoTime(one.usedAtMs),
    state: tokenState(one, nowMs()),
  }));
  return { tokens };
}

function auditReply(c: Context, { store }: Access): AuditReply {
  const limit = numberOf(c.req.query('limit'), 50, AUDIT_ROWS_MAX);
  const beforeSeq = numberOf(c.req.query('before'), Number.MAX_SAFE_INTEGER);
  const found = store.audit({ beforeSeq, limit });
  const last = found.at(-1)?.seq ?? 1;
  return {
    events: found.map(({ atMs, ...event }) => ({ at: isoTime(atMs), ...event })),
    next: found.length === limit && last > 1 ? last : null,
  };
}

function numberOf(text: string | undefined, usual: number, max = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text ?? usual);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new ApiError('badParameter', `"${text}" is no number of rows.`, `Write 1 to ${max}.`);
}
