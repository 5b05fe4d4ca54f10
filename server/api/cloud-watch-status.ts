/** An alarm of CloudWatch as the page shows it beside ours. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { isoTime } from '../../shared/window.ts';
import { modelBehind } from '../job/ingest.ts';
import type { Inventory } from '../source/inventory.ts';
import type { CloudWatchAlarm } from '../source/metric.ts';

const METRIC_OF = new Map<string, MetricKey>([
  ['Invocations', 'cloudWatchInvocations'],
  ['InvocationThrottles', 'throttles'],
  ['InvocationClientErrors', 'clientErrors'],
  ['InvocationServerErrors', 'serverErrors'],
]);

const LATENCY_OF = new Map<string, MetricKey>([
  ['p50', 'latencyP50'],
  ['p90', 'latencyP90'],
  ['p99', 'latencyP99'],
]);

const COMPARISON_OF = new Map<string, AlarmStatus['comparison']>([
  ['GreaterThanThreshold', '>'],
  ['GreaterThanOrEqualToThreshold', '>='],
  ['LessThanThreshold', '<'],
  ['LessThanOrEqualToThreshold', '<='],
]);

/** What CloudWatch's alarms do not have. */
const NOT_OURS = {
  severity: null,
  owner: '',
  runbook: '',
  origin: 'cloudWatch',
  hush: null,
  kind: 'cloudWatch',
  group: {},
  lastValue: null,
} as const;

const LABEL_OF: Readonly<Record<Exclude<CloudWatchAlarm['type'], 'metric'>, string>> = {
  math: 'Formula',
  band: 'Anomaly band',
  promQl: 'PromQL query',
  composite: 'Composite',
  log: 'Query over logs',
};

/** Queries may be long; the page shows their beginning. */
const EXPRESSION_CHARACTERS_MAX = 300;

/** One alarm of CloudWatch, with the metric of ours that it watches where there is one. */
export function cloudWatchStatus(alarm: CloudWatchAlarm, inventory: Inventory): AlarmStatus {
  const { type, periodSeconds, state, threshold } = alarm;
  const datapoints = `${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods}`;
  const said = alarm.stateReason === '' ? 'By CloudWatch.' : `${alarm.stateReason} By CloudWatch.`;
  return {
    ...NOT_OURS,
    name: alarm.name,
    metric: type === 'metric' ? metricOf(alarm) : null,
    metricLabel: type === 'metric' ? metricLabel(alarm) : LABEL_OF[type],
    filter: filterOf(alarm, inventory),
    comparison: COMPARISON_OF.get(alarm.comparison) ?? '>',
    threshold: threshold ?? 0,
    thresholdText: threshold === null ? '' : String(threshold),
    condition: conditionOf(alarm),
    periodSeconds,
    datapoints: type === 'composite' ? '' : datapoints,
    state,
    since: isoTime(alarm.stateUpdatedAtMs),
    reason: said,
  };
}

function metricLabel({ metricName, statistic }: CloudWatchAlarm): string {
  return `${metricName} ${statistic}`;
}

function metricOf({ metricName, statistic }: CloudWatchAlarm): MetricKey | null {
  const isLatency = metricName === 'InvocationLatency';
  return (isLatency ? LATENCY_OF.get(statistic) : METRIC_OF.get(metricName)) ?? null;
}

function filterOf(alarm: CloudWatchAlarm, inventory: Inventory): string {
  const modelId = alarm.dimensions.get('ModelId');
  const model = modelId === undefined ? null : modelBehind(modelId, inventory);
  const place = `account=${alarm.account} region=${alarm.region}`;
  return model === null ? place : `${place} model=${model}`;
}

/** What it waits for in words; null for a metric against a threshold, which the page can say. */
function conditionOf(alarm: CloudWatchAlarm): string | null {
  const { type, comparison, threshold } = alarm;
  const expression =
    alarm.expression.length > EXPRESSION_CHARACTERS_MAX
      ? `${alarm.expression.slice(0, EXPRESSION_CHARACTERS_MAX)}\u2026`
      : alarm.expression;
  if (type === 'metric') return null;
  if (type === 'composite' || type === 'promQl') return expression;
  const periods = `${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods}`;
  if (type === 'band') {
    return `${metricLabel(alarm)} ${bandSide(comparison)} ${expression}, ${periods}`;
  }
  const bar = `${COMPARISON_OF.get(comparison) ?? comparison} ${threshold ?? ''}`;
  return `${expression} ${bar}, ${periods}`;
}

function bandSide(comparison: string): string {
  if (comparison === 'LessThanLowerThreshold') return 'below';
  return comparison === 'GreaterThanUpperThreshold' ? 'above' : 'outside';
}
