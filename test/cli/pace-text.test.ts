/** Words for how fast long work goes. */
import { expect, test } from 'vitest';
import { durationText, paceText } from '../../server/cli/pace-text.ts';

test.each([
  {
    what: 'too early',
    pace: { done: 1, total: 10, records: 50, elapsedMs: 500 },
    text: '50 records',
  },
  {
    what: 'under way',
    pace: { done: 1, total: 10, records: 12_000, elapsedMs: 4_000 },
    text: '12,000 records, 3,000/s, 36 s left',
  },
  {
    what: 'nothing done yet',
    pace: { done: 0, total: 10, records: 0, elapsedMs: 4_000 },
    text: '0 records, 0/s',
  },
  {
    what: 'done',
    pace: { done: 10, total: 10, records: 8_000, elapsedMs: 4_000 },
    text: '8,000 records, 2,000/s',
  },
])('says $text when $what', ({ pace, text }) => {
  expect(paceText(pace)).toBe(text);
});

test.each([
  [400, '1 s'],
  [61_000, '2 min'],
  [7_500_000, '2 h 5 min'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
