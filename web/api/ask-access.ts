/** Users, sessions, tokens, links and the audit log, each as one call. */
import {
  ACCESS_API,
  type AuditReply,
  type ChainReply,
  type InviteReply,
  type NewTokenReply,
  type SessionReply,
  type SessionsReply,
  type TokenPower,
  type TokensReply,
  type UsersReply,
} from '../../shared/access-contract.ts';
import type { Role } from '../../shared/access.ts';
import { call, send } from './call.ts';

export function askUsers(signal: AbortSignal): Promise<UsersReply> {
  return call<UsersReply>(ACCESS_API.users, [], signal);
}

interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly tenants: readonly string[] | null;
}

/** Makes a user who has no password yet. */
export function sendUser(user: NewUser, signal: AbortSignal): Promise<UsersReply> {
  return send<UsersReply>(ACCESS_API.users, { ...user, isInvited: true }, signal);
}

/** Changes what a user may; its password stays. */
export function sendGrant(user: NewUser, signal: AbortSignal): Promise<UsersReply> {
  return send<UsersReply>(ACCESS_API.users, user, signal);
}

export function sendInvite(name: string, signal: AbortSignal): Promise<InviteReply> {
  return send<InviteReply>(ACCESS_API.inviteUser, { name }, signal);
}

export function sendSwitch(
  user: { readonly name: string; readonly isDisabled: boolean },
  signal: AbortSignal,
): Promise<UsersReply> {
  return send<UsersReply>(ACCESS_API.switchUser, user, signal);
}

export function sendDeleteUser(name: string, signal: AbortSignal): Promise<UsersReply> {
  return send<UsersReply>(ACCESS_API.deleteUser, { name }, signal);
}

export function askTokens(signal: AbortSignal): Promise<TokensReply> {
  return call<TokensReply>(ACCESS_API.tokens, [], signal);
}

interface NewToken {
  readonly name: string;
  readonly power: TokenPower;
  readonly tenants: readonly string[] | null;
  readonly days: number;
}

export function sendToken(token: NewToken, signal: AbortSignal): Promise<NewTokenReply> {
  return send<NewTokenReply>(ACCESS_API.tokens, token, signal);
}

export function sendShare(
  link: Omit<NewToken, 'power'> & { readonly search: string },
  signal: AbortSignal,
): Promise<NewTokenReply> {
  return send<NewTokenReply>(ACCESS_API.links, link, signal);
}

export function sendRevoke(id: string, signal: AbortSignal): Promise<TokensReply> {
  return send<TokensReply>(ACCESS_API.revokeToken, { id }, signal);
}

/** @param isAll of everybody, for admins; else the own ones */
export function askSessions(isAll: boolean, signal: AbortSignal): Promise<SessionsReply> {
  return call<SessionsReply>(isAll ? ACCESS_API.sessions : ACCESS_API.ownSessions, [], signal);
}

export function sendEndSession(
  { id, isAll }: { readonly id: string; readonly isAll: boolean },
  signal: AbortSignal,
): Promise<SessionsReply> {
  const path = isAll ? ACCESS_API.endSession : ACCESS_API.endOwnSession;
  return send<SessionsReply>(path, { id }, signal);
}

export function sendSignOut(signal: AbortSignal): Promise<SessionReply> {
  return send<SessionReply>(ACCESS_API.signOut, {}, signal);
}

/** @param before the `next` of the page before; null for the newest */
export function askAudit(before: number | null, signal: AbortSignal): Promise<AuditReply> {
  return call<AuditReply>(ACCESS_API.audit, [['before', String(before ?? '')]], signal);
}

export function askChain(signal: AbortSignal): Promise<ChainReply> {
  return call<ChainReply>(ACCESS_API.auditChain, [], signal);
}
