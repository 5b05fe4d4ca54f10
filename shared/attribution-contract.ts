/** The shape of what the API tells of attribution, as both sides see it. */

import type { TenantFact } from './tenants.ts';

/** A rule as it stands in the config. */
export interface RuleText {
  readonly name: string;
  /** Conditions: field and pattern. */
  readonly when: Readonly<Record<string, string>>;
  readonly tenant: string;
}

/** Rules and the calls that were stored before they held. */
export interface PastRules {
  /** New calls are attributed by the rules of the config since then; null before they were used. */
  readonly since: string | null;
  /** True when stored calls were attributed by other rules, and these have not been applied. */
  readonly isBehind: boolean;
  /** The rules of the config were applied to stored calls from here on; null when never. */
  readonly appliedFrom: string | null;
  /** The newest application, of whichever rules. */
  readonly run: {
    readonly rulesVersion: string;
    readonly from: string;
    readonly to: string;
    readonly state: 'preparing' | 'switched' | 'done' | 'abandoned';
    /** 0 to 1. */
    readonly progress: number;
    readonly rows: number;
    readonly changed: number;
    readonly endedAt: string | null;
  } | null;
}

/** A tenant, or what stands above tenants. */
export interface TenantReply extends TenantFact {
  /** Of its own, as exact decimal text. */
  readonly cost: string;
  /** With all that stands below it. */
  readonly costWithin: string;
  readonly invocations: number;
}

/** Reply of `GET /api/v1/attribution?from=..&to=..`: what rules catch, and what has no payer. */
export interface AttributionReply {
  readonly from: string;
  readonly to: string;
  readonly rulesVersion: string;
  /** Share of the cost that has a tenant, 0 to 1; null when nothing cost anything. */
  readonly coverage: number | null;
  readonly cost: string;
  readonly attributedCost: string;
  readonly invocations: number;
  readonly unattributedInvocations: number;
  /** In the order in which they are tried; those without invocations never matched. */
  readonly rules: readonly (RuleText & {
    readonly invocations: number;
    readonly cost: string | null;
  })[];
  /** The dearest callers without a tenant, each with what would catch it. */
  readonly callers: readonly {
    readonly principal: string;
    readonly profile: string | null;
    readonly invocations: number;
    readonly cost: string | null;
    /** A rule as YAML. */
    readonly rule: string;
    /** A command that tags the profile; null where there is none. */
    readonly tagging: string | null;
  }[];
  readonly past: PastRules;
  /** Who pays, dearest first, and what stands above them; with what the config says of each. */
  readonly tenants: readonly TenantReply[];
  readonly days: readonly { readonly start: string; readonly coverage: number | null }[];
}
