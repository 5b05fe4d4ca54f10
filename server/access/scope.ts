/** Which tenants somebody may see, as people write it. */
import { IDLE, NONE, OTHER, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { err, ok, type Result } from '../../shared/result.ts';

const TENANTS_MAX = 200;
/** Calls of nobody, of capacity that nobody used, and of several tenants in one. */
const NOBODY = new Set([UNATTRIBUTED, NONE, IDLE, OTHER, '', '0', 'default', 'null', 'undefined']);

/**
 * Reads the tenants of a scope.
 *
 * @param names null for all tenants; an empty list is a mistake, and not taken for that.
 * @returns the names in order, or what is wrong with them: a name must be that of one tenant.
 */
export function parseTenants(
  names: readonly string[] | null,
): Result<readonly string[] | null, string> {
  if (names === null) return ok(null);
  if (names.length === 0) return err('Name a tenant, or leave the list out for all.');
  if (names.length > TENANTS_MAX) return err(`At most ${TENANTS_MAX} tenants.`);
  for (const name of names) {
    // A filter would take `*` for any run of characters.
    if (name.includes('*')) return err(`"${name}" is a pattern: name each tenant.`);
    if (NOBODY.has(name)) return err(`"${name}" is the name of no tenant.`);
  }
  return ok([...new Set(names)].sort());
}
