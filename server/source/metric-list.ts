/** Which series of Bedrock's metrics an account has, as far as CloudWatch remembers. */
import { ListMetricsCommand, type CloudWatchClient, type Metric } from '@aws-sdk/client-cloudwatch';
import { tokenPages } from './token-pages.ts';

export const NAMESPACE = 'AWS/Bedrock';

/** One metric, of one model or of the whole account. */
export interface MetricSeries {
  readonly metricName: string;
  /** '' for the account's total. */
  readonly modelId: string;
}

const COUNTS = [
  'Invocations',
  'InvocationClientErrors',
  'InvocationServerErrors',
  'InvocationThrottles',
] as const;

/** Metrics that are read: calls by outcome, and whether their log records were delivered. */
const METRIC_NAMES: ReadonlySet<string> = new Set([
  ...COUNTS,
  'ModelInvocationLogsCloudWatchDeliverySuccess',
  'ModelInvocationLogsCloudWatchDeliveryFailure',
  'ModelInvocationLogsS3DeliverySuccess',
  'ModelInvocationLogsS3DeliveryFailure',
]);

/**
 * Series to ask for: those that CloudWatch lists, and calls of models that are known otherwise.
 *
 * A series with more dimensions than the model, such as one service tier, is part of one that is
 * listed by itself and is left out.
 *
 * @param knownModelIds since CloudWatch forgets a series that has been silent for two weeks.
 */
export async function listMetricSeries(
  client: CloudWatchClient,
  knownModelIds: readonly string[],
): Promise<readonly MetricSeries[]> {
  const found = new Map<string, MetricSeries>();
  const add = (series: MetricSeries): void =>
    void found.set(`${series.metricName} ${series.modelId}`, series);
  const ask = ({ token: NextToken }: { readonly token?: string }) =>
    client.send(new ListMetricsCommand({ Namespace: NAMESPACE, ...(NextToken && { NextToken }) }));
  for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
    for (const metric of page.Metrics ?? []) {
      const series = seriesOf(metric);
      if (series) add(series);
    }
  }
  for (const modelId of knownModelIds) COUNTS.forEach((metricName) => add({ metricName, modelId }));
  return [...found.values()];
}

function seriesOf({ MetricName: metricName = '', Dimensions = [] }: Metric): MetricSeries | null {
  const [only] = Dimensions;
  if (!METRIC_NAMES.has(metricName) || Dimensions.length > 1) return null;
  if (only && only.Name !== 'ModelId') return null;
  return { metricName, modelId: only?.Value ?? '' };
}
