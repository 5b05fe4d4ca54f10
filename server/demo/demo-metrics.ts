/** CloudWatch metrics of the demo, counted from the very calls that the logs tell of. */
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { AwsScope, MetricMinute, MetricQuery, MetricSeries } from './aws-world.ts';
import { CUSTOMERS_ACCOUNT } from './demo-accounts.ts';
import { WORKLOADS, type DemoCall } from './demo-calls.ts';
import { hoursBetween, type DemoHours } from './demo-hours.ts';
import { isClientError, isServerError, isThrottled } from './demo-outcome.ts';
import { metricModelId, type Workload } from './demo-workload.ts';

export const BEDROCK_NAMESPACE = 'AWS/Bedrock';
/** A minute is counted this long after it is over. */
const LAG_MS = MINUTE_MS;

type Measure = (call: DemoCall) => number | null;

const once = (holds: boolean): number | null => (holds ? 1 : null);
const whenSuccess = (call: DemoCall, value: number): number | null =>
  call.outcome === 'success' && value > 0 ? value : null;
const isStream = ({ operation }: Workload): boolean => operation.endsWith('Stream');
const isImage = ({ body }: Workload): boolean =>
  body === 'novaCanvas' || body === 'stableDiffusion';

/** What one call adds to a metric of its model; null when nothing. */
const MODEL_METRICS: Readonly<Record<string, Measure>> = {
  Invocations: ({ outcome }) => once(!isThrottled(outcome)),
  InvocationThrottles: ({ outcome }) => once(isThrottled(outcome)),
  InvocationClientErrors: ({ outcome }) => once(isClientError(outcome)),
  InvocationServerErrors: ({ outcome }) => once(isServerError(outcome)),
  InvocationLatency: (call) => whenSuccess(call, call.latencyMs),
  InputTokenCount: (call) => whenSuccess(call, call.tokens.input),
  OutputTokenCount: (call) => whenSuccess(call, call.tokens.output),
  CacheReadInputTokens: (call) => whenSuccess(call, call.tokens.cacheRead),
  CacheWriteInputTokens: (call) => whenSuccess(call, call.tokens.cacheWrite),
  OutputImageCount: (call) => (isImage(call.workload) ? whenSuccess(call, call.units) : null),
  TimeToFirstToken: (call) =>
    isStream(call.workload) ? whenSuccess(call, call.firstByteMs) : null,
};

/** Health of log delivery, counted for the account as a whole. */
const ACCOUNT_METRICS: Readonly<Record<string, Measure>> = {
  ModelInvocationLogsCloudWatchDeliverySuccess: ({ isLogged }) => once(isLogged),
  ModelInvocationLogsCloudWatchDeliveryFailure: ({ isLogged }) => once(!isLogged),
  ModelInvocationLogsS3DeliverySuccess: ({ isLogged }) => once(isLogged),
  ModelInvocationLogsS3DeliveryFailure: ({ isLogged }) => once(!isLogged),
};

/** Metrics that a scope has: by model, and without a dimension for all models together. */
export function demoSeries(scope: AwsScope, sinceEndMs: number): readonly MetricSeries[] {
  const workloads = WORKLOADS.filter(({ account, region, sinceHoursBeforeEnd }) => {
    const startMs = sinceHoursBeforeEnd === null ? -Infinity : -sinceHoursBeforeEnd * HOUR_MS;
    return account === scope.account && region === scope.region && sinceEndMs >= startMs;
  });
  const byModel = [...new Set(workloads.map(metricModelId))].flatMap((modelId) => {
    const own = workloads.filter((workload) => metricModelId(workload) === modelId);
    return Object.keys(MODEL_METRICS)
      .filter((metricName) => own.some((workload) => applies(metricName, workload)))
      .map((metricName) => seriesOf(metricName, [['ModelId', modelId]]));
  });
  const totals = Object.keys(MODEL_METRICS).map((metricName) => seriesOf(metricName, []));
  return [...byModel, ...totals, ...deliveryNames(scope.account).map((name) => seriesOf(name, []))];
}

function seriesOf(
  metricName: string,
  dimensions: readonly (readonly [string, string])[],
): MetricSeries {
  return { namespace: BEDROCK_NAMESPACE, metricName, dimensions: new Map(dimensions) };
}

function applies(metricName: string, workload: Workload): boolean {
  if (metricName.startsWith('Cache')) return workload.cache !== null;
  if (metricName === 'InputTokenCount') return workload.inputTokens > 0;
  if (metricName === 'OutputTokenCount') return workload.outputTokens > 0;
  if (metricName === 'OutputImageCount') return isImage(workload);
  return metricName !== 'TimeToFirstToken' || isStream(workload);
}

function deliveryNames(account: string): readonly string[] {
  const kind = account === CUSTOMERS_ACCOUNT ? 'S3' : 'CloudWatch';
  return Object.keys(ACCOUNT_METRICS).filter((name) => name.includes(`Logs${kind}`));
}

/** Samples by minute of one series; empty for a series that the demo has not. */
export function* demoMinutes(hours: DemoHours, query: MetricQuery): Iterable<MetricMinute> {
  const { series, endMs, nowMs } = query;
  const startMs = Math.max(query.startMs, hours.startMs);
  const measure = measureOf(query);
  if (!measure) return;
  const modelId = series.dimensions.get('ModelId');
  const countedMs = Math.floor((nowMs - LAG_MS) / MINUTE_MS) * MINUTE_MS;
  for (const hourStartMs of hoursBetween(startMs, Math.min(endMs, countedMs))) {
    const { calls, byModelId } = hours.hour(query, hourStartMs);
    const own = modelId === undefined ? calls : (byModelId.get(modelId) ?? []);
    yield* minutesOf(own, measure, { startMs, endMs: Math.min(endMs, countedMs) });
  }
}

function measureOf({ series, account }: MetricQuery): Measure | null {
  const { namespace, metricName, dimensions } = series;
  const isKnown = dimensions.size === 0 || (dimensions.size === 1 && dimensions.has('ModelId'));
  if (namespace !== BEDROCK_NAMESPACE || !isKnown) return null;
  if (Object.hasOwn(MODEL_METRICS, metricName)) return MODEL_METRICS[metricName] ?? null;
  const isDelivery = deliveryNames(account).includes(metricName) && dimensions.size === 0;
  return isDelivery ? (ACCOUNT_METRICS[metricName] ?? null) : null;
}

function minutesOf(
  calls: readonly DemoCall[],
  measure: Measure,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): readonly MetricMinute[] {
  const minutes: { readonly startMs: number; readonly values: number[] }[] = [];
  for (const call of calls) {
    const minuteMs = Math.floor(call.timestampMs / MINUTE_MS) * MINUTE_MS;
    const value = minuteMs >= startMs && minuteMs < endMs ? measure(call) : null;
    if (value === null) continue;
    const last = minutes.at(-1); // Calls come ordered by time, so the minute is the last or new.
    if (last?.startMs === minuteMs) last.values.push(value);
    else minutes.push({ startMs: minuteMs, values: [value] });
  }
  return minutes;
}
