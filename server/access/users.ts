/** Local users: made, changed and signed in, for the API and the command line alike. */
import type { Role } from '../../shared/access.ts';
import type { UserState } from '../../shared/access-contract.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AccessStore, StoredUser } from '../store/access-store.ts';
import { hashPassword, isPassword, passwordProblem } from './password.ts';
import { parseTenants } from './scope.ts';

const NAME = /^[a-z0-9][a-z0-9._@+-]{0,99}$/;

/** A user as somebody asks for it. */
export interface UserAsk {
  readonly name: string;
  readonly role: Role;
  readonly tenants: readonly string[] | null;
  /** Null keeps the one that is there. */
  readonly password: string | null;
  /** Somebody else made the password: it is to be changed at the first sign-in. */
  readonly isForOnce?: boolean;
  /** A new user without a password, who sets one by a link. */
  readonly isInvited?: boolean;
}

/** Names differ by more than their letters' case. */
export function userName(text: string): string {
  return text.trim().toLowerCase();
}

/** Makes a user, or changes it and so ends its sessions. @returns what is wrong, in words */
export async function saveUser(
  ask: UserAsk,
  store: AccessStore,
  nowMs: number,
): Promise<Result<StoredUser, string>> {
  const name = userName(ask.name);
  if (!NAME.test(name)) return err('A name has up to 100 letters, digits and . _ @ + -');
  const only = tenantsFor(ask.role, ask.tenants);
  if (!only.ok) return only;
  const known = store.user(name);
  if (ask.role !== 'admin' && isLastAdmin(known, store)) return err(LAST_ADMIN);
  const password = await passwordFor({ ...ask, name }, known);
  if (!password.ok) return password;
  const times = { createdAtMs: known?.createdAtMs ?? nowMs, changedAtMs: nowMs };
  const isDisabled = known?.isDisabled ?? false;
  const granted = { role: ask.role, tenants: only.value, isDisabled };
  const user = { name, ...granted, ...password.value, ...times };
  store.saveUser(user);
  return ok(user);
}

/** Keeps a user out and ends its sessions, or lets it in again. @returns what is wrong, in words */
export function switchUser(
  { name: text, isDisabled }: { readonly name: string; readonly isDisabled: boolean },
  store: AccessStore,
  nowMs: number,
): Result<StoredUser, string> {
  const known = store.user(userName(text));
  if (!known) return err(`There is no user ${userName(text)}.`);
  if (isDisabled && isLastAdmin(known, store)) return err(LAST_ADMIN);
  const user = { ...known, isDisabled, changedAtMs: nowMs };
  store.saveUser(user);
  return ok(user);
}

export function userState({ isDisabled, passwordHash, mustChange }: StoredUser): UserState {
  if (isDisabled) return 'disabled';
  if (passwordHash === '') return 'invited';
  return mustChange ? 'forOnce' : 'active';
}

const LAST_ADMIN = 'This is the last admin: make another one first.';

function tenantsFor(
  role: Role,
  names: readonly string[] | null,
): Result<readonly string[] | null, string> {
  const only = parseTenants(names);
  if (!only.ok || only.value === null || role === 'viewer') return only;
  return err('Who sees some tenants only is a viewer.');
}

async function passwordFor(
  { name, password, isForOnce, isInvited }: UserAsk,
  known: StoredUser | null,
): Promise<Result<Pick<StoredUser, 'passwordHash' | 'mustChange'>, string>> {
  if (password !== null) {
    const problem = passwordProblem(password, name);
    if (problem !== null) return err(problem);
    return ok({ passwordHash: await hashPassword(password), mustChange: isForOnce ?? false });
  }
  if (known) return ok({ passwordHash: known.passwordHash, mustChange: known.mustChange });
  return isInvited
    ? ok({ passwordHash: '', mustChange: false })
    : err('A new user has a password.');
}

/** @returns what is wrong, in words */
export function removeUser(text: string, store: AccessStore): Result<string, string> {
  const name = userName(text);
  const known = store.user(name);
  if (!known) return err(`There is no user ${name}.`);
  if (isLastAdmin(known, store)) return err(LAST_ADMIN);
  store.removeUser(name);
  return ok(name);
}

/** The user whose name and password these are; a name that is not there takes as long. */
export async function userOf(
  text: string,
  password: string,
  store: AccessStore,
): Promise<StoredUser | null> {
  const user = store.user(userName(text));
  const isOpen = user !== null && !user.isDisabled && user.passwordHash !== '';
  return (await isPassword(password, isOpen ? user.passwordHash : null)) ? user : null;
}

/** Who has no password yet, or is kept out, can mend nothing. */
function isLastAdmin(user: StoredUser | null, store: AccessStore): boolean {
  const admins = store.users().filter(isWorkingAdmin);
  return user !== null && isWorkingAdmin(user) && admins.length === 1;
}

function isWorkingAdmin({ role, isDisabled, passwordHash }: StoredUser): boolean {
  return role === 'admin' && !isDisabled && passwordHash !== '';
}
