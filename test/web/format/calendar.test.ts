/** Claims about days and months of the calendar in a zone. */
import { describe, expect, test } from 'vitest';
import { dayWindow, HOUR_MS } from '../../../shared/window.ts';
import { calendarSpans, calendarWords } from '../../../web/format/calendar.ts';

const spanOf = (now: string, zone: string, words: string) =>
  calendarSpans(Date.parse(now), zone).find((span) => span.words === words);

describe('calendarSpans', () => {
  test.each([
    ['UTC', '2026-11-01T00:10:00Z', 'Yesterday', '2026-10-31', '2026-11-01'],
    ['Asia/Kathmandu', '2026-11-22T18:20:00Z', 'Yesterday', '2026-11-22', '2026-11-23'],
    ['America/New_York', '2026-11-01T03:00:00Z', 'Last month', '2026-09-01', '2026-10-01'],
    ['UTC', '2026-01-15T00:00:00Z', 'Last month', '2025-12-01', '2026-01-01'],
  ])('in %s at %s: %s', (zone, now, words, from, to) => {
    expect(spanOf(now, zone, words)).toMatchObject({ from, to });
  });

  test.each([
    ['2026-10-26T09:00:00Z', 25],
    ['2026-03-30T09:00:00Z', 23],
  ])('yesterday of a day on which clocks change has its hours: %s', (now, hours) => {
    const day = dayWindow(spanOf(now, 'Europe/Berlin', 'Yesterday')?.from ?? '', 'Europe/Berlin');
    expect(day.ok && (day.value.endMs - day.value.startMs) / HOUR_MS).toBe(hours);
  });
});

describe('calendarWords', () => {
  const nowMs = Date.parse('2026-11-22T15:00:00Z');
  test.each([
    ['2026-11-21', '2026-11-22', 'yesterday'],
    ['2026-11-18', '2026-11-19', 'on Wed 18 Nov'],
    ['2026-11-01', 'now', 'this month'],
    ['2026-11-01', '2026-11-05', undefined],
    ['now-7d', 'now', undefined],
  ])('calls %s to %s %s', (from, to, words) => {
    expect(calendarWords({ from, to }, nowMs, 'UTC')?.now).toBe(words);
  });
});
