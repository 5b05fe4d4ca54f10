/** The bar that a period of an alarm is held against: fixed, or by what is usual at its time. */
import type { AlarmRule } from './alarm-rule.ts';
import { barOf } from './baseline.ts';
import type { SeriesPoint } from './series-point.ts';
import type { Threshold } from './threshold.ts';

/** Digits of a bar that statistics give; what is finer is noise. */
const BAR_DIGITS = 6;

/** @returns null where nobody knows what is usual. Never throws. */
export function barFor(
  { baseline, threshold, comparison }: AlarmRule,
  { usual = null }: Pick<SeriesPoint, 'usual'>,
): Threshold | null {
  if (!baseline) return threshold;
  if (!usual) return null;
  const bar = barOf(baseline, usual, comparison, Number(threshold.text));
  const value = Number(bar.toPrecision(BAR_DIGITS));
  return { kind: 'number', text: String(value), value };
}
