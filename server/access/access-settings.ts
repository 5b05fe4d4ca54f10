/** What the config says of who may ask. */
import type { Grant } from './grants.ts';

export interface AccessSettings {
  /** False on loopback, where whoever reaches us is let in. */
  readonly isRequired: boolean;
  readonly sessionIdleMs: number;
  readonly sessionMaxMs: number;
  /** Addresses and ranges whose word on a request is taken. */
  readonly trustedProxies: readonly string[];
  /** Headers by which such a proxy says who asks; null to ask ourselves. */
  readonly proxy: { readonly userHeader: string; readonly groupsHeader: string } | null;
  readonly grants: readonly Grant[];
  /** Where people open the page; with https cookies are kept from plain connections. */
  readonly pageUrl: string;
}
