/** Invites: a link for once by which a user sets its own password. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { AccessStore, StoredUser } from '../store/access-store.ts';
import { createToken } from './tokens.ts';
import { saveUser, userName } from './users.ts';

/** Long enough for a message that is read in the morning. */
const INVITE_DAYS = 2;

/** Makes an invite, and ends those before it. @returns its text, or what is wrong in words */
export function inviteUser(
  { name: text, by }: { readonly name: string; readonly by: string },
  store: AccessStore,
  nowMs: number,
): Result<string, string> {
  const name = userName(text);
  if (!store.user(name)) return err(`There is no user ${name}.`);
  revokeInvites(name, store, nowMs);
  // The name stands where the proof covers it: a row that was changed opens nobody else.
  const promise = { kind: 'invite', power: 'read', tenants: null, search: name } as const;
  const made = createToken({ ...promise, name, days: INVITE_DAYS, by }, store, nowMs);
  return made.ok ? ok(made.value.secret) : made;
}

/** Sets the password of whom an invite is for; it holds for this once. */
export async function useInvite(
  { name, password }: { readonly name: string; readonly password: string },
  store: AccessStore,
  nowMs: number,
): Promise<Result<StoredUser, string>> {
  const user = store.user(name);
  if (!user || user.isDisabled) return err('This user is no more.');
  const saved = await saveUser({ ...user, password }, store, nowMs);
  if (saved.ok) revokeInvites(name, store, nowMs);
  return saved;
}

function revokeInvites(name: string, store: AccessStore, nowMs: number): void {
  const open = store.tokens().filter((one) => one.kind === 'invite' && one.search === name);
  for (const { id } of open) store.revokeToken(id, nowMs);
}
