/** A zero-based axis with few round ticks; floats here are for pixels only. */
import { formatCount } from './format.ts';

export interface BarAxis {
  /** Ascending from 0, at most five, the last at or above the largest value. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly max: number;
}

/**
 * Chooses ticks at 1, 2, 2.5 or 5 times a power of ten.
 *
 * @param largest largest value to draw, at or above 0; 0 gives an axis up to 1.
 * @param intervalsMax how many spans between ticks there is room for.
 * @returns labels with as many digits as the step needs. Never throws.
 */
export function barAxis(largest: number, unit: 'usd' | 'count', intervalsMax = 4): BarAxis {
  const reach = largest > 0 ? largest : 1;
  const step = roundStep(reach / intervalsMax, unit);
  const count = Math.ceil(reach / step - 1e-9);
  const decimals = Math.max(0, decimalsOf(step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => {
    const value = index * step;
    const label = decimals === 0 ? formatCount(Math.round(value)) : value.toFixed(decimals);
    return { value, label: unit === 'usd' ? `$${label}` : label };
  });
  return { ticks, max: count * step };
}

function roundStep(atLeast: number, unit: 'usd' | 'count'): number {
  const magnitude = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * magnitude >= atLeast * (1 - 1e-9)) ?? 10;
  const step = factor * magnitude;
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
}

function decimalsOf(step: number): number {
  if (Number.isInteger(step)) return 0;
  const decimals = Math.ceil(-Math.log10(step));
  const isWhole = Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) < 1e-9;
  return Math.max(isWhole ? decimals : decimals + 1, step < 1 ? 2 : 1);
}
