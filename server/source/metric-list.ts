/** Which series of Bedrock's metrics an account has: those listed, and those known otherwise. */
import { ListMetricsCommand, type CloudWatchClient, type Metric } from '@aws-sdk/client-cloudwatch';
import type { MetricSeries } from './metric.ts';
import {
  ALL_MODELS,
  BEDROCK,
  COUNTED_CALLS,
  MODEL_DIMENSIONS,
  NAMESPACES,
  READINGS,
} from './metric-catalogue.ts';
import { tokenPages } from './token-pages.ts';

/** What is known of an account and Region besides CloudWatch's own list. */
export interface KnownSeries {
  /** Ids of models that logs tell of; the list lags by a quarter of an hour. */
  readonly modelIds: readonly string[];
  /** Series that were read before; the list forgets those silent for two weeks. */
  readonly stored: readonly MetricSeries[];
}

export const NOTHING_KNOWN: KnownSeries = { modelIds: [], stored: [] };

/** The one text of a series, by which lists are told apart. */
export function metricSeriesKey({
  namespace,
  metricName,
  modelId,
  labels,
  statistic,
}: MetricSeries): string {
  return JSON.stringify([namespace, metricName, modelId, labels, statistic]);
}

/**
 * Series to ask for.
 *
 * A series with more dimensions than ours, such as one service tier, is part of one that is listed
 * by itself and is left out.
 *
 * @throws what the SDK throws.
 */
export async function listMetricSeries(
  client: CloudWatchClient,
  known: KnownSeries,
): Promise<readonly MetricSeries[]> {
  const found = new Map<string, MetricSeries>();
  const add = (series: MetricSeries): void => void found.set(metricSeriesKey(series), series);
  for (const Namespace of NAMESPACES) {
    const ask = ({ token: NextToken }: { readonly token?: string }) =>
      client.send(new ListMetricsCommand({ Namespace, ...(NextToken && { NextToken }) }));
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      for (const metric of page.Metrics ?? []) seriesOf(metric).forEach(add);
    }
  }
  for (const modelId of known.modelIds) {
    COUNTED_CALLS.forEach((metricName) => add(callsOf(modelId, metricName)));
  }
  // Points that we wrote ourselves are nothing to ask CloudWatch for.
  known.stored.filter(({ namespace }) => NAMESPACES.includes(namespace)).forEach(add);
  return [...found.values()];
}

function callsOf(modelId: string, metricName: string): MetricSeries {
  return { namespace: BEDROCK, metricName, modelId, labels: [], statistic: 'Sum' };
}

/** One series for each statistic that is read of a metric; none for those that are not. */
function seriesOf(metric: Metric): readonly MetricSeries[] {
  const { Namespace: namespace = '', MetricName: metricName = '', Dimensions = [] } = metric;
  const pairs = Dimensions.map(({ Name = '', Value = '' }): [string, string] => [Name, Value]);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const modelId = pairs.find(([name]) => MODEL_DIMENSIONS.has(name))?.[1] ?? '';
  const names = modelId === ALL_MODELS ? '' : pairs.map(([name]) => name).join();
  const reading = READINGS.find(
    (one) =>
      one.namespace === namespace &&
      one.metricName === metricName &&
      one.dimensions.join() === names,
  );
  const labels = pairs.filter(([name]) => !MODEL_DIMENSIONS.has(name));
  return (reading?.statistics ?? []).map((statistic) => {
    return { namespace, metricName, modelId, labels, statistic };
  });
}
