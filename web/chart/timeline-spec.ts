/** When alarms fired and logs had gaps, as lanes of one strip of time. */
import type { AlarmEvent, AlarmStatus, LogGap } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatTime } from '../format/time.ts';

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
  readonly completeToMs: number | null;
}

const LANES_MAX = 6;

interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: string;
}

/** Lays spans into lanes: gaps first, then one lane an alarm, the latest first. Never throws. */
export function timelineSpec(input: TimelineInput): TimelineSpec {
  const alarmLanes = alarmSpans(input)
    .map(({ name, spans }) => ({ name, spans: spans.filter((span) => isInside(span, input)) }))
    .filter(({ spans }) => spans.length > 0);
  const gapSpans = input.gaps.map(gapSpan).filter((span) => isInside(span, input));
  const lanes: Lane[] = alarmLanes.map(({ name, spans }) => {
    return { name, segments: spans.map((span) => segmentOf(span, 'alarm', input)) };
  });
  const unread = unreadSpan(input);
  const gapSegments = gapSpans.map((span) => segmentOf(span, 'gap', input));
  if (unread) gapSegments.push(segmentOf(unread, 'unread', input));
  if (gapSegments.length > 0) lanes.unshift({ name: 'Logs', segments: gapSegments });
  return {
    lanes: lanes.slice(0, LANES_MAX),
    hiddenCount: Math.max(0, lanes.length - LANES_MAX),
    summary: [
      `${formatPlural(alarmLanes.length, 'alarm')} fired in this range;`,
      `${formatPlural(gapSpans.length, 'gap')} in the logs.`,
    ].join(' '),
    table: tableOf(lanes),
    isEmpty: lanes.length === 0,
  };
}

function alarmSpans(input: TimelineInput): readonly { name: string; spans: readonly Span[] }[] {
  const byAlarm = new Map<string, AlarmEvent[]>();
  for (const event of input.events) {
    const key = alarmName(event);
    byAlarm.set(key, [...(byAlarm.get(key) ?? []), event]);
  }
  for (const alarm of input.alarms) {
    const key = alarmName(alarm);
    if (alarm.state === 'ALARM' && !byAlarm.has(key)) byAlarm.set(key, sinceEvent(alarm));
  }
  const lanes = [...byAlarm].map(([name, events]) => ({
    name,
    spans: spansOf(events, input.window),
  }));
  return lanes.sort((a, b) => lastMs(b.spans) - lastMs(a.spans));
}

function alarmName({ name, group }: Pick<AlarmEvent, 'name' | 'group'>): string {
  const values = Object.values(group);
  return values.length > 0 ? `${name} \u00b7 ${values.join(', ')}` : name;
}

/** An alarm that fired before the events begin is known by its state alone. */
function sinceEvent(alarm: AlarmStatus): AlarmEvent[] {
  const { name, group, reason, since } = alarm;
  if (since === null) return [];
  return [{ at: since, name, group, from: 'OK', to: 'ALARM', reason }];
}

function spansOf(events: readonly AlarmEvent[], window: TimelineInput['window']): readonly Span[] {
  const ordered = [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const spans: Span[] = [];
  let open: { startMs: number; reason: string } | null = null;
  for (const event of ordered) {
    const atMs = Date.parse(event.at);
    // A state that ends without a known beginning has held since before the window.
    if (!open && event.from === 'ALARM') open = { startMs: window.startMs, reason: event.reason };
    if (open && event.to !== 'ALARM') {
      spans.push({ ...open, endMs: atMs });
      open = null;
    }
    if (!open && event.to === 'ALARM') open = { startMs: atMs, reason: event.reason };
  }
  if (open) spans.push({ ...open, endMs: window.endMs });
  return spans;
}

function gapSpan(gap: LogGap): Span {
  return {
    startMs: Date.parse(gap.from),
    endMs: Date.parse(gap.to),
    reason: [
      `${formatCount(gap.missingInvocations)} calls in ${gap.account} ${gap.region}`,
      'have no log record',
    ].join(' '),
  };
}

function unreadSpan({ window, completeToMs }: TimelineInput): Span | null {
  const startMs = Math.max(completeToMs ?? window.startMs, window.startMs);
  // The last minutes are always under way; only a longer span is worth a mark.
  if ((window.endMs - startMs) / (window.endMs - window.startMs) < 0.01) return null;
  return { startMs, endMs: window.endMs, reason: 'not read yet' };
}

function isInside(span: Span, { window }: TimelineInput): boolean {
  return span.startMs < window.endMs && span.endMs > window.startMs;
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

function lastMs(spans: readonly Span[]): number {
  return Math.max(0, ...spans.map((span) => span.startMs));
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
