/** What the config grants to people whom another system knows: by name, and by group. */
import { ROLES, type Asker, type Role } from '../../shared/access.ts';

/** One line of `access.grants`: whom it means, and what they may. */
export interface Grant {
  /** A name, or `*@example.com` for all of a domain; null where the line is of a group. */
  readonly user: string | null;
  readonly group: string | null;
  readonly role: Role;
  readonly tenants: readonly string[] | null;
}

/**
 * Everything that somebody is granted, as one: the highest role over all tenants if there is one,
 * else a viewer of all tenants that any line names.
 *
 * @returns null for somebody whom no line means: known elsewhere is not let in here.
 */
export function grantedTo(
  who: { readonly user: string; readonly groups: readonly string[] },
  grants: readonly Grant[],
): Asker | null {
  const user = who.user.toLowerCase();
  const meant = grants.filter((one) => {
    if (one.group !== null) return who.groups.includes(one.group);
    return one.user !== null && isMeant(one.user.toLowerCase(), user);
  });
  const [first, ...others] = meant.filter(({ tenants }) => tenants === null);
  if (first) {
    const role = others.reduce((best, one) => higher(best, one.role), first.role);
    return { role, tenants: null };
  }
  if (meant.length === 0) return null;
  const tenants = [...new Set(meant.flatMap((one) => one.tenants ?? []))].sort();
  return { role: 'viewer', tenants };
}

function isMeant(line: string, user: string): boolean {
  if (!line.startsWith('*@')) return line === user;
  return user.lastIndexOf('@') === user.length - line.length + 1 && user.endsWith(line.slice(1));
}

function higher(a: Role, b: Role): Role {
  return ROLES.indexOf(a) > ROLES.indexOf(b) ? a : b;
}
