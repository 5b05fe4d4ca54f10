/** Values of the metric catalogue as text, by their unit. */
import type { MetricValue } from '../../shared/contract.ts';
import type { MetricUnit } from '../../shared/metric.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { attoOf, formatUsd, formatUsdShort } from './money.ts';
import { formatCount, formatDurationMs, formatRatio, formatShort } from './number.ts';

export const UNKNOWN = '\u2014';

const EXACT: Record<Exclude<MetricUnit, 'usd'>, (value: number) => string> = {
  count: formatCount,
  tokens: formatCount,
  images: formatCount,
  seconds: (value) => `${formatCount(value)}\u00a0s`,
  ms: formatDurationMs,
  ratio: formatRatio,
  tokensPerSecond: formatShort,
};

/** A value as tables show it: exact; an em dash when it is unknown. Never throws. */
export function formatValue(metric: MetricKey, value: MetricValue | undefined): string {
  const { unit } = METRICS[metric];
  if (value === null || value === undefined) return UNKNOWN;
  if (unit === 'usd') {
    const attoUsd = attoOf(value);
    return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
  }
  return typeof value === 'number' ? EXACT[unit](value) : UNKNOWN;
}

/**
 * A threshold in the unit of its metric.
 *
 * @param threshold the number, and its exact decimal text.
 * @returns the text as it is for a metric that is not ours. Never throws.
 */
export function formatThreshold(
  metric: MetricKey | null,
  threshold: { readonly threshold: number; readonly thresholdText: string },
): string {
  if (metric === null) return threshold.thresholdText;
  const isMoney = METRICS[metric].unit === 'usd';
  const text = formatValue(metric, isMoney ? threshold.thresholdText : threshold.threshold);
  return text === UNKNOWN ? threshold.thresholdText : text;
}

/**
 * A number on an axis.
 *
 * @param value in the unit; dollars as a float, since an axis is pixels.
 */
export function formatAxis(unit: MetricUnit, value: number): string {
  if (unit === 'usd') return trimmed(formatUsdShort(BigInt(Math.round(value * 1e9)) * 10n ** 9n));
  if (unit === 'ms')
    return value >= 1000 ? `${Number((value / 1000).toPrecision(3))} s` : `${value} ms`;
  if (unit === 'ratio') return `${Number((value * 100).toPrecision(3))} %`;
  return trimmed(formatShort(value));
}

/** Ticks are round: `$60`, not `$60.0`. */
function trimmed(text: string): string {
  return text.replace(/(\.\d*?)0+(\D*)$/, '$1$2').replace(/\.(\D*)$/, '$1');
}
