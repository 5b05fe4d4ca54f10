/** Usage in AWS's own billing units: which kind of consumption, and how much of it. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';

/** Everything about a billable kind of consumption that selects its rate. */
export interface UsageType {
  /** Base model id, such as `anthropic.claude-sonnet-4-5-20250929`; the raw ARN when hidden. */
  readonly model: string;
  /** Region that was called; inference may run elsewhere, AWS prices by the Region called. */
  readonly region: string;
  readonly dimension: UsageDimension;
  readonly api: 'runtime' | 'mantle';
  readonly routing: 'regional' | 'geo' | 'global';
  readonly tier: 'standard' | 'priority' | 'flex' | 'batch' | 'reserved';
  readonly latency: 'standard' | 'optimized';
  readonly context: 'standard' | 'long';
  readonly variant: 'base' | 'custom' | 'imported' | 'provisioned';
  /** Lifetime of a cache write; `unknown` when no body tells it; null for other dimensions. */
  readonly cacheTtl: '5m' | '30m' | '1h' | 'unknown' | null;
  /**
   * Class of image, video or guardrail usage as sorted `key=value` pairs joined by one space, such
   * as `quality=standard side=1024`; '' when the dimension has none.
   */
  readonly detail: string;
}

/** One quantity of one usage type; integer, in the dimension's unit times its scale. */
export interface UsageLine {
  readonly type: UsageType;
  readonly quantity: number;
}

const FIELDS = [
  'model',
  'region',
  'dimension',
  'api',
  'routing',
  'tier',
  'latency',
  'context',
  'variant',
  'cacheTtl',
  'detail',
] as const satisfies readonly (keyof UsageType)[];

/**
 * The one text of a usage type, by which dictionaries know it; reads back with parseUsageTypeKey.
 *
 * @returns one line of JSON, which keeps any text apart and whole, lone surrogates too.
 * @example '["amazon.nova-lite","us-east-1","input_tokens","runtime","geo",...]'
 */
export function usageTypeKey(type: UsageType): string {
  const known = keys.get(type);
  if (known !== undefined) return known;
  const key = JSON.stringify(FIELDS.map((field) => type[field]));
  keys.set(type, key);
  return key;
}

/**
 * The one order of usage types: by model, Region and dimension, and then by the other axes.
 *
 * @returns 0 for equal types only. Never throws.
 */
export function compareUsageTypes(one: UsageType, other: UsageType): number {
  if (one === other) return 0;
  for (const field of FIELDS) {
    const [a, b] = [one[field] ?? '', other[field] ?? ''];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Keys by object: metering hands out one object for equal types, and ingest asks for its key. */
const keys = new WeakMap<UsageType, string>();

/** Reads the text that usageTypeKey wrote; it trusts its input, which only our own store gives. */
export function parseUsageTypeKey(key: string): UsageType {
  const values = JSON.parse(key) as readonly unknown[]; // Only usageTypeKey writes keys.
  const fields = Object.fromEntries(FIELDS.map((field, index) => [field, values[index]]));
  return fields as unknown as UsageType; // Each field holds what usageTypeKey found there.
}
