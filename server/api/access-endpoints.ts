/** The endpoints about who may ask, described for machines. */
import { z } from 'zod';
import { ROLES } from '../../shared/access.ts';
import {
  ACCESS_API,
  SIGN_IN_WAYS,
  TOKEN_KINDS,
  TOKEN_POWERS,
  USER_STATES,
  type AuditReply,
  type ChainReply,
  type InviteReply,
  type NewTokenReply,
  type SessionsReply,
  type SessionReply,
  type TokensReply,
  type UsersReply,
} from '../../shared/access-contract.ts';
import * as bodies from './access-routes.ts';
import type { EndpointText } from './endpoint-text.ts';
import { EndSessionBody } from './session-list-routes.ts';
import * as sessions from './session-routes.ts';

const tenants = z.array(z.string()).nullable();

const sessionReply = z.object({
  state: z.enum(['open', 'signedIn', 'signedOut', 'setUp']),
  who: z.string().nullable(),
  role: z.enum(ROLES).nullable(),
  tenants,
  hasPassword: z.boolean(),
  mustChange: z.boolean(),
  how: z.enum(SIGN_IN_WAYS).nullable(),
  provider: z.string().nullable(),
}) satisfies z.ZodType<SessionReply>;

const usersReply = z.object({
  users: z.array(
    z.object({
      name: z.string(),
      role: z.enum(ROLES),
      tenants,
      createdAt: z.string(),
      state: z.enum(USER_STATES),
    }),
  ),
}) satisfies z.ZodType<UsersReply>;
const inviteReply = usersReply.extend({ invite: z.string() }) satisfies z.ZodType<InviteReply>;

const sessionsReply = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      who: z.string(),
      how: z.enum(SIGN_IN_WAYS),
      createdAt: z.string(),
      seenAt: z.string(),
      isOwn: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<SessionsReply>;

const chainReply = z.object({
  ok: z.boolean(),
  seq: z.int(),
  hash: z.string(),
  problem: z.object({ seq: z.int(), message: z.string() }).nullable(),
}) satisfies z.ZodType<ChainReply>;

const tokens = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(TOKEN_KINDS),
    name: z.string(),
    power: z.enum(TOKEN_POWERS),
    tenants,
    search: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    usedAt: z.string().nullable(),
    state: z.enum(['valid', 'expired', 'revoked']),
  }),
);
const tokensReply = z.object({ tokens }) satisfies z.ZodType<TokensReply>;
const newTokenReply = z.object({ tokens, secret: z.string() }) satisfies z.ZodType<NewTokenReply>;

const auditReply = z.object({
  events: z.array(
    z.object({
      seq: z.int(),
      at: z.string(),
      who: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.string(),
      hash: z.string(),
    }),
  ),
  next: z.int().nullable(),
}) satisfies z.ZodType<AuditReply>;

type Post = Pick<EndpointText, 'path' | 'access' | 'summary' | 'reply'> & {
  readonly body: z.ZodType;
};
const post = (endpoint: Post): EndpointText => ({ method: 'post', parameters: [], ...endpoint });

export const ACCESS_ENDPOINTS: readonly EndpointText[] = [
  {
    path: ACCESS_API.session,
    access: 'anyone',
    summary: 'Who asks, what they may, and how one signs in.',
    parameters: [],
    reply: sessionReply,
  },
  post({
    path: ACCESS_API.signIn,
    access: 'anyone',
    summary: 'Sign in by name and password; the reply sets a cookie.',
    body: sessions.SignInBody,
    reply: sessionReply,
  }),
  post({
    path: ACCESS_API.openLink,
    access: 'anyone',
    summary: 'Open a shared link: a session that sees what the link was made for.',
    body: sessions.LinkBody,
    reply: z.object({ search: z.string() }),
  }),
  post({
    path: ACCESS_API.signOut,
    access: 'viewer',
    summary: 'End this session.',
    body: sessions.NoBody,
    reply: sessionReply,
  }),
  post({
    path: ACCESS_API.password,
    access: 'viewer',
    summary: 'Change the own password, which ends all other sessions.',
    body: sessions.PasswordBody,
    reply: sessionReply,
  }),
  post({
    path: ACCESS_API.useInvite,
    access: 'anyone',
    summary: 'Set the own password by an invite, which holds for this once; sets a cookie.',
    body: sessions.UseInviteBody,
    reply: sessionReply,
  }),
  {
    path: ACCESS_API.ownSessions,
    access: 'viewer',
    summary: 'Where who asks has signed in.',
    parameters: [],
    reply: sessionsReply,
  },
  post({
    path: ACCESS_API.endOwnSession,
    access: 'viewer',
    summary: 'End one of the own sessions.',
    body: EndSessionBody,
    reply: sessionsReply,
  }),
  {
    path: ACCESS_API.sessions,
    access: 'admin',
    summary: 'Who has signed in, at most 500, those seen last first.',
    parameters: [],
    reply: sessionsReply,
  },
  post({
    path: ACCESS_API.endSession,
    access: 'admin',
    summary: 'End a session of anybody.',
    body: EndSessionBody,
    reply: sessionsReply,
  }),
  {
    path: ACCESS_API.auditChain,
    access: 'admin',
    summary: 'Whether the audit log is whole: each event bears out the one before it.',
    parameters: [],
    reply: chainReply,
  },
  post({
    path: ACCESS_API.inviteUser,
    access: 'admin',
    summary: 'Make an invite by which a user sets its password; it is told this once.',
    body: bodies.InviteBody,
    reply: inviteReply,
  }),
  post({
    path: ACCESS_API.switchUser,
    access: 'admin',
    summary: 'Keep a user out and end its sessions, or let it in again.',
    body: bodies.SwitchUserBody,
    reply: usersReply,
  }),
  {
    path: ACCESS_API.users,
    access: 'admin',
    summary: 'Local users, by name.',
    parameters: [],
    reply: usersReply,
  },
  post({
    path: ACCESS_API.users,
    access: 'admin',
    summary: 'Make a user, or change it and end its sessions.',
    body: bodies.UserBody,
    reply: usersReply,
  }),
  post({
    path: ACCESS_API.deleteUser,
    access: 'admin',
    summary: 'Remove a user and its sessions.',
    body: bodies.DeleteUserBody,
    reply: usersReply,
  }),
  {
    path: ACCESS_API.tokens,
    access: 'admin',
    summary: 'Tokens and shared links, the newest first; without their secrets.',
    parameters: [],
    reply: tokensReply,
  },
  post({
    path: ACCESS_API.tokens,
    access: 'admin',
    summary: 'Make a token; its secret is told this once.',
    body: bodies.TokenBody,
    reply: newTokenReply,
  }),
  post({
    path: ACCESS_API.revokeToken,
    access: 'admin',
    summary: 'End a token, or a link and the sessions that it opened.',
    body: bodies.RevokeBody,
    reply: tokensReply,
  }),
  post({
    path: ACCESS_API.links,
    access: 'edit',
    summary: 'Make a link to a view that opens without sign-in; it is told this once.',
    body: bodies.ShareBody,
    reply: newTokenReply,
  }),
  {
    path: ACCESS_API.audit,
    access: 'admin',
    summary: 'Who signed in, changed or took out what, the newest first.',
    parameters: [
      { name: 'limit', isNumber: true, help: 'At most this many, 1 to 500; 50 when left out.' },
      { name: 'before', isNumber: true, help: '`next` of the page before.' },
    ],
    reply: auditReply,
  },
];
