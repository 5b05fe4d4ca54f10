/** The face of the store for quotas: versions of each by when they were seen. */
import type { QuotaFact } from '../source/quota.ts';

/** `config` is what people wrote, whose code is what they wrote it for. */
export type QuotaOrigin = 'serviceQuotas' | 'config';

/** A quota over the time for which it was seen so. */
export interface QuotaVersion extends QuotaFact {
  readonly account: string;
  readonly region: string;
  readonly origin: QuotaOrigin;
  readonly validFromMs: number;
  /** Exclusive; null while it holds. */
  readonly validToMs: number | null;
  readonly lastSeenAtMs: number;
}

/** All quotas of one place and origin, as they were seen at an instant. */
export interface QuotaPass {
  readonly account: string;
  readonly region: string;
  readonly origin: QuotaOrigin;
  readonly atMs: number;
  readonly facts: readonly QuotaFact[];
}

/** How the last look at the quotas of a place ended. */
export interface QuotaLook {
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
  /** Null when it was answered. */
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  } | null;
}

export interface QuotaLedger {
  /** Begins versions for what is new or changed, ends those of what is gone. */
  save(pass: QuotaPass): void;
  saveLook(look: QuotaLook): void;
  /** By account, Region, origin, code and time. */
  versions(): readonly QuotaVersion[];
  looks(): readonly QuotaLook[];
}

/** What the store has for them. */
export interface QuotaHolder {
  readonly quotas: QuotaLedger;
}
