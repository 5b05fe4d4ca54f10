/** Who pays for an invocation, and which tags it carries, each with its source. */

/** The strongest first. */
export const TAG_SOURCES = ['rule', 'metadata', 'profile', 'principal'] as const;
export type TagSource = (typeof TAG_SOURCES)[number];

export interface Tag {
  readonly key: string;
  readonly value: string;
  readonly source: TagSource;
}

export interface Attribution {
  /** Tenant name, or UNATTRIBUTED when no rule matched. */
  readonly tenant: string;
  /** Name of the rule that matched, for explain; null when none did. */
  readonly rule: string | null;
  /** Version of the rule set that decided. */
  readonly rulesVersion: string;
  /**
   * Sorted by key, and for one key by source, the strongest first: that is the tag's value. The
   * others are kept, for rules that are applied later.
   */
  readonly tags: readonly Tag[];
}
