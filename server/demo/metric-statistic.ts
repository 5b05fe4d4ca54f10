/** Works a CloudWatch statistic out of raw samples. */

/**
 * One statistic over the samples of one period.
 *
 * @param name `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum` or `p0` to `p100`.
 * @param values at least one sample.
 * @returns the value; null for a name that is no statistic. Never throws.
 */
export function statisticOf(name: string, values: readonly number[]): number | null {
  const sum = (): number => values.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'Sum':
      return sum();
    case 'SampleCount':
      return values.length;
    case 'Average':
      return sum() / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default:
      return percentileOf(name, values);
  }
}

function percentileOf(name: string, values: readonly number[]): number | null {
  const share = Number(/^p(\d{1,3}(?:\.\d+)?)$/.exec(name)?.[1] ?? NaN) / 100;
  if (!(share >= 0 && share <= 1)) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? 0;
  const high = sorted[Math.ceil(rank)] ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}
