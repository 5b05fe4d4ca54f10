/** The face of the store for who may ask: users, sessions, tokens and links, and the audit log. */
import type { Role } from '../../shared/access.ts';
import type { TokenKind, TokenPower } from '../../shared/access-contract.ts';

export interface StoredUser {
  readonly name: string;
  readonly role: Role;
  /** The only tenants that it sees; null for all. */
  readonly tenants: readonly string[] | null;
  /** As argon2id writes it, with its parameters and salt; '' until an invited user sets one. */
  readonly passwordHash: string;
  /** Its password was made by somebody else: it opens nothing but the change of it. */
  readonly mustChange: boolean;
  /** Kept, and let in no more. */
  readonly isDisabled: boolean;
  readonly createdAtMs: number;
  /** Sessions that began before this are no more. */
  readonly changedAtMs: number;
}

/** How somebody came to a session. */
export type SessionMethod = 'password' | 'link' | 'oidc';

export interface StoredSession {
  /** Hash of what the cookie holds. */
  readonly idHash: string;
  readonly who: string;
  readonly method: SessionMethod;
  /** What was granted at sign-in; of a local user what its row says now holds instead. */
  readonly role: Role;
  readonly tenants: readonly string[] | null;
  /** What it stands on: the id of a link, or a hash of what the config grants; null for users. */
  readonly basis: string | null;
  readonly createdAtMs: number;
  readonly seenAtMs: number;
}

export interface StoredToken {
  readonly id: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly power: TokenPower;
  readonly tenants: readonly string[] | null;
  /** The view that a link opens, as the part of the URL from `?` on; '' for tokens. */
  readonly search: string;
  /** What its secret makes of all that stands above: neither can be forged from the other. */
  readonly proof: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

export interface AuditEvent {
  readonly atMs: number;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

export interface StoredAuditEvent extends AuditEvent {
  /** From 1 on, without a gap. */
  readonly seq: number;
  /** Of this event and the hash before it. */
  readonly hash: string;
}

/** How many events there were, and the hash of the last. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface AccessStore {
  users(): readonly StoredUser[];
  user(name: string): StoredUser | null;
  /** Makes a user, or changes the one of this name. */
  saveUser(user: StoredUser): void;
  /** Removes a user with its sessions. @returns whether there was one */
  removeUser(name: string): boolean;

  session(idHash: string): StoredSession | null;
  /** Those used last first, also such as are over by now. */
  sessions(): readonly StoredSession[];
  saveSession(session: StoredSession): void;
  seeSession(idHash: string, seenAtMs: number): void;
  endSession(idHash: string): void;
  /** Forgets sessions that have not been seen since, or began before. */
  forgetSessions(before: { readonly seenMs: number; readonly createdMs: number }): void;

  /** The newest first, those that have ended as well. */
  tokens(): readonly StoredToken[];
  token(id: string): StoredToken | null;
  saveToken(token: StoredToken): void;
  useToken(id: string, atMs: number): void;
  /** @returns whether there was one that had not been revoked */
  revokeToken(id: string, atMs: number): boolean;

  addAudit(event: AuditEvent): void;
  /** Events before a place, the newest first. */
  audit(request: {
    readonly beforeSeq: number;
    readonly limit: number;
  }): readonly StoredAuditEvent[];
  auditHead(): AuditHead;
  /** The last event that was forgotten by age; that before the first when none was. */
  auditFloor(): AuditHead;
}

/** What the store has for them. */
export interface AccessHolder {
  readonly access: AccessStore;
}
