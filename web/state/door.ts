/** What stands in the place of the page until somebody may see it. */
import type { SessionReply } from '../../shared/access-contract.ts';

/**
 * - `signIn`: by password, or at the provider.
 * - `setUp`: the first admin is made, by the link that the server printed.
 * - `share`: a link to one view is opened.
 * - `welcome`: an invited user sets a password.
 * - `change`: a password that somebody else made is changed.
 */
export type Door = 'signIn' | 'setUp' | 'share' | 'welcome' | 'change';

/** @returns null where the page itself is to be shown */
export function doorOf(
  { state, mustChange }: Pick<SessionReply, 'state' | 'mustChange'>,
  path: string,
): Door | null {
  if (state === 'open') return null;
  if (state === 'setUp') return 'setUp';
  // Such a link is for whoever holds it, signed in as somebody else or not.
  if (path === '/share') return 'share';
  if (path === '/welcome') return 'welcome';
  if (state === 'signedOut') return 'signIn';
  return mustChange ? 'change' : null;
}
