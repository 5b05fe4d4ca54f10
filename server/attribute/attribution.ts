/** Who pays for an invocation, and which tags it carries, each with its source. */

export const TAG_SOURCES = ['metadata', 'profile', 'principal', 'rule'] as const;
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
  /** Sorted by key; one tag a key, the stronger source kept. */
  readonly tags: readonly Tag[];
}
