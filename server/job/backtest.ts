/** When an alarm would have fired over the past: the same evaluation, from a clean start. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import { departureOf } from '../alarm/baseline.ts';
import { parseThreshold, type AlarmValue } from '../alarm/threshold.ts';
import { remember } from '../../shared/remember.ts';
import { HOUR_MS, type Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import { readJudged, type Series } from './alarm-series.ts';
import { playRule, type PlayContext } from './evaluate-alarms.ts';

/** One stretch in which one group of the alarm would have stood. */
export interface BacktestSpan {
  readonly group: Readonly<Record<string, string>>;
  readonly startMs: number;
  /** Null when it still stood at the end. */
  readonly endMs: number | null;
  /** The value with which it began. */
  readonly value: AlarmValue;
  readonly reason: string;
}

/** A threshold, and how often the alarm would have fired with it. */
export interface Suggestion {
  readonly threshold: string;
  readonly spans: number;
}

export interface Backtest {
  readonly spans: readonly BacktestSpan[];
  /** By rising threshold; empty where the history has too few values to tell. */
  readonly suggestions: readonly Suggestion[];
}

type PlayParts = BacktestParts & Required<Pick<PlayContext, 'read'>>;

interface BacktestParts {
  readonly store: Store;
  readonly book: PriceBook;
}

/** Values needed before a quantile of them says anything. */
const VALUES_MIN = 20;
/** Each try of a threshold asks for the same span. */
const SPANS_MAX = 10;
const QUANTILES = [0.99, 0.999, 1] as const;

/**
 * Plays a rule over a window as if it had been there all the time, with all data at hand.
 *
 * Quiet hours and silences are left out: the question is when it would have stood.
 *
 * @returns the stretches in which it would have stood, oldest first, and thresholds from history.
 */
export function backtest(rule: AlarmRule, window: Window, parts: BacktestParts): Backtest {
  const read = remember(SPANS_MAX, (span: string): Series => {
    const [startMs = 0, endMs = 0] = span.split(' ').map(Number);
    return readJudged(rule, { startMs, endMs }, parts);
  });
  const play = { ...parts, read: ({ startMs, endMs }: Window) => read(`${startMs} ${endMs}`) };
  const spans = spansOf(rule, window, play);
  const values = valuesOf(rule, play.read(window));
  const isRising = rule.comparison === '>' || rule.comparison === '>=';
  if (values.length < VALUES_MIN || !isRising) return { spans, suggestions: [] };
  const tried = new Set(QUANTILES.map((quantile) => roundedUp(quantileOf(values, quantile))));
  const suggestions = [...tried].flatMap((value) => {
    const threshold = parseThreshold(rule.baseline ? 'invocations' : rule.metric, String(value));
    if (!threshold) return [];
    const count = spansOf({ ...rule, threshold }, window, play).length;
    return [{ threshold: threshold.text, spans: count }];
  });
  return { spans, suggestions };
}

/** Every value that the alarm would have been held against, ascending; spreads of a baseline. */
function valuesOf(rule: AlarmRule, series: Series): readonly number[] {
  const values = [...series.values()].flatMap((points) =>
    [...points.values()].flatMap(({ value, invocations, usual = null }) => {
      if (value === null || invocations < rule.minimumInvocations) return [];
      if (!rule.baseline) return [Number(value)];
      return usual ? [departureOf(rule.baseline, usual, Number(value))] : [];
    }),
  );
  return values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
}

function quantileOf(ascending: readonly number[], quantile: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(quantile * ascending.length))] ?? 0;
}

/** Up to the next number of two digits: nobody sets an alarm at 1,238.84. */
function roundedUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}

function spansOf(
  rule: AlarmRule,
  window: Window,
  { store, book, read }: PlayParts,
): readonly BacktestSpan[] {
  const context: PlayContext = {
    store,
    book,
    endpoints: [],
    pageUrl: 'http://127.0.0.1',
    catchUpHours: (window.endMs - window.startMs) / HOUR_MS,
    nowMs: window.endMs,
    completeToMs: window.endMs,
    silences: [],
    standing: new Map(),
    read,
  };
  const alone = { ...rule, evaluationDelayMs: 0, mute: [], inhibitedBy: [], repeatMs: null };
  const open = new Map<string, BacktestSpan>();
  const done: BacktestSpan[] = [];
  for (const { group, transition } of playRule(alone, [], context).transitions) {
    const key = JSON.stringify(group);
    const { occurredAtMs, value, reason, notice } = transition;
    if (notice === 'firing') {
      open.set(key, { group, startMs: occurredAtMs, endMs: null, value, reason });
    }
    const span = open.get(key);
    if (notice !== 'resolved' || !span) continue;
    done.push({ ...span, endMs: occurredAtMs });
    open.delete(key);
  }
  return [...done, ...open.values()].sort((a, b) => a.startMs - b.startMs);
}
