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

/** Reply of `GET /api/v1/attribution/rules`: the rules as text. */
export interface RulesTextReply {
  /** YAML with the keys `tables` and `rules`. */
  readonly text: string;
  /** File that the config names for them; null where they stand in the config itself. */
  readonly file: string | null;
}

/** A mistake in rules, at its place in the text, both from 1. */
export interface RulesProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Another file than the text, such as a table. */
  readonly file: string | null;
}

interface CaughtReply {
  readonly invocations: number;
  readonly cost: string;
}

/** Reply of `POST /api/v1/attribution/preview`: what rules would make of the newest calls. */
export interface RulesPreviewReply {
  /** When there are any, nothing was tried. */
  readonly problems: readonly RulesProblem[];
  readonly looked: CaughtReply;
  /** True when the window has more calls than were looked at. */
  readonly isPart: boolean;
  readonly rules: readonly (CaughtReply & { readonly name: string })[];
  readonly changed: CaughtReply;
  readonly tenants: readonly {
    readonly tenant: string;
    readonly before: CaughtReply;
    readonly after: CaughtReply;
  }[];
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
