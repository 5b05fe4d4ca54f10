/** What happened beside the figures, laid onto the steps of a chart: alarms, prices, gaps. */
import type { AlarmEvent, AlarmStatus, LogGap } from '../../shared/contract.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import type { RateChange } from '../../shared/prices.ts';
import type { Window } from '../../shared/window.ts';
import { formatPlural } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import {
  alarmName,
  alarmSpans,
  gapSpans,
  lostSpans,
  type LostSpan,
  type Span,
} from './incident-spans.ts';
import type { Steps } from './steps.ts';
import { watchingAlarms } from './threshold.ts';
import { MARK_KINDS, type ChartMark, type MarkKind, type TimeSpec } from './time-spec.ts';

/** All that may be marked in a window; each chart takes what concerns its metrics. */
export interface Incidents {
  readonly window: Window;
  readonly alarms: readonly AlarmStatus[];
  readonly events: readonly AlarmEvent[];
  readonly gaps: readonly LogGap[];
  readonly lost: readonly LostSpan[];
  readonly priceChanges: readonly RateChange[];
}

interface Asked {
  readonly incidents: Incidents;
  readonly steps: Steps;
  readonly metrics: readonly MetricKey[];
  readonly filter: string;
}

/** Marks of the alarms that watch these metrics, of prices on charts of money, and of gaps. */
export function marksOf({ incidents, steps, metrics, filter }: Asked): readonly ChartMark[] {
  const { window, alarms, events } = incidents;
  const watching = watchingAlarms(alarms, { metrics, filter });
  const names = new Set(watching.map(alarmName));
  const fired = alarmSpans({
    window,
    alarms: watching,
    events: events.filter((event) => names.has(alarmName(event))),
  });
  const isMoney = metrics.some((metric) => MONEY.has(metric));
  // CloudWatch counts calls whether or not they were logged.
  const isOfLogs = metrics.some((metric) => METRICS[metric].formula.kind !== 'cloudWatch');
  const prices = isMoney ? priceSpans(incidents.priceChanges) : [];
  const markOf = (kind: MarkKind, name: string) => (span: Span) => markAt(kind, name, span, steps);
  return [
    ...fired.flatMap(({ name, spans }) => spans.flatMap(markOf('alarm', name))),
    ...prices.flatMap(markOf('price', '')),
    ...(isOfLogs ? gapSpans(incidents.gaps, window) : []).flatMap(markOf('gap', '')),
    ...(isOfLogs ? lostSpans(incidents.lost, window) : []).flatMap(markOf('lost', '')),
  ];
}

const MONEY: ReadonlySet<MetricKey> = new Set([
  'cost',
  'contractedCost',
  'costPerInvocation',
  'costPerMillionTokens',
  'costPerImage',
]);

/** The spec with its marks: drawn, in the table and at the end of the summary. */
export function withMarks(spec: TimeSpec, marks: readonly ChartMark[]): TimeSpec {
  if (marks.length === 0) return spec;
  const { columns, rows } = spec.table;
  const notes = spec.labels.map((_, index) => marksAt(marks, index).join('; '));
  return {
    ...spec,
    marks,
    summary: `${spec.summary} ${markWords(marks)}`,
    table: {
      columns: [...columns, { label: 'Notes', isNumber: false }],
      rows: rows.map((row, index) => [...row, notes[index] ?? '']),
    },
  };
}

/** Texts of what happened within one step. */
export function marksAt(marks: readonly ChartMark[], index: number): readonly string[] {
  const here = marks.filter(({ from, to }) => from < index + 1 && (to > index || from >= index));
  return here.map(({ text }) => text);
}

/** How often each kind is marked, in the order of the legend. */
export function markCounts(
  marks: readonly ChartMark[],
): readonly { readonly kind: MarkKind; readonly words: string }[] {
  return MARK_KINDS.flatMap((kind) => {
    const count = marks.filter((mark) => mark.kind === kind).length;
    return count === 0 ? [] : [{ kind, words: WORDS_OF[kind](count) }];
  });
}

const WORDS_OF: Record<MarkKind, (count: number) => string> = {
  alarm: (count) => `alarm fired${count === 1 ? '' : ` ${count} times`}`,
  price: (count) => formatPlural(count, 'price change'),
  gap: (count) => `${formatPlural(count, 'gap')} in the logs`,
  lost: () => 'records lost',
};

function markWords(marks: readonly ChartMark[]): string {
  const words = markCounts(marks).map((one) => one.words);
  return `Marked: ${words.join(', ')}.`;
}

/** Prices of one day are one mark: a new list changes many at once. */
function priceSpans(changes: readonly RateChange[]): readonly Span[] {
  const byTime = new Map<string, RateChange[]>();
  for (const change of changes) {
    byTime.set(change.at, [...(byTime.get(change.at) ?? []), change]);
  }
  return [...byTime].map(([at, [first, ...others]]) => {
    const startMs = Date.parse(at);
    const more = others.length === 0 ? '' : ` and ${formatPlural(others.length, 'other')}`;
    return { startMs, endMs: startMs, reason: `price of ${first?.model ?? ''}${more} changed` };
  });
}

function markAt(kind: MarkKind, name: string, span: Span, steps: Steps): readonly ChartMark[] {
  const { timeZone, startsMs, endMs } = steps;
  const [firstMs = 0] = startsMs;
  const isInstant = span.startMs === span.endMs;
  if (isInstant && (span.startMs < firstMs || span.startMs >= endMs)) return [];
  const from = placeOf(span.startMs, steps);
  const to = placeOf(span.endMs, steps);
  const what = name === '' ? span.reason : `${name} fired`;
  const starts = formatTime(span.startMs, timeZone, 'dayClock');
  const ends = formatTime(span.endMs, timeZone, 'dayClock');
  return [{ kind, from, to, text: `${isInstant ? starts : `${starts} \u2013 ${ends}`}: ${what}` }];
}

/** Steps up to an instant, with the fraction of the one that it lies in. */
function placeOf(atMs: number, { startsMs, endMs }: Steps): number {
  const count = startsMs.length;
  const index = startsMs.findIndex((_, at) => (startsMs[at + 1] ?? endMs) > atMs);
  if (index < 0) return count;
  const startMs = startsMs[index] ?? 0;
  const lengthMs = (startsMs[index + 1] ?? endMs) - startMs;
  return Math.max(0, index + (atMs - startMs) / lengthMs);
}
