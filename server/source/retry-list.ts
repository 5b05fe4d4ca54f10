/** Hours with objects that failed, and when to look at them again: ever later, never given up. */
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';

/** An hour folder, how often it has failed in a row, and when it is due. */
export interface Retry {
  readonly hourMs: number;
  readonly tries: number;
  readonly dueMs: number;
}

/** More hours than this with trouble have one common cause; the oldest wait for the re-lists. */
const RETRIES_MAX = 100;
const FACTOR = 4;

/**
 * Notes how the listing of an hour went.
 *
 * @returns the list without this hour when nothing failed; else with its next date: after one
 *   minute, then four times later each time, up to a day. Never throws.
 */
export function withOutcome(
  retries: readonly Retry[],
  outcome: { readonly hourMs: number; readonly failed: boolean; readonly nowMs: number },
): readonly Retry[] {
  const { hourMs, failed, nowMs } = outcome;
  const before = retries.find((retry) => retry.hourMs === hourMs);
  const others = retries.filter((retry) => retry.hourMs !== hourMs);
  if (!failed) return others;
  const tries = (before?.tries ?? 0) + 1;
  const waitMs = Math.min(DAY_MS, MINUTE_MS * FACTOR ** (tries - 1));
  const all = [...others, { hourMs, tries, dueMs: nowMs + waitMs }];
  return all.sort((a, b) => b.hourMs - a.hourMs).slice(0, RETRIES_MAX);
}

/** Hours that are due, newest first. */
export function dueRetries(retries: readonly Retry[], nowMs: number): readonly Retry[] {
  return retries.filter((retry) => retry.dueMs <= nowMs);
}
