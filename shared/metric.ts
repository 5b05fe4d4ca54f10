/** What a metric is: its unit, what it is worked out from, and how families of them are made. */
import type { Status } from './dimensions.ts';
import type { UsageDimension } from './usage-dimension.ts';

export type MetricUnit =
  'usd' | 'count' | 'tokens' | 'images' | 'seconds' | 'ms' | 'ratio' | 'tokensPerSecond';

export type MetricFormula =
  | { readonly kind: 'invocations'; readonly statuses: readonly Status[] | 'all' }
  | { readonly kind: 'usage'; readonly dimensions: readonly UsageDimension[] }
  | { readonly kind: 'cost' }
  | { readonly kind: 'contractedCost' }
  | { readonly kind: 'imageCost' }
  | { readonly kind: 'duration' }
  /** Calls that took at most so long; null for all whose latency is known. */
  | { readonly kind: 'within'; readonly ms: number | null }
  | { readonly kind: 'costByQuality'; readonly qualities: readonly ('fallback' | 'estimate')[] }
  | {
      readonly kind: 'cache';
      readonly part: 'saved' | 'writeExtra' | 'net' | 'unpricedTokens';
    }
  | { readonly kind: 'chargeCost'; readonly shares: readonly ('direct' | 'allocated' | 'idle')[] }
  | { readonly kind: 'directCost' }
  | { readonly kind: 'unpriced' }
  | { readonly kind: 'unpricedCharges' }
  | { readonly kind: 'unattributed' }
  | { readonly kind: 'costByTenant'; readonly part: 'attributed' | 'unattributed' }
  | {
      readonly kind: 'percentile';
      readonly of: 'latency' | 'firstToken';
      readonly quantile: number;
    }
  | {
      readonly kind: 'ratio';
      readonly over: string;
      readonly under: readonly string[];
      readonly per: number;
    }
  | ({ readonly kind: 'cloudWatch' } & CloudWatchMetric)
  | { readonly kind: 'mantle'; readonly part: 'cost' | 'unpricedTokens' }
  | { readonly kind: 'bill'; readonly part: BillPart }
  | { readonly kind: 'quotaTokens' }
  /** The busiest minute of a step. */
  | { readonly kind: 'minutePeak'; readonly of: MinutePeakOf };

/** Figures of the bill; from `drift` on it is laid beside the estimate. */
export type BillPart =
  'cost' | 'list' | 'credits' | 'tax' | 'drift' | 'driftRatio' | 'unmatched' | 'unmatchedRatio';

/** What is counted of it; `quotaShare` is the greatest share of a known quota. */
export type MinutePeakOf = 'requests' | 'quotaTokens' | 'quotaShare';

/** A line of points of CloudWatch, whatever model or project it is of. */
export interface CloudWatchMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: 'Sum' | 'SampleCount' | 'Maximum';
  /** Names of its dimensions, sorted and joined by a comma: each level counts the calls anew. */
  readonly level: string;
}

/** The one text of a line of points. */
export function cloudWatchKey(metric: CloudWatchMetric): string {
  return [metric.namespace, metric.metricName, metric.statistic, metric.level].join(' ');
}

/** `outcrop` is what we note of ourselves. */
export type MetricFeed = 'logs' | 'cloudWatch' | 'inventory' | 'priceBook' | 'bill' | 'outcrop';

export interface Metric {
  readonly label: string;
  readonly unit: MetricUnit;
  readonly formula: MetricFormula;
  /** Where the figure comes from; the page marks metrics that no configured source feeds. */
  readonly sources: readonly MetricFeed[];
  readonly help: string;
}

export const LOGS = ['logs'] as const;
export const CHARGED = ['inventory', 'priceBook'] as const;
export const PRICED = ['logs', 'priceBook'] as const;
/** What was logged beside what CloudWatch counted: both have to be whole. */
const COMPARED = ['logs', 'cloudWatch'] as const;
const CLOUDWATCH = ['cloudWatch'] as const;
const OUTCROP = ['outcrop'] as const;

/** Namespace of the points that we write ourselves, which lie beside those of CloudWatch. */
export const OWN_NAMESPACE = 'Outcrop';

export function invocations(
  label: string,
  statuses: readonly Status[] | 'all',
  help: string,
): Metric {
  return { label, unit: 'count', formula: { kind: 'invocations', statuses }, sources: LOGS, help };
}

export function usage(
  label: string,
  unit: MetricUnit,
  dimensions: readonly UsageDimension[],
  help: string,
): Metric {
  return { label, unit, formula: { kind: 'usage', dimensions }, sources: LOGS, help };
}

export function cache(
  label: string,
  part: 'saved' | 'writeExtra' | 'net' | 'unpricedTokens',
  help: string,
): Metric {
  const unit = part === 'unpricedTokens' ? 'tokens' : 'usd';
  return { label, unit, formula: { kind: 'cache', part }, sources: PRICED, help };
}

export function percentile(label: string, of: 'latency' | 'firstToken', quantile: number): Metric {
  const what = of === 'latency' ? 'to the last byte of output' : 'to the first byte of output';
  const help = `${quantile * 100} % of calls took at most this long ${what}; 1 % relative error.`;
  return { label, unit: 'ms', formula: { kind: 'percentile', of, quantile }, sources: LOGS, help };
}

/** What CloudWatch counts, by model unless another level is named. */
export function cloudWatch(
  label: string,
  metricName: string,
  more: Partial<CloudWatchMetric> & { readonly unit?: MetricUnit; readonly help?: string } = {},
): Metric {
  const { unit = 'count', help: words, ...changes } = more;
  const line = {
    namespace: 'AWS/Bedrock',
    statistic: 'Sum',
    level: 'ModelId',
    ...changes,
  } as const;
  const knows = line.level.includes('Model') ? 'account, region and model' : 'account and region';
  const plain = `${line.statistic} of ${metricName} in ${line.namespace}; knows ${knows} only.`;
  const help = words ?? plain;
  return {
    label,
    unit,
    formula: { kind: 'cloudWatch', metricName, ...line },
    sources: CLOUDWATCH,
    help,
  };
}

const BY_ACCOUNT = { level: '' } as const;

export function deliveryFailures(what: string, name: string): Metric {
  const help = `Records that Bedrock could not write to ${what}: lost, and their cost with them.`;
  const label = `Delivery failures (${what})`;
  return cloudWatch(label, `${name}DeliveryFailure`, { ...BY_ACCOUNT, help });
}

export function guardrail(label: string, metricName: string, level: string): Metric {
  return cloudWatch(label, metricName, { namespace: 'AWS/Bedrock/Guardrails', level });
}

/** What we note of ourselves each minute, by account and Region; the greatest value counts. */
export function own(label: string, metricName: string, unit: MetricUnit, help: string): Metric {
  const line = { namespace: OWN_NAMESPACE, statistic: 'Maximum', level: '' } as const;
  return { ...cloudWatch(label, metricName, { ...line, unit, help }), sources: OUTCROP };
}

const MANTLE_LINE = { namespace: 'AWS/BedrockMantle', level: 'Model,Project' } as const;

/** A count of the endpoint bedrock-mantle, which writes no logs. */
export function mantle(label: string, metricName: string, unit: MetricUnit): Metric {
  const words = 'whose calls no log tells of; its projects stand for tenants.';
  const help = `Sum of ${metricName} in AWS/BedrockMantle, ${words}`;
  return cloudWatch(label, metricName, { ...MANTLE_LINE, unit, help });
}

/** What is worked out from the counts of bedrock-mantle. */
export function mantleDerived(
  label: string,
  part: 'cost' | 'unpricedTokens',
  help: string,
): Metric {
  const unit = part === 'cost' ? 'usd' : 'tokens';
  const sources = ['cloudWatch', 'priceBook'] as const;
  return { label, unit, formula: { kind: 'mantle', part }, sources, help };
}

export function ratio(
  label: string,
  parts: { over: string; under: readonly string[]; unit?: MetricUnit; per?: number },
  help: string,
): Metric {
  const { over, under, unit = 'ratio', per = 1 } = parts;
  const isPriced = unit === 'usd' || under.includes('cost') || over.startsWith('unpriced');
  const isCounted = under.some((name) => name.startsWith('cloudWatch'));
  const sources = isPriced ? PRICED : isCounted ? COMPARED : LOGS;
  return { label, unit, formula: { kind: 'ratio', over, under, per }, sources, help };
}
