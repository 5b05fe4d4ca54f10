/** The single calls that stand out in a window: the dearest, the slowest, the largest. */
import type { InvocationSummary } from './contract.ts';

export const TOP_ORDERS = ['cost', 'latency', 'tokens'] as const;
export type TopOrder = (typeof TOP_ORDERS)[number];

/** Reply of `GET /api/v1/invocations/top?by=cost&filter=..&from=..&to=..`, the highest first. */
export interface TopInvocationsReply {
  readonly by: TopOrder;
  readonly invocations: readonly InvocationSummary[];
  /** Calls that were looked at, the newest of the window. */
  readonly looked: number;
  /** Whether these are all calls of the window that pass. */
  readonly isWhole: boolean;
}
