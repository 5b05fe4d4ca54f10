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
  /** A provider of identity that signs people in; null for none. */
  readonly oidc: OidcSettings | null;
  readonly grants: readonly Grant[];
  /** Where people open the page; with https cookies are kept from plain connections. */
  readonly pageUrl: string;
}

/** How people sign in by OpenID Connect, and which of them are taken for known. */
export interface OidcSettings {
  /** Its address, below which the provider describes itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client, which has none. */
  readonly clientSecret: string | null;
  /** What the page calls it. */
  readonly label: string;
  readonly scopes: readonly string[];
  readonly userClaim: string;
  readonly groupsClaim: string;
  /** Holds names of tenants that its bearer sees; null where no claim does. */
  readonly tenantsClaim: string | null;
  /** Domains of the names that are let in; empty for all. */
  readonly domains: readonly string[];
  /** Groups of which one is needed; empty for none. */
  readonly groups: readonly string[];
}
