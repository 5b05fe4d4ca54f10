/** Claims about windows and steps of a question. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../shared/window.ts';
import { DEFAULT_QUESTION, type Question } from '../../../web/state/question.ts';
import { autoStep, scopeOf } from '../../../web/state/scope.ts';

const NOW_MS = Date.parse('2026-11-22T14:12:34Z');

function scopeWith(part: Partial<Question>) {
  const scope = scopeOf({ ...DEFAULT_QUESTION, ...part }, NOW_MS);
  if (!scope.ok) throw new Error(scope.problem);
  return scope.value;
}

const iso = (atMs: number | undefined): string => new Date(atMs ?? 0).toISOString();

describe('scopeOf', () => {
  test('begins a relative range at a whole step and ends it with the running minute', () => {
    const { window, step } = scopeWith({ from: 'now-24h' });
    expect([step, iso(window.startMs), iso(window.endMs)]).toEqual([
      '15m',
      '2026-11-21T14:00:00.000Z',
      '2026-11-22T14:13:00.000Z',
    ]);
  });

  test('begins days at midnight of the zone', () => {
    const { startsMs } = scopeWith({ from: 'now-30d', timeZone: 'Europe/Berlin' });
    expect(iso(startsMs[0])).toBe('2026-10-22T22:00:00.000Z');
    expect(iso(startsMs.at(-1))).toBe('2026-11-21T23:00:00.000Z');
  });

  test('compares with a span of the same length that ends where this one starts', () => {
    const { window, previous } = scopeWith({ from: 'now-6h' });
    expect(previous.endMs).toBe(window.startMs);
    expect(previous.endMs - previous.startMs).toBe(window.endMs - window.startMs);
  });

  test('compares with whole weeks before, never overlapping', () => {
    const { window, previous } = scopeWith({ from: 'now-10d', compare: 'week' });
    expect(window.startMs - previous.startMs).toBe(14 * DAY_MS);
  });

  test('keeps the ends of an absolute range', () => {
    const { window } = scopeWith({ from: '2026-11-01T10:07:00Z', to: '2026-11-01T11:03:00Z' });
    expect(iso(window.startMs)).toBe('2026-11-01T10:07:00.000Z');
  });

  test('names a relative range in words', () => {
    expect(scopeWith({ from: 'now-7d' }).words).toEqual({
      now: 'in the last 7 days',
      before: 'the 7 days before',
    });
    expect(scopeWith({ from: 'now-1h' }).words.now).toBe('in the last hour');
  });

  const wrong: readonly [name: string, part: Partial<Question>, words: string][] = [
    ['an end before the start', { from: 'now', to: 'now-1h' }, 'ends before it starts'],
    ['more steps than a chart holds', { from: 'now-30d', step: '1m' }, 'longer step'],
    ['a time that is none', { from: 'soon' }, 'Start of the range'],
  ];
  test.each(wrong)('refuses %s', (_name, part, words) => {
    const scope = scopeOf({ ...DEFAULT_QUESTION, ...part }, NOW_MS);
    expect(scope.ok ? '' : scope.problem).toContain(words);
  });
});

describe('autoStep', () => {
  test.each([
    [HOUR_MS, '1m'],
    [6 * HOUR_MS, '5m'],
    [DAY_MS, '15m'],
    [7 * DAY_MS, '1h'],
    [30 * DAY_MS, '1d'],
  ] as const)('cuts %d ms by %s', (spanMs, step) => {
    expect(autoStep(spanMs)).toBe(step);
  });
});
