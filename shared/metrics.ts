/** The catalogue of metrics: everything that a chart, alarm, report or command can ask for. */
import {
  cache,
  cloudWatch,
  deliveryFailures,
  guardrail,
  invocations,
  CHARGED,
  LOGS,
  mantle,
  mantleDerived,
  PRICED,
  ratio,
  type Metric,
  usage,
} from './metric.ts';
import { BILL_METRICS } from './bill-metrics.ts';
import { IMAGE_METRICS } from './image-metrics.ts';
import { LATENCY_METRICS } from './latency-metrics.ts';
import { OWN_METRICS } from './own-metrics.ts';
import { QUOTA_METRICS } from './quota-metrics.ts';

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
    help: 'Cost after discounts and mark-ups of your price file; the same as cost without one.',
  },
  directCost: {
    label: 'Direct cost',
    unit: 'usd',
    formula: { kind: 'directCost' },
    sources: PRICED,
    help: 'Cost of calls, and of capacity that a rule gives to one tenant: nothing shared or idle.',
  },
  chargeCost: {
    label: 'Cost that no call carries',
    unit: 'usd',
    formula: { kind: 'chargeCost', shares: ['direct', 'allocated', 'idle'] },
    sources: CHARGED,
    help: 'Bought capacity, stored models and training, by the hour; part of the cost.',
  },
  allocatedCost: {
    label: 'Allocated cost',
    unit: 'usd',
    formula: { kind: 'chargeCost', shares: ['allocated'] },
    sources: CHARGED,
    help: 'The part of it that is shared out among tenants by the method of the config.',
  },
  idleCost: {
    label: 'Idle cost',
    unit: 'usd',
    formula: { kind: 'chargeCost', shares: ['idle'] },
    sources: CHARGED,
    help: 'The part of it that nobody used; its tenant is (idle).',
  },
  ...BILL_METRICS,
  inexactCost: {
    label: 'Cost by inexact rates',
    unit: 'usd',
    formula: { kind: 'costByQuality', qualities: ['fallback', 'estimate'] },
    sources: PRICED,
    help: 'The part of the cost whose rates are fallbacks or estimates: no source lists them so.',
  },
  estimatedCost: {
    label: 'Estimated cost',
    unit: 'usd',
    formula: { kind: 'costByQuality', qualities: ['estimate'] },
    sources: PRICED,
    help: 'The part of the cost whose rates are worked out from others by a usual ratio.',
  },
  inexactCostRatio: ratio(
    'Inexact share of cost',
    { over: 'inexactCost', under: ['cost'] },
    'Cost by fallbacks and estimates over the cost.',
  ),
  unpricedInvocations: {
    label: 'Unpriced invocations',
    unit: 'count',
    formula: { kind: 'unpriced' },
    sources: PRICED,
    help: 'Invocations with at least one usage line that no rate covers.',
  },
  unpricedCharges: {
    label: 'Unpriced charges',
    unit: 'count',
    formula: { kind: 'unpricedCharges' },
    sources: CHARGED,
    help: 'Hours of bought capacity, stored models and training that no rate covers.',
  },
  unpricedRatio: ratio(
    'Unpriced share of invocations',
    { over: 'unpricedInvocations', under: ['invocations'] },
    'Invocations with unpriced usage over logged invocations.',
  ),
  attributedCost: {
    label: 'Attributed cost',
    unit: 'usd',
    formula: { kind: 'costByTenant', part: 'attributed' },
    sources: PRICED,
    help: 'Cost of calls that a rule gave to a tenant.',
  },
  unattributedCost: {
    label: 'Unattributed cost',
    unit: 'usd',
    formula: { kind: 'costByTenant', part: 'unattributed' },
    sources: PRICED,
    help: 'Cost of calls that no rule gave to a tenant.',
  },
  attributionCoverage: ratio(
    'Coverage of attribution',
    { over: 'attributedCost', under: ['cost'] },
    'Share of the cost that a rule gave to a tenant.',
  ),
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
  ...IMAGE_METRICS,
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
  ...LATENCY_METRICS,
  ...QUOTA_METRICS,
  cacheHitRatio: ratio(
    'Cache hit ratio',
    { over: 'cacheReadTokens', under: TOKENS_IN },
    'Share of all input tokens that came from the prompt cache.',
  ),
  cacheSavings: cache(
    'Saved by cache reads',
    'saved',
    'Cache reads at the rate of fresh input, less their cost, by list prices.',
  ),
  cacheWriteExtra: cache(
    'Extra for cache writes',
    'writeExtra',
    'Cost of cache writes above that of fresh input, by list prices.',
  ),
  cacheNetSavings: cache(
    'Net saved by the cache',
    'net',
    'What cache reads saved less what cache writes cost extra; below zero it did not pay.',
  ),
  cacheUnpricedTokens: cache(
    'Cache tokens without a rate',
    'unpricedTokens',
    'Tokens read from or written to the cache that are in no figure of savings.',
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
  cloudWatchInputTokens: cloudWatch('Input tokens (CloudWatch)', 'InputTokenCount', {
    unit: 'tokens',
  }),
  cloudWatchOutputTokens: cloudWatch('Output tokens (CloudWatch)', 'OutputTokenCount', {
    unit: 'tokens',
  }),
  cloudWatchTokensPerMinuteMax: cloudWatch('Token quota use', 'EstimatedTPMQuotaUsage', {
    statistic: 'Maximum',
    unit: 'tokens',
    help: 'Most tokens a minute against the quota, as CloudWatch estimates it, of one model.',
  }),
  logDeliveryFailures: deliveryFailures('CloudWatch Logs', 'ModelInvocationLogsCloudWatch'),
  s3DeliveryFailures: deliveryFailures('S3', 'ModelInvocationLogsS3'),
  largeDataDeliveryFailures: deliveryFailures('large bodies', 'ModelInvocationLargeDataS3'),
  guardrailRuns: guardrail('Guardrail runs', 'Invocations', 'GuardrailArn,GuardrailVersion'),
  guardrailInterventions: guardrail(
    'Guardrail interventions',
    'InvocationsIntervened',
    'GuardrailArn,GuardrailVersion',
  ),
  guardrailTextUnits: guardrail('Guardrail text units', 'TextUnitCount', 'GuardrailPolicyType'),
  mantleInferences: mantle('Mantle calls', 'Inferences', 'count'),
  mantleInputTokens: mantle('Mantle input tokens', 'InputTokens', 'tokens'),
  mantleOutputTokens: mantle('Mantle output tokens', 'OutputTokens', 'tokens'),
  mantleCost: mantleDerived(
    'Mantle cost (metric-derived)',
    'cost',
    'Tokens of bedrock-mantle, as CloudWatch counts them, at list prices; in no other cost.',
  ),
  mantleUnpricedTokens: mantleDerived(
    'Mantle tokens without a rate',
    'unpricedTokens',
    'Tokens of bedrock-mantle that are not in its cost, since the book has no rate for them.',
  ),
  logCoverage: ratio(
    'Coverage of logs',
    { over: 'acceptedInvocations', under: ['cloudWatchInvocations'] },
    'Logged invocations, throttles apart, over those that CloudWatch counted.',
  ),
  ...OWN_METRICS,
} as const satisfies Record<string, Metric>;

export type MetricKey = keyof typeof METRICS;
/** All metrics, in the order of the catalogue. */
export const METRIC_KEYS = Object.keys(METRICS) as readonly MetricKey[]; // Of a literal object.

/** Tells whether a text names a metric of the catalogue. */
export function isMetric(name: string): name is MetricKey {
  return Object.hasOwn(METRICS, name);
}
