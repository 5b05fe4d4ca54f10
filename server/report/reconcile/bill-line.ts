/** One line of a bill on Bedrock, whichever export it comes from, in the words of the book. */
import type { BillingUsage } from '../../price/billing-usage.ts';

/** What kind of money a line is: usage is compared, the rest explains what is left. */
export type BillKind = 'usage' | 'fee' | 'discount' | 'credit' | 'tax' | 'refund';

export interface BillLine {
  /** Day of UTC, `2026-11-20`. */
  readonly day: string;
  readonly account: string;
  readonly region: string;
  readonly kind: BillKind;
  /** As the bill spells it. */
  readonly usageType: string;
  /** Null when nobody knows the model behind its name. */
  readonly model: string | null;
  /** Null when the form of the usage type is not known. */
  readonly usage: Omit<BillingUsage, 'name'> | null;
  /** As usage lines count, rounded to the integer: bills hold it as a float. */
  readonly quantity: bigint;
  readonly costAttoUsd: bigint;
  /** At the public rate; null where the bill does not say. */
  readonly listAttoUsd: bigint | null;
}

/** Why a row is no line of Bedrock's, or cannot be read. */
export type BillProblem = 'otherService' | 'noDay' | 'noCost' | 'noAccount';
