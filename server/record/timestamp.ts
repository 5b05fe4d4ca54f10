/** Reads the time of a record strictly: a date that the calendar does not have is no time. */

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
/** Some exports write UTC without saying so. */
const SPACED = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?()$/;

/**
 * Reads `2026-11-01T10:00:00Z`, also with a fraction or an offset, and `2026-11-01 10:00:00.000`.
 *
 * @returns epoch ms, cut to whole ms; null for anything else, `2026-02-30` too. Never throws.
 */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = RFC_3339.exec(value) ?? SPACED.exec(value);
  if (!match) return null;
  const [, date = '', time = '', fraction = '', offset = ''] = match;
  const dayMs = Date.parse(`${date}T00:00:00Z`);
  // JavaScript rolls 30 February over to March; the calendar does not.
  if (!Number.isFinite(dayMs) || new Date(dayMs).toISOString().slice(0, 10) !== date) return null;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const atMs = Date.parse(`${date}T${time}.${milliseconds}${offset === '' ? 'Z' : offset}`);
  return Number.isFinite(atMs) ? atMs : null;
}
