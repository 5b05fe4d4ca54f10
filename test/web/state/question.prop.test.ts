/** Properties of the question in the URL: what is written is read back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLLED_DIMENSIONS, type Dimension } from '../../../shared/dimensions.ts';
import { METRIC_KEYS } from '../../../shared/metrics.ts';
import { isoTime, STEPS } from '../../../shared/window.ts';
import {
  COMPARISONS,
  formatQuestion,
  LOOKS,
  parseQuestion,
  THEMES,
  type Question,
} from '../../../web/state/question.ts';
import { VIEWS } from '../../../web/state/views.ts';

const tag = fc.string({ minLength: 1, maxLength: 20 }).map((key): Dimension => `tag.${key}`);
const time = fc.oneof(
  fc.constantFrom('now', 'now-5m', 'now-7d', 'now-30d', '2026-11-01'),
  fc.integer({ min: 0, max: 4_000_000_000_000 }).map((atMs) => isoTime(atMs)),
);

const questions: fc.Arbitrary<Question> = fc.record({
  view: fc.constantFrom(...VIEWS),
  filter: fc.string().map((text) => text.trim()),
  groupBy: fc.oneof(fc.constantFrom(...ROLLED_DIMENSIONS), tag),
  thenBy: fc.constantFrom('', 'model', 'model,region', 'tag.team'),
  from: time,
  to: time,
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
  step: fc.constantFrom('auto' as const, ...STEPS),
  compare: fc.constantFrom(...COMPARISONS),
  theme: fc.constantFrom(...THEMES),
  metric: fc.constantFrom(...METRIC_KEYS),
  look: fc.constantFrom(...LOOKS),
  set: fc.string().map((text) => text.trim()),
  tag: fc.string(),
  before: fc.string(),
  kiosk: fc.constantFrom('' as const, '1' as const),
  order: fc.constantFrom('' as const, 'cost' as const, 'latency' as const),
  open: fc.string(),
  invocation: fc.string(),
});

test('reads back every question that it writes', () => {
  fc.assert(
    fc.property(questions, (question) => {
      expect(parseQuestion(formatQuestion(question))).toEqual(question);
    }),
  );
});

test('makes a whole question of any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const question = parseQuestion(`?${text}`);
      expect(parseQuestion(formatQuestion(question))).toEqual(question);
    }),
  );
});
