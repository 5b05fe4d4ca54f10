/** An alarm over its last periods as a small chart: its values, and where its threshold lies. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { sparkPath } from './spark-spec.ts';

export interface AlarmShape {
  readonly line: string;
  readonly area: string;
  /** Height at which the threshold lies, in the box. */
  readonly thresholdY: number;
}

const ROOM = 1.15; // The threshold is not the edge of the box.

/**
 * Lays values and threshold into one box, zero at its bottom.
 *
 * @param values by period; null is a gap.
 * @returns paths; the line is '' without values. Never throws.
 */
export function alarmShape(
  values: readonly (number | null)[],
  threshold: number,
  box: { readonly width: number; readonly height: number },
): AlarmShape {
  const top = Math.max(threshold * ROOM, ...values.map((value) => value ?? 0), 0);
  const share = top === 0 ? 0 : Math.max(0, threshold) / top;
  const thresholdY = box.height - 1 - share * (box.height - 2);
  return { ...sparkPath(values, { ...box, top }), thresholdY };
}

/**
 * Values of one alarm's metric and group by the start of its periods.
 *
 * @returns pixels, so floats; null where the reply has no row or no value. Never throws.
 */
export function alarmValues(
  alarm: Pick<AlarmStatus, 'metric' | 'group'>,
  rows: readonly QueryRow[],
  startsMs: readonly number[],
): readonly (number | null)[] {
  const { metric, group } = alarm;
  const byStart = new Map<number, number | null>();
  for (const row of rows) {
    const isOwn = Object.entries(group).every(([name, value]) => row.group[name] === value);
    const value = metric === null ? null : row.values[metric];
    const number = value === null || value === undefined ? null : Number(value);
    if (isOwn) byStart.set(Date.parse(row.start), number);
  }
  return startsMs.map((startMs) => byStart.get(startMs) ?? null);
}
