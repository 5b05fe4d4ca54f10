/** The whole way to a provider of identity and back, for the server of a rig. */
import type { OidcSettings } from '../../server/access/access-settings.ts';
import { CALLBACK_PATH } from '../../server/access/oidc.ts';
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import { cookieOf, PAGE_URL, type AccessRig } from './access-rig.ts';
import { CLIENT, signInThere } from './real-provider.ts';

/** Where the provider sends people back to. */
export const BACK = new URL(CALLBACK_PATH, PAGE_URL).href;

export function oidcSettings(issuer: string, changes: Partial<OidcSettings> = {}): OidcSettings {
  return {
    issuer,
    ...CLIENT,
    label: 'Example',
    scopes: ['openid', 'email', 'groups'],
    userClaim: 'email',
    groupsClaim: 'groups',
    tenantsClaim: null,
    domains: ['example.com'],
    groups: [],
    ...changes,
  };
}

/** @returns the reply to who comes back from the provider, signed in there as `login` */
export async function cross(rig: AccessRig, login: string, next = '/'): Promise<Response> {
  const away = await rig.ask(`${OIDC_START_PATH}?next=${encodeURIComponent(next)}`);
  const back = await signInThere(away.headers.get('location') ?? '', login, BACK);
  return rig.ask(back.slice(PAGE_URL.length - 1), { cookie: cookieOf(away) });
}

/** The cookie of the session that a reply opens; '' for none. */
export function sessionOf(reply: Response): string {
  const set = reply.headers.getSetCookie().find((one) => one.startsWith('__Host-outcrop='));
  return set?.split(';')[0] ?? '';
}
