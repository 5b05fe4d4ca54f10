/** The API about who may ask: sign-in, users, tokens, links and the audit log. */
import type { Role } from './access.ts';

/** What a token may do at most: each includes what stands before it, but `metrics` is one page. */
export const TOKEN_POWERS = ['metrics', 'read', 'edit', 'admin'] as const;
export type TokenPower = (typeof TOKEN_POWERS)[number];

/** A token is for programs; a link opens one view; an invite lets one user set its password. */
export const TOKEN_KINDS = ['token', 'link', 'invite'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Reply of `GET /api/v1/session`. */
export interface SessionReply {
  /** `open`: nobody signs in here; `setUp`: the first admin is to be made, by the printed link. */
  readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
  readonly who: string | null;
  readonly role: Role | null;
  /** The only tenants that are shown; null for all. */
  readonly tenants: readonly string[] | null;
  /** Whether a password of this server can be changed by who asks. */
  readonly hasPassword: boolean;
  /** The password was made by somebody else: nothing else is answered before it is changed. */
  readonly mustChange: boolean;
  readonly how: SignInWay | null;
  /** What the provider is called by which one may sign in; null where there is none. */
  readonly provider: string | null;
}

/** How somebody is known here. */
export const SIGN_IN_WAYS = ['password', 'link', 'oidc', 'token', 'proxy'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** Where a browser is sent to sign in by the provider; it takes `next`, a path of this server. */
export const OIDC_START_PATH = '/sign-in/oidc';

/** What is known of somebody who has not said who they are. */
export const NOBODY_KNOWN = {
  who: null,
  role: null,
  tenants: null,
  hasPassword: false,
  mustChange: false,
  how: null,
} as const satisfies Partial<SessionReply>;

export interface UserReply {
  readonly name: string;
  readonly role: Role;
  readonly tenants: readonly string[] | null;
  readonly createdAt: string;
  readonly state: UserState;
}

/** `invited`: has no password yet; `forOnce`: has one that is to be changed at the sign-in. */
export const USER_STATES = ['active', 'invited', 'forOnce', 'disabled'] as const;
export type UserState = (typeof USER_STATES)[number];

/** Reply of `GET /api/v1/users`. */
export interface UsersReply {
  readonly users: readonly UserReply[];
}

/** Reply of `POST /api/v1/users/invite`: the only time that it is told. */
export interface InviteReply extends UsersReply {
  /** What stands behind `/welcome#`. */
  readonly invite: string;
}

interface ShownSession {
  readonly id: string;
  readonly who: string;
  readonly how: SignInWay;
  readonly createdAt: string;
  readonly seenAt: string;
  /** It is the one that asks. */
  readonly isOwn: boolean;
}

/** Reply of `GET /api/v1/session/list` and of `GET /api/v1/sessions`. */
export interface SessionsReply {
  readonly sessions: readonly ShownSession[];
}

export interface TokenReply {
  readonly id: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly power: TokenPower;
  readonly tenants: readonly string[] | null;
  readonly search: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly state: 'valid' | 'expired' | 'revoked';
}

/** Reply of `GET /api/v1/tokens`. */
export interface TokensReply {
  readonly tokens: readonly TokenReply[];
}

/** Reply of `POST /api/v1/tokens`: the only time that the secret is told. */
export interface NewTokenReply extends TokensReply {
  readonly secret: string;
}

export interface AuditReply {
  readonly events: readonly {
    readonly seq: number;
    readonly at: string;
    readonly who: string;
    readonly action: string;
    readonly subject: string;
    readonly detail: string;
    readonly hash: string;
  }[];
  /** Hand back as `before` to get the next page; null on the last. */
  readonly next: number | null;
}

/** Reply of `GET /api/v1/audit/chain`. */
export interface ChainReply {
  readonly ok: boolean;
  /** How many were written, and the hash of the last. */
  readonly seq: number;
  readonly hash: string;
  /** Where it does not hold; null when all is well. */
  readonly problem: { readonly seq: number; readonly message: string } | null;
}

export const ACCESS_API = {
  session: '/api/v1/session',
  signIn: '/api/v1/session/sign-in',
  signOut: '/api/v1/session/sign-out',
  password: '/api/v1/session/password',
  openLink: '/api/v1/session/link',
  useInvite: '/api/v1/session/invite',
  ownSessions: '/api/v1/session/list',
  endOwnSession: '/api/v1/session/end',
  sessions: '/api/v1/sessions',
  endSession: '/api/v1/sessions/end',
  setUp: '/api/v1/session/set-up',
  users: '/api/v1/users',
  deleteUser: '/api/v1/users/delete',
  switchUser: '/api/v1/users/switch',
  inviteUser: '/api/v1/users/invite',
  tokens: '/api/v1/tokens',
  revokeToken: '/api/v1/tokens/revoke',
  links: '/api/v1/links',
  audit: '/api/v1/audit',
  auditChain: '/api/v1/audit/chain',
} as const;
