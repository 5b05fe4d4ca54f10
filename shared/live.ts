/** What the server tells an open page by itself: the events of `GET /api/v1/events`. */
import type { SourceStatus } from './contract.ts';

/** Names of the events: sources as they stand, new records counted, a state of alarms changed. */
export const LIVE_EVENTS = ['sources', 'data', 'alarms'] as const;

/** Data of the event `sources`; it comes first, and again whenever one of them moves. */
export interface LiveSources {
  /** The server's clock, UTC ISO. */
  readonly now: string;
  /** Logs are read up to here, UTC ISO; null when a source has not finished a pass. */
  readonly completeTo: string | null;
  readonly sources: readonly SourceStatus[];
}

/** Data of `data` and `alarms`: what to ask for anew stands in the name of the event. */
export interface LiveChange {
  readonly now: string;
}

/** One event as the server sends it. */
export type LiveMessage =
  | { readonly event: 'sources'; readonly data: LiveSources }
  | { readonly event: 'data' | 'alarms'; readonly data: LiveChange };
