/** A schedule's state as JSON text in a cursor, and back; an unreadable text starts anew. */
import type { Span } from './coverage.ts';
import type { ScheduleState } from './schedule.ts';

/** Marks the form, so that a later release can tell its own cursors from these. */
const VERSION = 1;

/** The state, and small whole numbers that only the source itself knows, in one text. */
export function encodeCursor(state: ScheduleState, extra: readonly (readonly number[])[]): string {
  const spans = state.spans.map(({ startMs, endMs, level }) => [startMs, endMs, level]);
  const tail = [state.tail.startMs, state.tail.endMs];
  return JSON.stringify({ version: VERSION, anchorMs: state.anchorMs, tail, spans, extra });
}

/**
 * Reads a cursor.
 *
 * @returns null for a text that we did not write; reading from the start is then safe, since
 *   records that are known already change nothing. Never throws.
 */
export function decodeCursor(
  cursor: string | null,
): { readonly state: ScheduleState; readonly extra: readonly (readonly number[])[] } | null {
  const json = parse(cursor);
  if (json?.['version'] !== VERSION || typeof json['anchorMs'] !== 'number') return null;
  const [tail] = rows([json['tail']], 2) ?? [];
  const spans = rows(json['spans'], 3);
  const extra = rows(json['extra'], 0);
  if (!tail || !spans || !extra) return null;
  const [startMs = 0, endMs = 0] = tail;
  return {
    state: { anchorMs: json['anchorMs'], tail: { startMs, endMs }, spans: spans.map(toSpan) },
    extra,
  };
}

function toSpan([startMs = 0, endMs = 0, level = 0]: readonly number[]): Span {
  return { startMs, endMs, level };
}

function parse(cursor: string | null): Record<string, unknown> | null {
  if (cursor === null) return null;
  try {
    const json: unknown = JSON.parse(cursor);
    // The guarantee: any object can be asked for members by name.
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null; // Not JSON: some other program's cursor, or a damaged one.
  }
}

/** Rows of finite numbers, each at least so long; null when the value is anything else. */
function rows(value: unknown, lengthMin: number): readonly (readonly number[])[] | null {
  if (!Array.isArray(value)) return null;
  const good = value.every(
    (row) => Array.isArray(row) && row.length >= lengthMin && row.every(Number.isFinite),
  );
  return good ? (value as number[][]) : null; // The guarantee: every row was checked just above.
}
