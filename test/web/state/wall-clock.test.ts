/** Claims about times in date fields. */
import { expect, test } from 'vitest';
import { instantOf, wallClockOf } from '../../../web/state/wall-clock.ts';

test.each([
  ['in UTC', '2026-11-12T14:05', 'UTC', '2026-11-12T14:05:00Z'],
  ['in winter', '2026-11-12T14:05', 'America/New_York', '2026-11-12T19:05:00Z'],
  ['just after clocks went forward', '2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ['just before clocks go back', '2026-10-25T01:30', 'Europe/Berlin', '2026-10-24T23:30:00Z'],
])('reads a wall clock %s', (_name, text, zone, iso) => {
  expect(instantOf(text, zone)).toBe(iso);
  expect(wallClockOf(Date.parse(iso), zone)).toBe(text);
});

test('gives nothing for half a date', () => {
  expect(instantOf('2026-11', 'UTC')).toBeNull();
});
