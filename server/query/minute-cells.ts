/** What groups did minute by minute: quotas hold by the minute, which longer sums hide. */
import { STATUSES, type Dimension } from '../../shared/dimensions.ts';
import type { Filter } from '../../shared/filter.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';
import { quotaTokensOf, takesQuota } from '../meter/quota-tokens.ts';
import type { AggregateCell, ReadStep, Store } from '../store/store.ts';

export interface MinuteQuestion {
  /** Ascending cuts of the answer. */
  readonly steps: readonly number[];
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[];
}

/** One group in one minute, or in the part of it that lies in a step. */
export interface MinuteCell {
  readonly group: readonly string[];
  readonly stepIndex: number;
  readonly atMs: number;
  /** Calls that were not throttled. */
  readonly requests: number;
  readonly quotaTokens: number;
}

export interface MinuteSpan {
  readonly cells: readonly MinuteCell[];
  /** Steps of which no single minute can be told any more: only whole hours are left. */
  readonly unknownSteps: ReadonlySet<number>;
}

/** More days take too long, and hold minutes only as far as retention goes. */
export const MINUTE_DAYS_MAX = 100;
const THROTTLED = STATUSES.indexOf('throttled');

/**
 * All minutes of a question, a day at a time, so that memory holds one day.
 *
 * @throws TooMuchToReadError
 */
export function* minuteSpans(
  asked: MinuteQuestion,
  store: Pick<Store, 'aggregate'>,
): Iterable<MinuteSpan> {
  const { steps, filter, groupBy } = asked;
  const endMs = steps.at(-1) ?? 0;
  for (let startMs = steps[0] ?? endMs; startMs < endMs; startMs = nextDayMs(startMs)) {
    const boundariesMs = minuteCuts(startMs, Math.min(nextDayMs(startMs), endMs), steps);
    const coarse: ReadStep[] = [];
    const need = { latency: false, firstToken: false, usage: true };
    const onRead = (read: ReadStep): void => {
      if (read.level === 'hour' || read.level === 'day') coarse.push(read);
    };
    const cells = store.aggregate({ boundariesMs, filter, groupBy, need, onRead });
    yield {
      cells: cells.map((cell) => minuteCell(cell, boundariesMs, steps)),
      unknownSteps: new Set(coarse.flatMap((read) => stepsWithin(read, steps))),
    };
  }
}

function nextDayMs(atMs: number): number {
  return (Math.floor(atMs / DAY_MS) + 1) * DAY_MS;
}

/** Whole minutes, and the cuts of the steps, which need not lie on them. */
function minuteCuts(startMs: number, endMs: number, steps: readonly number[]): readonly number[] {
  const cuts = new Set([startMs, endMs, ...steps.filter((at) => at > startMs && at < endMs)]);
  const firstMs = Math.ceil(startMs / MINUTE_MS) * MINUTE_MS;
  for (let atMs = firstMs; atMs < endMs; atMs += MINUTE_MS) cuts.add(atMs);
  return [...cuts].sort((a, b) => a - b);
}

function minuteCell(
  cell: AggregateCell,
  boundariesMs: readonly number[],
  steps: readonly number[],
): MinuteCell {
  const atMs = boundariesMs[cell.intervalIndex] ?? 0;
  const accepted = cell.statusCounts.reduce((sum, count, index) => {
    return index === THROTTLED ? sum : sum + count;
  }, 0);
  let [elsewhere, quotaTokens] = [0, 0];
  for (const { types, invocations, quantities } of cell.usage) {
    if (types.some((type) => !takesQuota(type))) elsewhere += invocations;
    types.forEach((type, index) => {
      quotaTokens += quotaTokensOf(type, quantities[index] ?? 0, atMs);
    });
  }
  const requests = accepted - elsewhere;
  return { group: cell.group, stepIndex: stepAt(atMs, steps), atMs, requests, quotaTokens };
}

/** Index of the step that holds an instant, which lies in one of them. */
function stepAt(atMs: number, steps: readonly number[]): number {
  let low = 0;
  let high = steps.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (atMs >= (steps[middle] ?? Infinity)) low = middle;
    else high = middle;
  }
  return low;
}

function stepsWithin(read: ReadStep, steps: readonly number[]): readonly number[] {
  const first = stepAt(read.startMs, steps);
  const last = stepAt(read.endMs - 1, steps);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
