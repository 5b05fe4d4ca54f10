/** Reads the time of a record strictly: a date that the calendar does not have is no time. */

const DATE = String.raw`(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))`;
const TIME = String.raw`((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?`;
const OFFSET = String.raw`(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;

const RFC_3339 = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);
/** Some exports write UTC with a space and without saying so. */
const SPACED = new RegExp(`^${DATE} ${TIME}$`);

/**
 * Reads `2026-11-01T10:00:00Z`, also with a fraction or an offset, and `2026-11-01 10:00:00.000`.
 *
 * @returns epoch ms, cut to whole ms; null for anything else, `2026-02-30` too. Never throws.
 */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = RFC_3339.exec(value) ?? SPACED.exec(value);
  if (!match) return null;
  const [, date = '', time = '', fraction = '', offset = 'Z'] = match;
  if (!isOfCalendar(date)) return null;
  return Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
}

/** JavaScript rolls 30 February over to March; the calendar does not. */
function isOfCalendar(date: string): boolean {
  const day = Number(date.slice(8));
  return day <= 28 || new Date(Date.parse(date)).getUTCDate() === day;
}
