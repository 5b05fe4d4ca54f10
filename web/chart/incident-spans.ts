/** When alarms fired and which stretches of the logs are missing, as spans of time. */
import type { AlarmEvent, AlarmStatus, LogGap } from '../../shared/contract.ts';
import type { Window } from '../../shared/window.ts';
import { formatCount } from '../format/number.ts';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: string;
}

export interface AlarmSpans {
  /** Name of the alarm and of the group that it is of. */
  readonly name: string;
  readonly spans: readonly Span[];
}

/** Records that their source forgot before they were read, UTC ISO. */
export interface LostSpan {
  readonly source: string;
  readonly from: string;
  readonly to: string;
}

/** Spans of each alarm that fired within a window, the latest first. Never throws. */
export function alarmSpans(input: {
  readonly window: Window;
  readonly alarms: readonly AlarmStatus[];
  readonly events: readonly AlarmEvent[];
}): readonly AlarmSpans[] {
  const byAlarm = new Map<string, AlarmEvent[]>();
  for (const event of input.events) {
    const key = alarmName(event);
    byAlarm.set(key, [...(byAlarm.get(key) ?? []), event]);
  }
  for (const alarm of input.alarms) {
    const key = alarmName(alarm);
    if (alarm.state === 'ALARM' && !byAlarm.has(key)) byAlarm.set(key, sinceEvent(alarm));
  }
  const all = [...byAlarm].map(([name, events]) => ({
    name,
    spans: spansOf(events, input.window).filter((span) => isInside(span, input.window)),
  }));
  return all
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => lastMs(b.spans) - lastMs(a.spans));
}

/** Name of an alarm with the values of the group that its state is of. */
export function alarmName({ name, group }: Pick<AlarmEvent, 'name' | 'group'>): string {
  const values = Object.values(group);
  return values.length > 0 ? `${name} \u00b7 ${values.join(', ')}` : name;
}

/** Hours in which calls were counted and not logged, within a window. */
export function gapSpans(gaps: readonly LogGap[], window: Window): readonly Span[] {
  return gaps
    .map((gap) => ({
      startMs: Date.parse(gap.from),
      endMs: Date.parse(gap.to),
      reason: [
        `${formatCount(gap.missingInvocations)} calls in ${gap.account} ${gap.region}`,
        'have no log record',
      ].join(' '),
    }))
    .filter((span) => isInside(span, window));
}

/** Stretches that nothing can bring back, within a window. */
export function lostSpans(lost: readonly LostSpan[], window: Window): readonly Span[] {
  return lost
    .map(({ source, from, to }) => ({
      startMs: Date.parse(from),
      endMs: Date.parse(to),
      reason: `records of ${source} are lost`,
    }))
    .filter((span) => isInside(span, window));
}

/** An alarm that fired before the events begin is known by its state alone. */
function sinceEvent(alarm: AlarmStatus): AlarmEvent[] {
  const { name, group, reason, since } = alarm;
  if (since === null) return [];
  return [{ at: since, name, group, from: 'OK', to: 'ALARM', reason }];
}

function spansOf(events: readonly AlarmEvent[], window: Window): readonly Span[] {
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

function isInside(span: Span, window: Window): boolean {
  return span.startMs < window.endMs && span.endMs > window.startMs;
}

function lastMs(spans: readonly Span[]): number {
  return Math.max(0, ...spans.map((span) => span.startMs));
}
