/** Who may ask what: roles, the scope of a viewer, and the one rule that decides. */

/** From the least to the most. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who may ask an endpoint; every endpoint says one of these words.
 *
 * - `anyone`: whoever reaches the server; the answer tells nothing of calls.
 * - `viewer`: whoever has signed in; the answer is the same whatever calls are stored.
 * - `scoped`: viewers; one of some tenants gets what it would get if there were no other calls.
 *   Such an endpoint reads calls through `parts.store` alone, and a test compares its answers.
 * - `whole`: only who sees all tenants. The word for a new question not proved to be scoped.
 * - `edit`: editors and admins: what changes alarms, silences, views, reports.
 * - `admin`: admins: users, tokens, the audit log, and the rules that say who pays.
 */
export const ACCESS_WORDS = ['anyone', 'viewer', 'scoped', 'whole', 'edit', 'admin'] as const;
export type AccessWord = (typeof ACCESS_WORDS)[number];

/** Who asks, as far as it decides anything. */
export interface Asker {
  readonly role: Role;
  /** The only tenants that it sees; null for all. */
  readonly tenants: readonly string[] | null;
}

/**
 * Tells whether an endpoint answers to somebody.
 *
 * @param asker null for somebody who has not signed in.
 * @returns false for all that is not said to be allowed.
 */
export function mayAsk(access: AccessWord, asker: Asker | null): boolean {
  if (access === 'anyone') return true;
  if (asker === null) return false;
  if (access === 'viewer' || access === 'scoped') return true;
  // Who sees some tenants is a viewer of these and nothing else, whatever else was said.
  if (asker.tenants !== null) return false;
  if (access === 'whole') return true;
  return access === 'edit' ? asker.role !== 'viewer' : asker.role === 'admin';
}
