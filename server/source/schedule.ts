/** When a source reads which span of time: tail, new spans, re-reads for late records, backfill. */
import { DAY_MS, type Window } from '../../shared/window.ts';
import { markRead, piecesWithin, readTo, type Span } from './coverage.ts';

/** What differs between sources. */
export interface ScheduleRule {
  /** A span is read again at each of these ages, ascending; age counts from the span's end. */
  readonly agesMs: readonly number[];
  /** Spans begin and end on this grid of the epoch. */
  readonly gridMs: number;
  /** Before the first read, this much of the past counts as new; what is older is backfill. */
  readonly firstReadMs: number;
  /** Each tail begins this long before the last one ended. */
  readonly tailOverlapMs: number;
  readonly backfillDays: number;
  /** Reads this much of the past once, newest first, and nothing else. */
  readonly span?: Window;
}

export interface ScheduleState {
  /** Time after which spans are new ones; they are read oldest first. On the grid. */
  readonly anchorMs: number;
  readonly spans: readonly Span[];
  /** Unbroken reading of the newest, still open span. */
  readonly tail: Window;
}

export const STAGES = ['new', 'again', 'backfill'] as const;
export type Stage = (typeof STAGES)[number];

/** The state before anything has been read. */
export function firstState(rule: ScheduleRule, nowMs: number): ScheduleState {
  const anchorMs = rule.span
    ? spanEnd(rule, rule.span)
    : floorTo(nowMs - rule.firstReadMs, rule.gridMs);
  return { anchorMs, spans: [], tail: { startMs: anchorMs, endMs: anchorMs } };
}

/** The stages of a read: a span of the past has no new end and is not read again. */
export function stagesOf(rule: ScheduleRule): readonly Stage[] {
  return rule.span ? ['backfill'] : STAGES;
}

/** The open span at the newest end: from shortly before the last tail's end to now. */
export function tailWindow(state: ScheduleState, rule: ScheduleRule, nowMs: number): Window {
  const lastMs = Math.min(state.tail.endMs, nowMs) - rule.tailOverlapMs;
  const closedMs = closedTo(rule, nowMs);
  return { startMs: Math.min(Math.max(lastMs, closedMs), nowMs), endMs: nowMs };
}

/** Notes that the tail has been read. */
export function withTail(state: ScheduleState, window: Window): ScheduleState {
  const isUnbroken = window.startMs <= state.tail.endMs;
  const startMs = isUnbroken ? Math.min(state.tail.startMs, window.startMs) : window.startMs;
  return { ...state, tail: { startMs, endMs: window.endMs } };
}

/**
 * The next span that is due in a stage.
 *
 * @param sizeMs longest span to give; a multiple of the rule's grid.
 * @returns a window on the grid, or null when the stage has caught up. New spans and re-reads come
 *   oldest first, backfill newest first, so that a new installation soon shows something.
 */
export function nextWindow(
  state: ScheduleState,
  rule: ScheduleRule,
  time: { readonly stage: Stage; readonly nowMs: number; readonly sizeMs: number },
): Window | null {
  const due = dueSpans(state, rule, time);
  const { sizeMs } = time;
  if (time.stage === 'backfill') {
    const last = due.at(-1);
    if (!last) return null;
    const startMs = Math.max(last.startMs, floorTo(last.endMs - 1, sizeMs));
    return { startMs, endMs: last.endMs };
  }
  const [first] = due;
  if (!first) return null;
  const endMs = Math.min(first.endMs, floorTo(first.startMs, sizeMs) + sizeMs);
  return { startMs: first.startMs, endMs };
}

/** Notes that a closed span has been read whole at a time; its older parts may count for more. */
export function withRead(
  state: ScheduleState,
  rule: ScheduleRule,
  { window, nowMs }: { readonly window: Window; readonly nowMs: number },
): ScheduleState {
  const spans = rule.agesMs.reduce((marked, ageMs, index) => {
    const endMs = Math.min(window.endMs, floorTo(nowMs - ageMs, rule.gridMs));
    return markRead(marked, { startMs: window.startMs, endMs }, index + 1);
  }, state.spans);
  return { ...state, spans };
}

/** Everything from the anchor to here has been read once; what is older is backfill. */
export function completeTo(state: ScheduleState): number {
  const closedMs = readTo(state.spans, state.anchorMs);
  return state.tail.startMs <= closedMs ? Math.max(state.tail.endMs, closedMs) : closedMs;
}

/** Spans of the grid that have been read once, and all that there are so far. */
export function progressOf(
  state: ScheduleState,
  rule: ScheduleRule,
  nowMs: number,
): { readonly done: number; readonly total: number } {
  const range = { startMs: floorOf(state, rule), endMs: closedTo(rule, nowMs) };
  let done = 0;
  let total = 0;
  for (const piece of piecesWithin(state.spans, range)) {
    const count = (piece.endMs - piece.startMs) / rule.gridMs;
    total += count;
    if (piece.level > 0) done += count;
  }
  return { done, total };
}

/** The greatest multiple of `gridMs` that is not after an instant. */
export function floorTo(atMs: number, gridMs: number): number {
  return Math.floor(atMs / gridMs) * gridMs;
}

function dueSpans(
  state: ScheduleState,
  rule: ScheduleRule,
  { stage, nowMs }: { readonly stage: Stage; readonly nowMs: number },
): readonly Window[] {
  const floorMs = floorOf(state, rule);
  const startMs = stage === 'new' ? state.anchorMs : floorMs;
  const endMs = stage === 'backfill' ? state.anchorMs : nowMs;
  const pieces = piecesWithin(state.spans, { startMs, endMs });
  return pieces.flatMap((piece) => {
    const ageMs = rule.agesMs[piece.level];
    if (ageMs === undefined || piece.level > 0 !== (stage === 'again')) return [];
    const dueMs = Math.min(piece.endMs, floorTo(nowMs - ageMs, rule.gridMs));
    return piece.startMs < dueMs ? [{ startMs: piece.startMs, endMs: dueMs }] : [];
  });
}

function floorOf(state: ScheduleState, rule: ScheduleRule): number {
  if (rule.span) return floorTo(rule.span.startMs, rule.gridMs);
  return floorTo(state.anchorMs - rule.backfillDays * DAY_MS, rule.gridMs);
}

function closedTo(rule: ScheduleRule, nowMs: number): number {
  const closedMs = floorTo(nowMs - (rule.agesMs[0] ?? 0), rule.gridMs);
  return rule.span ? Math.min(closedMs, spanEnd(rule, rule.span)) : closedMs;
}

function spanEnd({ gridMs }: ScheduleRule, { endMs }: Window): number {
  return floorTo(endMs + gridMs - 1, gridMs);
}
