/** How a report writes figures: one way for each unit, the same on every machine and locale. */
import { offsetMs } from '../../shared/window.ts';
import { roundToCents } from './rounding.ts';

const MINUS = '\u2212';
const NO_BREAK = '\u00a0';
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS =
  'January February March April May June July August September October November December';

/** Whole cents as `$1,234.56`. Never throws. */
export function formatCents(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  const text = `$${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
  return cents < 0n ? MINUS + text : text;
}

/**
 * Atto-dollars rounded to the cent; an amount that is not zero never reads as zero.
 *
 * @param cents what the amount was rounded to together with others, when it was.
 */
export function formatUsd(attoUsd: bigint, cents = roundToCents([attoUsd]).totalCents): string {
  if (cents !== 0n || attoUsd === 0n) return formatCents(cents);
  return attoUsd > 0n ? '<$0.01' : `>${MINUS}$0.01`;
}

/** Like formatUsd, with `+` before a rise. */
export function formatUsdChange(attoUsd: bigint): string {
  return attoUsd > 0n ? `+${formatUsd(attoUsd)}` : formatUsd(attoUsd);
}

/** An integer as `1,234`. */
export function formatCount(count: number): string {
  return grouped(String(count));
}

/** `1 call`, `1,234 calls`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)}${NO_BREAK}${noun}${count === 1 ? '' : 's'}`;
}

/** Large counts by three digits: `12.3k`, `4.56M`; exact below a thousand. */
export function formatCompact(count: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  let value = count;
  let index = 0;
  // 999.5 would round to 1000 of the smaller unit.
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  if (index === 0) return String(count);
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(decimals)}${units[index] ?? ''}`;
}

/** Thousandths as `12.3 %`. */
export function formatPermille(permille: bigint): string {
  const digits = (permille < 0n ? -permille : permille).toString().padStart(2, '0');
  const text = `${grouped(digits.slice(0, -1))}.${digits.slice(-1)}${NO_BREAK}%`;
  return permille < 0n ? MINUS + text : text;
}

/** A change in thousandths as `+12.3 %`. */
export function formatSigned(permille: bigint): string {
  return permille > 0n ? `+${formatPermille(permille)}` : formatPermille(permille);
}

/** Part of a whole as `0.4 %`; a part above zero never reads as zero. */
export function formatRatio(part: number, whole: number): string {
  if (whole === 0) return '\u2013';
  const permille = BigInt(Math.round((part * 1000) / whole));
  return permille === 0n && part > 0 ? `<0.1${NO_BREAK}%` : formatPermille(permille);
}

/** Milliseconds as `843 ms`, from ten seconds on as `12.4 s`; a dash for null. */
export function formatLatency(latencyMs: number | null): string {
  if (latencyMs === null) return '\u2013';
  const roundedMs = Math.round(latencyMs);
  if (roundedMs < 10_000) return `${formatCount(roundedMs)}${NO_BREAK}ms`;
  return `${(roundedMs / 1000).toFixed(1)}${NO_BREAK}s`;
}

/** `2026-11-20` as `Friday, 20 November 2026`. */
export function formatDate(date: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  const month = MONTHS.split(' ')[Number(date.slice(5, 7)) - 1] ?? '';
  return `${weekday}, ${Number(date.slice(8))} ${month} ${date.slice(0, 4)}`;
}

/** `2026-11` as `November 2026`. */
export function formatMonth(month: string): string {
  return `${MONTHS.split(' ')[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** The weekday of a date in English. */
export function weekdayOf(date: string): string {
  return formatDate(date).split(',')[0] ?? '';
}

/** Wall-clock time of an instant in a zone, `14:05`. */
export function formatClock(atMs: number, timeZone: string): string {
  return formatInstant(atMs, timeZone).slice(11);
}

/** Wall-clock date and time of an instant in a zone, `2026-11-20 14:05`. */
export function formatInstant(atMs: number, timeZone: string): string {
  const wall = new Date(atMs + offsetMs(atMs, timeZone));
  return wall.toISOString().slice(0, 16).replace('T', ' ');
}

/**
 * Change from one amount to another in thousandths of the first, rounded half away from zero.
 *
 * @returns null when there is nothing to compare with.
 */
export function changePermille(after: bigint, before: bigint): bigint | null {
  if (before <= 0n) return null;
  const scaled = (after - before) * 2000n;
  const half = scaled < 0n ? -before : before;
  return (scaled + half) / (2n * before);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
