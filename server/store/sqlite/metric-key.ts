/** The text under which a metric series is known in the store, and what can be read from it. */
import { NONE, UNATTRIBUTED, type Dimension } from '../../../shared/dimensions.ts';
import { cloudWatchKey } from '../../../shared/metric.ts';
import type { MetricSeries, MetricStatistic } from '../../source/metric.ts';
import type { StoredMetricPoint } from '../metric-ledger.ts';
import { providerOf } from './series.ts';

/** What the key of a metric series holds. */
type MetricKey = readonly [
  account: string,
  region: string,
  namespace: string,
  metricName: string,
  modelId: string,
  model: string,
  statistic: MetricStatistic,
  periodSeconds: number,
  labels: MetricSeries['labels'],
];

export interface StoredMetricSeries {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly series: MetricSeries;
  readonly periodSeconds: number;
  /** Its namespace, name, statistic and level. */
  readonly line: string;
  /** What CloudWatch counts here, whatever the period and the model that it is taken for. */
  readonly identity: string;
  readonly valueOf: (dimension: Dimension) => string;
}

const MANTLE = 'AWS/BedrockMantle';
const ALL_MODELS = 'Across all model IDs';

export function writeMetricKey(point: StoredMetricPoint): string {
  const { account, region, namespace, metricName, modelId, model, statistic } = point;
  const { periodSeconds, labels } = point;
  const key: MetricKey = [
    account,
    region,
    namespace,
    metricName,
    modelId,
    model,
    statistic,
    periodSeconds,
    labels,
  ];
  return JSON.stringify(key);
}

/** Reads what writeMetricKey wrote. */
export function parseMetricKey(id: number, key: string): StoredMetricSeries {
  // The guarantee: only writeMetricKey writes these keys.
  const parsed = JSON.parse(key) as MetricKey;
  const [account, region, namespace, metricName, modelId, model, statistic] = parsed;
  const [, , , , , , , periodSeconds, labels] = parsed;
  const isMantle = namespace === MANTLE;
  const names = labels.map(([name]) => name);
  // Deliveries may be counted under a name for all models, which is the account's total.
  const ownModelId = modelId === ALL_MODELS ? '' : modelId;
  if (ownModelId !== '') names.push(isMantle ? 'Model' : 'ModelId');
  const level = names.sort().join();
  const project = labels.find(([name]) => name === 'Project')?.[1];
  const values = new Map<string, string>([
    ['account', account],
    ['region', region],
    ['model', model],
    ['provider', providerOf(model)],
    ['tenant', isMantle ? project || UNATTRIBUTED : NONE],
  ]);
  return {
    id,
    account,
    region,
    series: { namespace, metricName, modelId, labels, statistic },
    periodSeconds,
    line: cloudWatchKey({ namespace, metricName, statistic, level }),
    identity: JSON.stringify([account, region, namespace, ownModelId, statistic, labels]),
    valueOf: (dimension) => values.get(dimension) ?? NONE,
  };
}
