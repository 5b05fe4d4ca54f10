/** The words after a usage type's dimension that tell tier, routing, lifetime and the like. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { BillingUsage } from './billing-usage.ts';

type AxisWords = Partial<Omit<BillingUsage, 'dimension' | 'name' | 'match'>>;

/** As first-party usage types spell them, joined by dashes. */
const DASHED: readonly (readonly [string, AxisWords])[] = [
  ['-standard', {}],
  ['-batch', { tier: 'batch' }],
  ['-flex', { tier: 'flex' }],
  ['-priority', { tier: 'priority' }],
  ['-custom-model', { variant: 'custom' }],
  ['-cross-region-global', { routing: 'global' }],
  ['-latency-optimized', { latency: 'optimized' }],
  ['-long-context', { context: 'long' }],
  ['-1-hour', { cacheTtl: '1h' }],
  ['-1h', { cacheTtl: '1h' }],
  ['-30m', { cacheTtl: '30m' }],
  ['-5m', { cacheTtl: '5m' }],
];

/** As Marketplace usage types spell them, joined by underscores. */
const UNDERSCORED: readonly (readonly [string, AxisWords])[] = [
  ['_standard', {}],
  ['_batch', { tier: 'batch' }],
  ['_flex', { tier: 'flex' }],
  ['_priority', { tier: 'priority' }],
  ['_global', { routing: 'global' }],
  ['_geo', { routing: 'geo' }],
  ['_latencyoptimized', { latency: 'optimized' }],
  ['_long_ctx', { context: 'long' }],
  ['_1h', { cacheTtl: '1h' }],
  ['_30m', { cacheTtl: '30m' }],
  ['_5m', { cacheTtl: '5m' }],
];

/** A usage type without its last words, and what those tell. */
export interface Stripped {
  readonly rest: string;
  readonly axes: AxisWords;
}

/**
 * Takes the known words off the end of a text, in whatever order they stand.
 *
 * @returns null when two of them contradict each other. Never throws.
 */
export function stripAxes(text: string, style: 'dashed' | 'underscored'): Stripped | null {
  const words = style === 'dashed' ? DASHED : UNDERSCORED;
  let rest = text;
  let axes: AxisWords = {};
  for (;;) {
    const lower = rest.toLowerCase();
    const found = words.find(([word]) => lower.endsWith(word));
    if (!found) return { rest, axes };
    const [word, told] = found;
    if (contradicts(axes, told)) return null;
    axes = { ...axes, ...told };
    rest = rest.slice(0, -word.length);
  }
}

function contradicts(known: AxisWords, told: AxisWords): boolean {
  return Object.entries(told).some(([axis, value]) => {
    const before = Object.entries(known).find(([name]) => name === axis);
    return before !== undefined && before[1] !== value;
  });
}

/** How long a commitment runs, as rows of the book write it; null for other texts. */
export function commitmentOf(text: string): string | null {
  if (/^no-?commit$/i.test(text)) return 'none';
  const months = /^(1|3|6)-?months?$/i.exec(text)?.[1];
  return months === undefined ? null : `${months}_month`;
}

/** @param side `input` or `output`, in any case. */
export function reservedDimension(side: string): UsageDimension {
  const isInput = side.toLowerCase() === 'input';
  return isInput ? 'reserved_input_1k_tpm_hours' : 'reserved_output_1k_tpm_hours';
}
