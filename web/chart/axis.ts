/** A value axis from zero in few round steps. */
import type { MetricUnit } from '../../shared/metric.ts';

export interface Axis {
  readonly max: number;
  readonly step: number;
}

const INTERVALS_MAX = 4; // Five ticks.
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
const ROUND_WHOLE = [1, 2, 3, 4, 5, 6, 8, 10] as const;

/**
 * The least round axis that reaches a value.
 *
 * @param reach the highest value to be shown, with its headroom; 0 without data.
 * @returns max and the distance of ticks; counts get whole numbers only. Never throws.
 */
export function axisOf(reach: number, unit: MetricUnit): Axis {
  if (!(reach > 0)) return { max: 1, step: 1 };
  const isWhole = unit !== 'usd' && unit !== 'ratio';
  const rough = isWhole ? Math.max(1, reach / INTERVALS_MAX) : reach / INTERVALS_MAX;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factors = isWhole && power < 10 ? ROUND_WHOLE : ROUND;
  const factor = factors.find((round) => round * power >= rough * 0.999_999) ?? 10;
  const step = factor * power;
  return { step, max: step * Math.ceil(reach / step - 1e-9) };
}
