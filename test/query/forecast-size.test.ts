/** The size to come: what is kept grows until its retention, and no further. */
import { describe, expect, test } from 'vitest';
import { forecastSize } from '../../server/query/forecast-size.ts';

const USE = { bytes: 1_000, bytesPerDay: { rows: 100, minutes: 40, hours: 10, days: 1 } };
const RETENTION = { rows: 90, minutes: 14, hours: 400 };

describe('forecastSize', () => {
  test.each([
    ['an empty day changes nothing but counts per day', 10, 0, 1_000],
    ['all kinds grow while none is past its retention', 5, 4, 1_000 + 4 * 151],
    ['minutes stop at their retention', 10, 10, 1_000 + 10 * 111 + 4 * 40],
    ['rows stop at theirs, hours and days go on', 80, 90, 1_000 + 10 * 100 + 90 * 11],
    ['only days grow past every retention', 500, 90, 1_000 + 90],
  ])('%s', (_, heldDays, days, bytes) => {
    expect(forecastSize(USE, RETENTION, { heldDays, days })).toBe(bytes);
  });
});
