/** Which groups became slower or faster within a range, by how much, and since when. */
import type { QueryRow } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';
import { formatChange, formatCount, formatDurationMs } from '../format/number.ts';
import { stepLabels, stepNumbers, type Steps } from './steps.ts';

/** A side of fewer steps, or of fewer calls, tells of chance. */
const STEPS_MIN = 3;
const CALLS_MIN = 30;
/** Less is within what latencies do by themselves. */
const CHANGE_MIN = 0.1;

export interface Shift {
  readonly name: string;
  /** Weighted by calls, ms. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Step from which on it is another. */
  readonly sinceIndex: number;
  readonly invocations: number;
}

/**
 * Finds for each group the step that parts its median latency best, weighted by its calls.
 *
 * @param rows `latencyP50` and `invocations` by group and step.
 * @returns groups that changed by a tenth and more, the slower first. Never throws.
 */
export function shiftsOf(
  rows: readonly QueryRow[],
  dimension: string,
  steps: Steps,
): readonly Shift[] {
  const byName = new Map<string, QueryRow[]>();
  for (const row of rows) {
    const name = row.group[dimension] ?? '';
    const own = byName.get(name) ?? [];
    own.push(row);
    byName.set(name, own);
  }
  const shifts = [...byName].flatMap(([name, own]) => {
    const shift = shiftOf(name, own, steps);
    return shift === null ? [] : [shift];
  });
  return shifts.sort((a, b) => b.afterMs / b.beforeMs - a.afterMs / a.beforeMs);
}

interface Side {
  steps: number;
  calls: number;
  sumMs: number;
}

function shiftOf(name: string, rows: readonly QueryRow[], steps: Steps): Shift | null {
  const medians = stepNumbers(rows, 'latencyP50', steps);
  const calls = stepNumbers(rows, 'invocations', steps);
  const all: Side = { steps: 0, calls: 0, sumMs: 0 };
  medians.forEach((ms, at) => addTo(all, ms, calls[at] ?? 0));
  const left: Side = { steps: 0, calls: 0, sumMs: 0 };
  let best: Shift | null = null;
  let bestGap = 0;
  medians.forEach((ms, at) => {
    const right = { calls: all.calls - left.calls, sumMs: all.sumMs - left.sumMs };
    const isEnough =
      ms !== null &&
      Math.min(left.steps, all.steps - left.steps) >= STEPS_MIN &&
      Math.min(left.calls, right.calls) >= CALLS_MIN;
    if (isEnough) {
      const beforeMs = left.sumMs / left.calls;
      const afterMs = right.sumMs / right.calls;
      const gap = (afterMs - beforeMs) ** 2 * left.calls * right.calls;
      const isLarge = Math.abs(afterMs / beforeMs - 1) >= CHANGE_MIN;
      if (isLarge && gap > bestGap) {
        best = { name, beforeMs, afterMs, sinceIndex: at, invocations: all.calls };
        bestGap = gap;
      }
    }
    addTo(left, ms, calls[at] ?? 0);
  });
  return best;
}

function addTo(side: Side, ms: number | null, calls: number): void {
  if (ms === null || calls === 0) return;
  side.steps += 1;
  side.calls += calls;
  side.sumMs += ms * calls;
}

/** The shifts as a table, one row a group. */
export function shiftsTable(shifts: readonly Shift[], dimension: string, steps: Steps): DataTable {
  const labels = stepLabels(steps);
  return {
    columns: [
      { label: dimension, isNumber: false },
      { label: 'Change', isNumber: true },
      { label: 'Before', isNumber: true },
      { label: 'After', isNumber: true },
      { label: `Since (${steps.timeZone})`, isNumber: false },
      { label: 'Calls', isNumber: true },
    ],
    rows: shifts.map((one) => [
      one.name,
      formatChange(one.afterMs, one.beforeMs) ?? '',
      formatDurationMs(one.beforeMs),
      formatDurationMs(one.afterMs),
      labels[one.sinceIndex] ?? '',
      formatCount(one.invocations),
    ]),
  };
}
