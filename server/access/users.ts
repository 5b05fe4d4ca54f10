/** Local users: made, changed and signed in, for the API and the command line alike. */
import type { Role } from '../../shared/access.ts';
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
}

/** Names differ by more than their letters' case. */
export function userName(text: string): string {
  return text.trim().toLowerCase();
}

/** Makes a user, or changes it and so ends its sessions. @returns what is wrong, in words */
export async function saveUser(
  { name: text, role, tenants, password }: UserAsk,
  store: AccessStore,
  nowMs: number,
): Promise<Result<StoredUser, string>> {
  const name = userName(text);
  if (!NAME.test(name)) return err('A name has up to 100 letters, digits and . _ @ + -');
  const only = tenantsFor(role, tenants);
  if (!only.ok) return only;
  const known = store.user(name);
  const isLast = known?.role === 'admin' && role !== 'admin' && adminsOf(store) === 1;
  if (isLast) return err(LAST_ADMIN);
  const passwordHash = await passwordHashFor(name, password, known);
  if (!passwordHash.ok) return passwordHash;
  const times = { createdAtMs: known?.createdAtMs ?? nowMs, changedAtMs: nowMs };
  const user = { name, role, tenants: only.value, passwordHash: passwordHash.value, ...times };
  store.saveUser(user);
  return ok(user);
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

async function passwordHashFor(
  name: string,
  password: string | null,
  known: StoredUser | null,
): Promise<Result<string, string>> {
  if (password === null) return known ? ok(known.passwordHash) : err('A new user has a password.');
  const problem = passwordProblem(password, name);
  return problem === null ? ok(await hashPassword(password)) : err(problem);
}

/** @returns what is wrong, in words */
export function removeUser(text: string, store: AccessStore): Result<string, string> {
  const name = userName(text);
  const known = store.user(name);
  if (!known) return err(`There is no user ${name}.`);
  if (known.role === 'admin' && adminsOf(store) === 1) {
    return err(LAST_ADMIN);
  }
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
  return (await isPassword(password, user?.passwordHash ?? null)) ? user : null;
}

function adminsOf(store: AccessStore): number {
  return store.users().filter(({ role }) => role === 'admin').length;
}
