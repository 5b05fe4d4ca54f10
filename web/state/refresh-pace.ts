/** How soon the page asks again: pure, so that its pace can be read and tested. */

export interface Pace {
  /** The server tells what changes; else the page has to ask. */
  readonly isLive: boolean;
  readonly isBackfilling: boolean;
  /** The server told of new data since the last poll. */
  readonly hasChanged: boolean;
  /** Time since the last poll began, ms. */
  readonly sinceMs: number;
  /** The slowest answer since then, ms. */
  readonly slowestMs: number;
}

const POLL_MS = 30_000;
const POLL_BACKFILL_MS = 5_000;
/** While the line stands a poll only moves the end of `now`, and checks. */
const POLL_LIVE_MS = 60_000;
/** Ten questions each time: new data is shown at most this often. */
const CHANGE_MS = 10_000;
const CHANGE_BACKFILL_MS = 5_000;
/** A server that is asked by many has so much more time than it took; but figures grow no older. */
const REST = 20;
const REST_MAX_MS = 30_000;

/** Time until the next poll, ms from now; 0 when it is due. */
export function refreshDelayMs(pace: Pace): number {
  const { isLive, isBackfilling, hasChanged, sinceMs, slowestMs } = pace;
  const restMs = Math.min(REST_MAX_MS, REST * slowestMs);
  const changeMs = isBackfilling ? CHANGE_BACKFILL_MS : CHANGE_MS;
  const silentMs = isLive ? POLL_LIVE_MS : isBackfilling ? POLL_BACKFILL_MS : POLL_MS;
  return Math.max(0, (hasChanged ? Math.max(changeMs, restMs) : silentMs) - sinceMs);
}
