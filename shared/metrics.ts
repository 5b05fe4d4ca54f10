/** The catalogue of metrics: everything that a chart, alarm, report or command can ask for. */
import type { Status } from './dimensions.ts';

export const USAGE_DIMENSIONS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'input_image_tokens',
  'output_image_tokens',
  'input_audio_tokens',
  'output_audio_tokens',
  'output_images',
  'input_images',
  'input_document_images',
  'output_video_seconds',
  'input_video_seconds',
  'input_audio_seconds',
  'text_requests',
  'rerank_queries',
  'guardrail_text_units',
  'guardrail_images',
  'grounding_requests',
  'model_unit_hours',
  'reserved_input_1k_tpm_hours',
  'reserved_output_1k_tpm_hours',
  'custom_model_unit_minutes',
  'training_tokens',
  'training_hours',
  'training_images',
  'model_storage_months',
  'custom_model_unit_storage_months',
  'node_transitions',
  'kb_retrievals',
  'kb_agentic_retrievals',
  'kb_storage_gb_months',
  'evaluation_tasks',
  'unmetered_calls',
] as const;

/** A billable kind of consumption; `unmetered_calls` are calls whose record tells no quantity. */
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** Quantities are integers: seconds, hours, minutes, months are kept in thousandths. */
export function quantityScaleOf(dimension: UsageDimension): 1 | 1000 {
  return /_(seconds|hours|minutes|months)$/.test(dimension) ? 1000 : 1;
}

export type MetricUnit =
  'usd' | 'count' | 'tokens' | 'images' | 'seconds' | 'ms' | 'ratio' | 'tokensPerSecond';

type MetricFormula =
  | { readonly kind: 'invocations'; readonly statuses: readonly Status[] | 'all' }
  | { readonly kind: 'usage'; readonly dimensions: readonly UsageDimension[] }
  | { readonly kind: 'cost' }
  | { readonly kind: 'contractedCost' }
  | { readonly kind: 'unpriced' }
  | { readonly kind: 'unattributed' }
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
  | { readonly kind: 'cloudWatch'; readonly metricName: string };

export interface Metric {
  readonly label: string;
  readonly unit: MetricUnit;
  readonly formula: MetricFormula;
  /** Where the figure comes from; the page marks metrics that no configured source feeds. */
  readonly sources: readonly ('logs' | 'cloudWatch' | 'priceBook')[];
  readonly help: string;
}

const LOGS = ['logs'] as const;
const PRICED = ['logs', 'priceBook'] as const;
const CLOUDWATCH = ['cloudWatch'] as const;

function invocations(label: string, statuses: readonly Status[] | 'all', help: string): Metric {
  return { label, unit: 'count', formula: { kind: 'invocations', statuses }, sources: LOGS, help };
}

function usage(
  label: string,
  unit: MetricUnit,
  dimensions: readonly UsageDimension[],
  help: string,
): Metric {
  return { label, unit, formula: { kind: 'usage', dimensions }, sources: LOGS, help };
}

function percentile(label: string, of: 'latency' | 'firstToken', quantile: number): Metric {
  const what = of === 'latency' ? 'to the last byte of output' : 'to the first byte of output';
  const help = `${quantile * 100} % of calls took at most this long ${what}; 1 % relative error.`;
  return { label, unit: 'ms', formula: { kind: 'percentile', of, quantile }, sources: LOGS, help };
}

function cloudWatch(label: string, metricName: string): Metric {
  const help = `Sum of ${metricName} in AWS/Bedrock; knows account, region and model only.`;
  return {
    label,
    unit: 'count',
    formula: { kind: 'cloudWatch', metricName },
    sources: CLOUDWATCH,
    help,
  };
}

function ratio(
  label: string,
  parts: { over: string; under: readonly string[]; unit?: MetricUnit; per?: number },
  help: string,
): Metric {
  const { over, under, unit = 'ratio', per = 1 } = parts;
  const sources = unit === 'usd' ? PRICED : LOGS;
  return { label, unit, formula: { kind: 'ratio', over, under, per }, sources, help };
}

const TOKENS_IN = ['inputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const;

export const METRICS = {
  cost: {
    label: 'Cost',
    unit: 'usd',
    formula: { kind: 'cost' },
    sources: PRICED,
    help: 'Cost of usage by list prices, or yours where you have one; the rest counts as unpriced.',
  },
  contractedCost: {
    label: 'Contracted cost',
    unit: 'usd',
    formula: { kind: 'contractedCost' },
    sources: PRICED,
    help: 'Cost after the discounts of your price file; equal to the cost without such a file.',
  },
  unpricedInvocations: {
    label: 'Unpriced invocations',
    unit: 'count',
    formula: { kind: 'unpriced' },
    sources: PRICED,
    help: 'Invocations with at least one usage line that no rate covers.',
  },
  unattributedInvocations: {
    label: 'Unattributed invocations',
    unit: 'count',
    formula: { kind: 'unattributed' },
    sources: LOGS,
    help: 'Invocations that no attribution rule gave to a tenant.',
  },
  invocations: invocations('Invocations', 'all', 'Every logged call, failed ones too.'),
  acceptedInvocations: invocations(
    'Accepted invocations',
    ['success', 'guardrailBlocked', 'clientError', 'serverError'],
    'Logged calls that were not throttled: what CloudWatch counts as Invocations.',
  ),
  errors: invocations(
    'Errors',
    ['clientError', 'serverError'],
    'Client and server errors; throttles are counted apart, as CloudWatch does.',
  ),
  clientErrors: invocations('Client errors', ['clientError'], 'Calls refused with a 4xx code.'),
  serverErrors: invocations('Server errors', ['serverError'], 'Calls that failed with a 5xx code.'),
  throttles: invocations('Throttles', ['throttled'], 'Logged calls refused for their rate.'),
  guardrailBlocks: invocations(
    'Guardrail blocks',
    ['guardrailBlocked'],
    'Calls that a guardrail stopped; neither success nor error.',
  ),
  inputTokens: usage(
    'Input tokens',
    'tokens',
    ['input_tokens'],
    'Fresh input tokens, without cache.',
  ),
  outputTokens: usage('Output tokens', 'tokens', ['output_tokens'], 'Tokens that models wrote.'),
  cacheReadTokens: usage(
    'Cache read tokens',
    'tokens',
    ['cache_read_tokens'],
    'Input tokens read from the prompt cache.',
  ),
  cacheWriteTokens: usage(
    'Cache write tokens',
    'tokens',
    ['cache_write_tokens'],
    'Input tokens written to the prompt cache.',
  ),
  images: usage('Images', 'images', ['output_images'], 'Images that models made.'),
  videoSeconds: usage(
    'Video seconds',
    'seconds',
    ['output_video_seconds'],
    'Seconds of video that models made.',
  ),
  rerankQueries: usage(
    'Rerank queries',
    'count',
    ['rerank_queries'],
    'Queries of up to 100 documents each.',
  ),
  latencyP50: percentile('Latency p50', 'latency', 0.5),
  latencyP90: percentile('Latency p90', 'latency', 0.9),
  latencyP99: percentile('Latency p99', 'latency', 0.99),
  firstTokenP50: percentile('Time to first token p50', 'firstToken', 0.5),
  firstTokenP90: percentile('Time to first token p90', 'firstToken', 0.9),
  firstTokenP99: percentile('Time to first token p99', 'firstToken', 0.99),
  cacheHitRatio: ratio(
    'Cache hit ratio',
    { over: 'cacheReadTokens', under: TOKENS_IN },
    'Share of all input tokens that came from the prompt cache.',
  ),
  errorRatio: ratio(
    'Error ratio',
    { over: 'errors', under: ['invocations'] },
    'Errors over logged invocations.',
  ),
  throttleRatio: ratio(
    'Throttle ratio',
    { over: 'throttles', under: ['invocations'] },
    'Throttles over logged invocations.',
  ),
  costPerInvocation: ratio(
    'Cost per invocation',
    { over: 'cost', under: ['invocations'], unit: 'usd' },
    'Cost over logged invocations.',
  ),
  costPerMillionTokens: ratio(
    'Cost per 1M tokens',
    { over: 'cost', under: [...TOKENS_IN, 'outputTokens'], unit: 'usd', per: 1_000_000 },
    'Cost over all tokens read, written and cached.',
  ),
  cloudWatchInvocations: cloudWatch('Invocations (CloudWatch)', 'Invocations'),
  cloudWatchThrottles: cloudWatch('Throttles (CloudWatch)', 'InvocationThrottles'),
  cloudWatchClientErrors: cloudWatch('Client errors (CloudWatch)', 'InvocationClientErrors'),
  cloudWatchServerErrors: cloudWatch('Server errors (CloudWatch)', 'InvocationServerErrors'),
  logCoverage: ratio(
    'Coverage of logs',
    { over: 'acceptedInvocations', under: ['cloudWatchInvocations'] },
    'Logged invocations, throttles apart, over those that CloudWatch counted.',
  ),
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof METRICS;
/** All metrics, in the order of the catalogue. */
export const METRIC_KEYS = Object.keys(METRICS) as readonly MetricKey[]; // Of a literal object.

/** Tells whether a text names a metric of the catalogue. */
export function isMetric(name: string): name is MetricKey {
  return Object.hasOwn(METRICS, name);
}
