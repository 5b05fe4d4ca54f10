/** Reads how long a receiver asks us to wait. */
import { RETRY_AFTER_MS_MAX } from './retry-schedule.ts';

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads a Retry-After header.
 *
 * @param text whole seconds or an HTTP date such as `Wed, 21 Oct 2026 07:28:00 GMT`.
 * @returns ms to wait, 0 to 24 h; null for anything else, so that garbage changes nothing.
 * @source RFC 9110, 10.2.3 (the two obsolete forms of dates are not read).
 */
export function parseRetryAfter(text: string, nowMs: number): number | null {
  const trimmed = text.trim();
  if (/^\d{1,20}$/.test(trimmed)) return Math.min(Number(trimmed) * 1000, RETRY_AFTER_MS_MAX);
  if (!HTTP_DATE.test(trimmed)) return null; // Date.parse alone takes '1' for the year 2001.
  const atMs = Date.parse(trimmed);
  if (Number.isNaN(atMs)) return null;
  return Math.min(Math.max(atMs - nowMs, 0), RETRY_AFTER_MS_MAX);
}
