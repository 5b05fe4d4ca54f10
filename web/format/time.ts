/** Instants in the reporting zone. */

type Style = 'clock' | 'day' | 'dayClock' | 'full' | 'second' | 'weekday';

const OPTIONS: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  dayClock: {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  second: {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  full: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes an instant in a zone.
 *
 * @param style `clock` 14:05, `day` 12 Nov, `weekday` Wed, 12 Nov, `dayClock` 12 Nov, 14:05.
 */
export function formatTime(atMs: number, timeZone: string, style: Style): string {
  const key = `${style} ${timeZone}`;
  const known = FORMATS.get(key);
  const format = known ?? new Intl.DateTimeFormat('en-GB', { ...OPTIONS[style], timeZone });
  if (!known) FORMATS.set(key, format); // Making one costs 50 us, and tables have hundreds.
  return format.format(atMs);
}

/** An ISO instant of the API in a zone; an em dash when it is unknown. */
export function formatIso(iso: string | null, timeZone: string, style: Style): string {
  if (iso === null) return '\u2014';
  return formatTime(Date.parse(iso), timeZone, style);
}

/** The clock alone on the same day, the day too on any other. */
export function formatNear(atMs: number, nowMs: number, timeZone: string): string {
  const isSameDay = formatTime(atMs, timeZone, 'day') === formatTime(nowMs, timeZone, 'day');
  return formatTime(atMs, timeZone, isSameDay ? 'clock' : 'dayClock');
}
