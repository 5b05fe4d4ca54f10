/** Which spans of time a source has read and how often: a short list, exact at every instant. */
import type { Window } from '../../shared/window.ts';

/** [startMs, endMs) has had `level` readings that count; 0 stands for unread. */
export interface Span extends Window {
  readonly level: number;
}

/** More spans than this would swell the cursor; then levels are lowered, which costs re-reads. */
const SPANS_MAX = 200;

/**
 * Notes a reading.
 *
 * @param spans ascending, without overlap, levels from 1.
 * @returns spans in the same form, of which neighbours with equal level are joined; a level never
 *   sinks, but when there would be more than 200 spans. Never throws.
 */
export function markRead(spans: readonly Span[], window: Window, level: number): readonly Span[] {
  if (window.startMs >= window.endMs || level <= 0) return spans;
  const marked = joined(overlay([...spans, { ...window, level }]));
  if (marked.length <= SPANS_MAX) return marked;
  return joined(marked.map((span) => ({ ...span, level: 1 })));
}

/**
 * The spans within a range, gaps filled with level 0.
 *
 * @returns ascending pieces that together are the range; empty when the range is.
 */
export function piecesWithin(spans: readonly Span[], range: Window): readonly Span[] {
  if (range.startMs >= range.endMs) return [];
  const inside = spans
    .map((span) => ({
      startMs: Math.max(span.startMs, range.startMs),
      endMs: Math.min(span.endMs, range.endMs),
      level: span.level,
    }))
    .filter((span) => span.startMs < span.endMs);
  return joined(overlay([...inside, { ...range, level: 0 }]));
}

/** End of the unbroken reading that starts at an instant; that instant when it is unread. */
export function readTo(spans: readonly Span[], fromMs: number): number {
  let endMs = fromMs;
  for (const span of spans) {
    if (span.startMs <= endMs && span.endMs > endMs) endMs = span.endMs;
  }
  return endMs;
}

/** Cuts at every boundary and gives each piece the highest level that covers it. */
function overlay(spans: readonly Span[]): readonly Span[] {
  const cuts = [...new Set(spans.flatMap((span) => [span.startMs, span.endMs]))];
  cuts.sort((a, b) => a - b);
  return cuts.flatMap((startMs, index) => {
    const endMs = cuts[index + 1];
    if (endMs === undefined) return [];
    const over = spans.filter((span) => span.startMs <= startMs && span.endMs >= endMs);
    if (over.length === 0) return [];
    return [{ startMs, endMs, level: Math.max(...over.map((span) => span.level)) }];
  });
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && last.endMs === span.startMs && last.level === span.level) {
      result[result.length - 1] = { ...last, endMs: span.endMs };
    } else result.push(span);
  }
  return result;
}
