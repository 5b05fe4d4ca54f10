/** Times as date fields hold them, `2026-11-12T14:05`, in the reporting zone. */
import { isoTime, offsetMs } from '../../shared/window.ts';

/** Wall clock of an instant, to the minute. */
export function wallClockOf(atMs: number, timeZone: string): string {
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant that a wall clock shows, as ISO text; the first of two when clocks go back.
 *
 * @returns null when the text is no date and time. Never throws.
 */
export function instantOf(wallClock: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wallClock)) return null;
  const asUtcMs = Date.parse(`${wallClock}Z`);
  if (!Number.isFinite(asUtcMs)) return null;
  // The offset at the guess may lie on the other side of a change of clocks: look again there.
  const guessMs = asUtcMs - offsetMs(asUtcMs, timeZone);
  return isoTime(asUtcMs - offsetMs(guessMs, timeZone));
}
