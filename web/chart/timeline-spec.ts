/** When alarms fired and logs had gaps, as lanes of one strip of time. */
import type { AlarmEvent, AlarmStatus, LogGap } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';
import { formatPlural } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { alarmSpans, gapSpans, lostSpans, type LostSpan, type Span } from './incident-spans.ts';

export interface Segment {
  /** 0 to 1 of the window's length. */
  readonly start: number;
  readonly length: number;
  readonly kind: 'alarm' | 'gap' | 'unread';
  readonly text: string;
}

export interface Lane {
  readonly name: string;
  readonly segments: readonly Segment[];
}

export interface TimelineSpec {
  readonly lanes: readonly Lane[];
  /** Lanes that found no room. */
  readonly hiddenCount: number;
  readonly summary: string;
  readonly table: DataTable;
  readonly isEmpty: boolean;
}

export interface TimelineInput {
  readonly window: { readonly startMs: number; readonly endMs: number };
  readonly timeZone: string;
  readonly alarms: readonly AlarmStatus[];
  readonly events: readonly AlarmEvent[];
  readonly gaps: readonly LogGap[];
  readonly lost: readonly LostSpan[];
  readonly completeToMs: number | null;
}

const LANES_MAX = 6;

/** Lays spans into lanes: gaps first, then one lane an alarm, the latest first. Never throws. */
export function timelineSpec(input: TimelineInput): TimelineSpec {
  const alarmLanes = alarmSpans(input);
  const gaps = gapSpans(input.gaps, input.window);
  const lost = lostSpans(input.lost, input.window);
  const lanes: Lane[] = alarmLanes.map(({ name, spans }) => {
    return { name, segments: spans.map((span) => segmentOf(span, 'alarm', input)) };
  });
  const unread = unreadSpan(input);
  const gapSegments = [...gaps, ...lost].map((span) => segmentOf(span, 'gap', input));
  if (unread) gapSegments.push(segmentOf(unread, 'unread', input));
  if (gapSegments.length > 0) lanes.unshift({ name: 'Logs', segments: gapSegments });
  return {
    lanes: lanes.slice(0, LANES_MAX),
    hiddenCount: Math.max(0, lanes.length - LANES_MAX),
    summary: [
      `${formatPlural(alarmLanes.length, 'alarm')} fired in this range;`,
      `${formatPlural(gaps.length + lost.length, 'gap')} in the logs.`,
    ].join(' '),
    table: tableOf(lanes),
    isEmpty: lanes.length === 0,
  };
}

function unreadSpan({ window, completeToMs }: TimelineInput): Span | null {
  const startMs = Math.max(completeToMs ?? window.startMs, window.startMs);
  // The last minutes are always under way; only a longer span is worth a mark.
  if ((window.endMs - startMs) / (window.endMs - window.startMs) < 0.01) return null;
  return { startMs, endMs: window.endMs, reason: 'not read yet' };
}

function segmentOf(span: Span, kind: Segment['kind'], input: TimelineInput): Segment {
  const { window, timeZone } = input;
  const lengthMs = window.endMs - window.startMs;
  const startMs = Math.max(span.startMs, window.startMs);
  const endMs = Math.min(span.endMs, window.endMs);
  const from = formatTime(span.startMs, timeZone, 'dayClock');
  const to = formatTime(span.endMs, timeZone, 'dayClock');
  return {
    start: (startMs - window.startMs) / lengthMs,
    length: (endMs - startMs) / lengthMs,
    kind,
    text: `${from} \u2013 ${to}: ${span.reason}`,
  };
}

function tableOf(lanes: readonly Lane[]): DataTable {
  return {
    columns: [
      { label: 'What', isNumber: false },
      { label: 'When and why', isNumber: false },
    ],
    rows: lanes.flatMap(({ name, segments }) => segments.map(({ text }) => [name, text])),
  };
}
