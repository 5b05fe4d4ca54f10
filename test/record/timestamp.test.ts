/** Holds the reading of times to the calendar, and to the forms that exports write. */
import { describe, expect, test } from 'vitest';
import { parseTimestamp } from '../../server/record/timestamp.ts';

describe('parseTimestamp', () => {
  test.each([
    { text: '2026-11-01T10:00:00Z', atMs: Date.UTC(2026, 10, 1, 10) },
    { text: '2026-11-01T10:00:00.5Z', atMs: Date.UTC(2026, 10, 1, 10, 0, 0, 500) },
    { text: '2026-11-01T10:00:00.123456789Z', atMs: Date.UTC(2026, 10, 1, 10, 0, 0, 123) },
    { text: '2026-11-01T10:00:00+02:00', atMs: Date.UTC(2026, 10, 1, 8) },
    { text: '2026-11-01T23:30:00-05:30', atMs: Date.UTC(2026, 10, 2, 5) },
    { text: '2026-11-01 10:00:00', atMs: Date.UTC(2026, 10, 1, 10) },
    { text: '2025-05-15 14:17:22.000000000', atMs: Date.UTC(2025, 4, 15, 14, 17, 22) },
    { text: '2024-02-29T00:00:00Z', atMs: Date.UTC(2024, 1, 29) },
    { text: '2026-12-31T23:59:59Z', atMs: Date.UTC(2026, 11, 31, 23, 59, 59) },
  ])('reads $text', ({ text, atMs }) => {
    expect(parseTimestamp(text)).toBe(atMs);
  });

  test.each([
    '2026-02-30T10:00:00Z',
    '2025-02-29T10:00:00Z',
    '2026-04-31T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '2026-00-10T10:00:00Z',
    '2026-11-00T10:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T10:60:00Z',
    '2026-11-01T10:00:60Z',
    '2026-11-01T10:00:00+24:00',
    '2026-11-01T10:00:00',
    '2026-11-01',
    'Wed Aug 28 22:58:30 UTC 2024',
    '1795000000000',
    '',
    1_795_000_000_000,
    null,
    undefined,
  ])('takes %s for no time', (value) => {
    expect(parseTimestamp(value)).toBeNull();
  });
});
