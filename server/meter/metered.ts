/** An invocation with its attribution and its usage: what rollups and rows are made of. */
import type { Attribution } from '../attribute/attribution.ts';
import type { Call, Invocation } from '../record/invocation.ts';
import type { UsageLine } from './usage.ts';

/** Without its id. */
export interface MeteredCall {
  readonly invocation: Call;
  /** Base model after look-up of profiles; the called id where it stays hidden. */
  readonly model: string;
  /** Routing after look-up of profiles. */
  readonly routing: 'regional' | 'geo' | 'global';
  readonly attribution: Attribution;
  /** Sorted by usage type, quantities above zero. */
  readonly usage: readonly UsageLine[];
}

export interface MeteredInvocation extends MeteredCall {
  readonly invocation: Invocation;
}
