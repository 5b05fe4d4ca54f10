/** What a provider of identity claims of somebody, as far as the config takes it for true. */
import type { Asker } from '../../shared/access.ts';
import type { OidcSettings } from './access-settings.ts';
import { grantedTo, type Grant } from './grants.ts';
import { parseTenants } from './scope.ts';
import { SignInError } from './sign-in-error.ts';

/** As JSON gave them: from an ID token, and from the endpoint that tells more. */
export type Claims = Readonly<Record<string, unknown>>;

export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
  /** Names of tenants that a claim told; empty for none. */
  readonly tenants: readonly string[];
}

const VALUES_MAX = 1_000;
const VALUE_CHARS_MAX = 256;
// Nothing of a name may break a line of the log or turn its direction.
const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u;

/** Reads who somebody is. @throws SignInError for a name that is missing or not proved */
export function identityOf(claims: Claims, settings: OidcSettings): Identity {
  const { userClaim, groupsClaim, tenantsClaim } = settings;
  const [user = ''] = textsOf(claims, userClaim);
  if (!NAME.test(user)) {
    const hint = 'An admin names a scope that gives it, or another claim, in access.oidc.';
    throw new SignInError('nameless', `The provider did not tell ${userClaim}.`, { hint });
  }
  // Anyone may write any address into a profile: what was not verified proves nobody.
  if (userClaim === 'email' && String(claims['email_verified']) !== 'true') {
    const hint = 'Verify the address there, or let access.oidc.userClaim name another claim.';
    const message = 'The provider has not verified your e-mail address.';
    throw new SignInError('nameless', message, { hint });
  }
  const groups = textsOf(claims, groupsClaim);
  return { user, groups, tenants: tenantsClaim === null ? [] : textsOf(claims, tenantsClaim) };
}

/** Whether somebody is of a domain and a group that the config lets in. */
export function isLetIn(
  { user, groups }: Identity,
  { domains, groups: needed }: OidcSettings,
): boolean {
  const domain = user.slice(user.lastIndexOf('@') + 1).toLowerCase();
  const isInDomain = domains.length === 0 || (user.includes('@') && domains.includes(domain));
  const isInGroup = needed.length === 0 || needed.some((one) => groups.includes(one));
  return isInDomain && isInGroup;
}

/**
 * What somebody may: by the lines of the config, and by the tenants that a claim names.
 *
 * @returns null for somebody whom nothing is granted; a name that is no tenant's grants nothing.
 */
export function grantedToIdentity(who: Identity, grants: readonly Grant[]): Asker | null {
  const granted = grantedTo(who, grants);
  if (granted?.tenants === null) return granted;
  const told = who.tenants.filter((name) => parseTenants([name]).ok);
  const tenants = parseTenants([...new Set([...(granted?.tenants ?? []), ...told])]);
  return tenants.ok && tenants.value !== null ? { role: 'viewer', tenants: tenants.value } : null;
}

/** The values of a claim: of its name as it stands, else of a path such as `realm.roles`. */
export function textsOf(claims: Claims, name: string): readonly string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : at(claims, name.split('.'));
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.slice(0, VALUES_MAX).filter((one): one is string => {
    return typeof one === 'string' && one !== '' && one.length <= VALUE_CHARS_MAX;
  });
}

function at(value: unknown, [first, ...others]: readonly string[]): unknown {
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return at(new Map(Object.entries(value)).get(first), others);
}
