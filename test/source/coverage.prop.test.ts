/** Spans that have been read, against a plain array with one level for each instant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markRead, piecesWithin, readTo, type Span } from '../../server/source/coverage.ts';

const INSTANTS = 40;
const reading = fc
  .tuple(fc.nat(INSTANTS), fc.nat(INSTANTS), fc.integer({ min: 1, max: 4 }))
  .map(([a, b, level]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b), level }));

function levelsOf(spans: readonly Span[]): readonly number[] {
  return Array.from({ length: INSTANTS }, (_, atMs) =>
    Math.max(0, ...spans.filter((s) => s.startMs <= atMs && atMs < s.endMs).map((s) => s.level)),
  );
}

function markAll(readings: readonly Span[]): readonly Span[] {
  return readings.reduce<readonly Span[]>((spans, one) => markRead(spans, one, one.level), []);
}

describe('markRead', () => {
  test('keeps at every instant the highest level that any reading gave it', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), (readings) => {
        expect(levelsOf(markAll(readings))).toEqual(levelsOf(readings));
      }),
    );
  });

  test('does not depend on the order of readings, and stays ascending and joined', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), (readings) => {
        const spans = markAll(readings);
        expect(markAll([...readings].reverse())).toEqual(spans);
        spans.slice(1).forEach((span, index) => {
          const before = spans[index];
          const isApart = (before?.endMs ?? 0) < span.startMs || before?.level !== span.level;
          expect(isApart && (before?.endMs ?? 0) <= span.startMs).toBe(true);
        });
      }),
    );
  });

  test('stays small when readings are scattered, and never forgets that a span was read', () => {
    const scattered = Array.from({ length: 1_000 }, (_, index) => {
      return { startMs: index, endMs: index + 1, level: 1 + (index % 2) };
    });
    const spans = markAll(scattered);
    expect(spans.length).toBeLessThanOrEqual(201);
    expect(readTo(spans, 0)).toBe(1_000);
  });
});

describe('piecesWithin', () => {
  test('covers the range without a gap, with level 0 where nothing was read', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 8 }), reading, (readings, range) => {
        const pieces = piecesWithin(markAll(readings), range);
        const levels = levelsOf(readings);
        pieces.forEach((piece, index) => {
          expect(piece.startMs).toBe(index === 0 ? range.startMs : pieces[index - 1]?.endMs);
          for (let atMs = piece.startMs; atMs < Math.min(piece.endMs, INSTANTS); atMs += 1) {
            expect(levels[atMs]).toBe(piece.level);
          }
        });
        expect(pieces.at(-1)?.endMs ?? range.startMs).toBe(range.endMs);
      }),
    );
  });
});

describe('readTo', () => {
  test('stops at the first unread instant', () => {
    const spans = [
      { startMs: 0, endMs: 10, level: 2 },
      { startMs: 10, endMs: 20, level: 1 },
      { startMs: 25, endMs: 30, level: 1 },
    ];
    expect([readTo(spans, 0), readTo(spans, 5), readTo(spans, 22)]).toEqual([20, 20, 22]);
  });
});
