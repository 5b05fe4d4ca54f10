/** Who asks, and how it is known. */
import type { Asker } from '../../shared/access.ts';

export interface Person extends Asker {
  readonly name: string;
  /** `open`: nobody is asked who they are. */
  readonly how: 'open' | 'password' | 'link' | 'oidc' | 'token' | 'proxy';
  /** For tokens of scrapers: `/metrics`, and nothing else. */
  readonly onlyMetrics: boolean;
  /** A password that somebody else made is to be changed before anything else. */
  readonly mustChange: boolean;
  /** Hash of the session's cookie; null where there is none. */
  readonly sessionHash: string | null;
}

/** Whoever reaches a server that asks nobody. */
export const EVERYBODY: Person = {
  name: 'somebody',
  how: 'open',
  role: 'admin',
  tenants: null,
  onlyMetrics: false,
  mustChange: false,
  sessionHash: null,
};
