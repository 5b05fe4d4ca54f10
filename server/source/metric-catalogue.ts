/** Which metrics of Bedrock are read, by which dimensions, in which statistic and how often. */
import type { MetricSeries, MetricStatistic } from './metric.ts';

export const BEDROCK = 'AWS/Bedrock';
export const MANTLE = 'AWS/BedrockMantle';
export const GUARDRAILS = 'AWS/Bedrock/Guardrails';

/** `often` is what alarms and coverage wait for; the rest is asked for by the hour. */
export type Cadence = 'often' | 'seldom';

export interface MetricReading {
  readonly namespace: string;
  readonly metricName: string;
  /** Names of the dimensions, sorted; a call is counted once on each level that CloudWatch has. */
  readonly dimensions: readonly string[];
  readonly statistics: readonly MetricStatistic[];
  readonly cadence: Cadence;
}

/** Dimensions whose value names a model. */
export const MODEL_DIMENSIONS: ReadonlySet<string> = new Set(['ModelId', 'Model']);

/** Value of ModelId under which deliveries of log records may be counted. */
export const ALL_MODELS = 'Across all model IDs';

/** What is asked for although CloudWatch lists it no more: calls of models that are known. */
export const COUNTED_CALLS = [
  'Invocations',
  'InvocationClientErrors',
  'InvocationServerErrors',
  'InvocationThrottles',
] as const;

const SUM = ['Sum'] as const;
/** Sum over count is the mean, and unlike percentiles both add up over any span. */
const MEAN = ['Sum', 'SampleCount'] as const;

function readings(
  common: Omit<MetricReading, 'metricName'>,
  metricNames: readonly string[],
): readonly MetricReading[] {
  return metricNames.map((metricName) => ({ ...common, metricName }));
}

const byModel = { namespace: BEDROCK, dimensions: ['ModelId'] } as const;
const byGuardrail = {
  namespace: GUARDRAILS,
  dimensions: ['GuardrailArn', 'GuardrailVersion'],
  cadence: 'seldom',
} as const;

/** All that is read; a series of any other name or level is part of one that is. */
export const READINGS: readonly MetricReading[] = [
  ...readings({ ...byModel, statistics: SUM, cadence: 'often' }, COUNTED_CALLS),
  ...readings({ ...byModel, statistics: SUM, cadence: 'seldom' }, [
    'InputTokenCount',
    'OutputTokenCount',
    'CacheReadInputTokens',
    'CacheWriteInputTokens',
    'OutputImageCount',
    'LegacyModelInvocations',
  ]),
  ...readings({ ...byModel, statistics: MEAN, cadence: 'seldom' }, [
    'InvocationLatency',
    'TimeToFirstToken',
  ]),
  ...readings({ ...byModel, statistics: ['Maximum'], cadence: 'seldom' }, [
    'EstimatedTPMQuotaUsage',
  ]),
  // Deliveries are counted for all models together.
  ...readings({ namespace: BEDROCK, dimensions: [], statistics: SUM, cadence: 'often' }, [
    'ModelInvocationLogsCloudWatchDeliverySuccess',
    'ModelInvocationLogsCloudWatchDeliveryFailure',
    'ModelInvocationLogsS3DeliverySuccess',
    'ModelInvocationLogsS3DeliveryFailure',
    'ModelInvocationLargeDataS3DeliverySuccess',
    'ModelInvocationLargeDataS3DeliveryFailure',
  ]),
  ...readings(
    { namespace: MANTLE, dimensions: ['Model', 'Project'], statistics: SUM, cadence: 'often' },
    ['Inferences', 'InferenceClientErrors', 'InputTokens', 'OutputTokens'],
  ),
  ...readings({ namespace: MANTLE, dimensions: [], statistics: SUM, cadence: 'often' }, [
    'Inferences',
    'TotalInputTokens',
    'TotalOutputTokens',
  ]),
  ...readings({ ...byGuardrail, statistics: SUM }, [
    'Invocations',
    'InvocationsIntervened',
    'InvocationClientErrors',
    'InvocationServerErrors',
    'InvocationThrottles',
  ]),
  ...readings({ ...byGuardrail, statistics: MEAN }, ['InvocationLatency']),
  ...readings({ ...byGuardrail, dimensions: ['GuardrailPolicyType'], statistics: SUM }, [
    'InvocationsIntervened',
    'TextUnitCount',
  ]),
];

/** Namespaces that are listed. */
export const NAMESPACES: readonly string[] = [...new Set(READINGS.map((one) => one.namespace))];

/** How often a series is read. */
export function cadenceOf({
  namespace,
  metricName,
  modelId,
}: Pick<MetricSeries, 'namespace' | 'metricName' | 'modelId'>): Cadence {
  const isByModel = modelId !== '' && modelId !== ALL_MODELS;
  const reading = READINGS.find(
    (one) =>
      one.namespace === namespace &&
      one.metricName === metricName &&
      one.dimensions.some((name) => MODEL_DIMENSIONS.has(name)) === isByModel,
  );
  return reading?.cadence ?? 'seldom';
}
