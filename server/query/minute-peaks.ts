/** The busiest minute of each group and step. */
import { minuteSpans, type MinuteCell, type MinuteQuestion } from './minute-cells.ts';
import type { Store } from '../store/store.ts';

export interface Peak {
  readonly value: number;
  /** Start of the minute; the first of several that are equal. */
  readonly atMs: number;
}

export interface MinutePeak {
  readonly group: readonly string[];
  readonly stepIndex: number;
  requests: Peak;
  quotaTokens: Peak;
}

/**
 * Peaks of all groups that did anything; none for steps whose minutes are not kept any more.
 *
 * @throws TooMuchToReadError
 */
export function minutePeaks(
  asked: MinuteQuestion,
  store: Pick<Store, 'aggregate'>,
): readonly MinutePeak[] {
  const peaks = new Map<string, MinutePeak>();
  const unknown = new Set<number>();
  for (const { cells, unknownSteps } of minuteSpans(asked, store)) {
    for (const stepIndex of unknownSteps) unknown.add(stepIndex);
    for (const cell of cells) raise(peaks, cell);
  }
  return [...peaks.values()].filter(({ stepIndex }) => !unknown.has(stepIndex));
}

function raise(peaks: Map<string, MinutePeak>, cell: MinuteCell): void {
  const { group, stepIndex, atMs } = cell;
  const requests = { value: cell.requests, atMs };
  const quotaTokens = { value: cell.quotaTokens, atMs };
  const key = JSON.stringify([stepIndex, group]);
  const known = peaks.get(key);
  if (!known) {
    peaks.set(key, { group, stepIndex, requests, quotaTokens });
    return;
  }
  known.requests = higher(known.requests, requests);
  known.quotaTokens = higher(known.quotaTokens, quotaTokens);
}

/** @returns the first of two that are equal. */
export function higher(a: Peak, b: Peak): Peak {
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return a.atMs <= b.atMs ? a : b;
}
