/** Rows of a reply laid onto the steps of a window; what is not known stays a gap. */
import type { MetricValue, QueryRow } from '../../shared/contract.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS, type Step, type Window } from '../../shared/window.ts';
import { attoOf } from '../format/money.ts';
import { formatTime } from '../format/time.ts';

export interface Steps {
  /** Starts of the steps, ascending, epoch ms. */
  readonly startsMs: readonly number[];
  /** End of the last step, epoch ms. */
  readonly endMs: number;
  readonly step: Step;
  readonly timeZone: string;
  /** Logs are read without a hole up to here, epoch ms; null when nothing is known. */
  readonly completeToMs: number | null;
  /** The first call that is known, epoch ms: of what lies before it nothing is. */
  readonly dataFromMs?: number | null;
  /** Stretches that were lost before they were read: nothing there is not zero. */
  readonly lost?: readonly Window[];
}

export interface Tick {
  readonly index: number;
  readonly label: string;
}

/**
 * Values of one metric by step.
 *
 * @returns one entry a step; null where the reply has no row or no value.
 */
export function stepValues(
  rows: readonly QueryRow[],
  metric: MetricKey,
  { startsMs }: Steps,
): readonly MetricValue[] {
  const values: MetricValue[] = startsMs.map(() => null);
  for (const row of rows) {
    const index = stepIndexAt(startsMs, Date.parse(row.start));
    if (index !== null) values[index] = row.values[metric] ?? null;
  }
  return values;
}

/** Numbers by step, for rates and percentiles: a step without data is a gap. */
export function stepNumbers(
  rows: readonly QueryRow[],
  metric: MetricKey,
  steps: Steps,
): readonly (number | null)[] {
  return stepValues(rows, metric, steps).map((value) => (typeof value === 'number' ? value : null));
}

/** Counts by step: zero where the logs are read and hold nothing, a gap where they are not. */
export function stepCounts(
  rows: readonly QueryRow[],
  metric: MetricKey,
  steps: Steps,
): readonly (number | null)[] {
  return stepNumbers(rows, metric, steps).map((value, index) => {
    return value ?? (isRead(steps, index) ? 0 : null);
  });
}

/** Amounts by step in atto-dollars, with the same rule as stepCounts. */
export function stepAmounts(rows: readonly QueryRow[], steps: Steps): readonly (bigint | null)[] {
  return stepValues(rows, 'cost', steps).map((value, index) => {
    return attoOf(value) ?? (isRead(steps, index) ? 0n : null);
  });
}

/** Index of the step that holds an instant; null before the first and from the end on. */
export function stepIndexAt(startsMs: readonly number[], atMs: number): number | null {
  let low = 0;
  let high = startsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((startsMs[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : low - 1;
}

/** Tells whether the logs of a step are known: begun, read past its start, and none of it lost. */
export function isRead(steps: Steps, index: number): boolean {
  const { startsMs, completeToMs, dataFromMs = null, lost = [] } = steps;
  const startMs = startsMs[index] ?? Infinity;
  if (completeToMs === null || startMs >= completeToMs) return false;
  const endMs = stepEndMs(steps, index);
  if (dataFromMs !== null && endMs <= dataFromMs) return false;
  return !lost.some((span) => span.startMs < endMs && span.endMs > startMs);
}

/** First step whose end lies past what is read; null when all steps are whole. */
export function provisionalFrom({ startsMs, endMs, completeToMs }: Steps): number | null {
  if (completeToMs === null) return startsMs.length > 0 ? 0 : null;
  const index = startsMs.findIndex((_, at) => (startsMs[at + 1] ?? endMs) > completeToMs);
  return index < 0 ? null : index;
}

/** The steps that are read to their end: a trend would otherwise end in a cliff. */
export function wholeOnly<Value>(values: readonly Value[], steps: Steps): readonly Value[] {
  return values.slice(0, provisionalFrom(steps) ?? values.length);
}

/** End of a step, epoch ms. */
export function stepEndMs({ startsMs, endMs }: Steps, index: number): number {
  return startsMs[index + 1] ?? endMs;
}

/** Names of the steps for tooltips and tables, such as `12 Nov, 14:00`. */
export function stepLabels(steps: Steps): readonly string[] {
  return written(steps, 'labels', ({ startsMs, step, timeZone }) => {
    const style = step === '1d' || step === 'all' ? 'weekday' : 'dayClock';
    return startsMs.map((atMs) => formatTime(atMs, timeZone, style));
  });
}

const TICKS_MAX = 8;
const CLOCK_GAPS_MINUTES = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440] as const;

/**
 * Which steps are named on the axis: round hours or days of the reporting zone.
 *
 * @returns at most eight, ascending.
 */
export function stepTicks(steps: Steps): readonly Tick[] {
  return written(steps, 'ticks', ticksOf);
}

interface Written {
  readonly steps: Steps;
  labels?: readonly string[];
  ticks?: readonly Tick[];
}

const WRITTEN = new WeakMap<readonly number[], Written>();

/** All charts of a view share their steps, and writing times is most of what a spec costs. */
function written<Part extends 'labels' | 'ticks'>(
  steps: Steps,
  part: Part,
  write: (steps: Steps) => NonNullable<Written[Part]>,
): NonNullable<Written[Part]> {
  const { startsMs, step, timeZone, endMs } = steps;
  let known = WRITTEN.get(startsMs);
  const isSame =
    known?.steps.step === step && known.steps.timeZone === timeZone && known.steps.endMs === endMs;
  if (!known || !isSame) WRITTEN.set(startsMs, (known = { steps }));
  return (known[part] ??= write(steps));
}

function ticksOf(steps: Steps): readonly Tick[] {
  const { startsMs, endMs, step, timeZone } = steps;
  const spanMs = endMs - (startsMs[0] ?? endMs);
  if (step === '1d' || spanMs > 3 * DAY_MS) return dayTicks(steps);
  const gap = CLOCK_GAPS_MINUTES.find((minutes) => spanMs / 60_000 / minutes <= TICKS_MAX) ?? 1440;
  return startsMs.flatMap((atMs, index) => {
    const label = formatTime(atMs, timeZone, 'clock');
    const minutes = Number(label.slice(0, 2)) * 60 + Number(label.slice(3));
    if (minutes % gap !== 0) return [];
    return [{ index, label: minutes === 0 ? formatTime(atMs, timeZone, 'day') : label }];
  });
}

function dayTicks({ startsMs, timeZone }: Steps): readonly Tick[] {
  const days: Tick[] = [];
  let last = '';
  startsMs.forEach((atMs, index) => {
    const label = formatTime(atMs, timeZone, 'day');
    // The first step may lie in the middle of its day, which a tick would misplace.
    const isMidnight = formatTime(atMs, timeZone, 'clock') === '00:00';
    if (label !== last && (index > 0 || isMidnight)) days.push({ index, label });
    last = label;
  });
  const every = Math.ceil(days.length / TICKS_MAX);
  return days.filter((_, at) => at % every === 0);
}
