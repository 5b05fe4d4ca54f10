/** CloudWatch alarms that somebody set in the demo's accounts; their states follow the metrics. */
import { HOUR_MS } from '../../shared/window.ts';
import type { AwsScope, AwsWorld, WorldAlarm } from './aws-world.ts';
import { CUSTOMERS_ACCOUNT, PRODUCTION_ACCOUNT } from './demo-accounts.ts';
import { BEDROCK_NAMESPACE } from './demo-metrics.ts';
import { MODELS } from './demo-models.ts';
import { periodValues } from './metric-periods.ts';

type State = WorldAlarm['state'];

interface AlarmDraft extends Omit<
  WorldAlarm,
  'series' | 'state' | 'stateReason' | 'stateUpdatedAtMs'
> {
  readonly account: string;
  readonly region: string;
  readonly metricName: string;
  readonly modelId: string | null;
}

const EAST = { account: PRODUCTION_ACCOUNT, region: 'us-east-1' } as const;
const FIVE_MINUTES = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 } as const;
const ABOVE = { comparison: 'GreaterThanThreshold', treatMissingData: 'notBreaching' } as const;

const ALARMS: readonly AlarmDraft[] = [
  {
    ...EAST,
    ...FIVE_MINUTES,
    ...ABOVE,
    name: 'bedrock-sonnet-throttles',
    metricName: 'InvocationThrottles',
    modelId: `us.${MODELS.sonnet.id}`,
    statistic: 'Sum',
    threshold: 50,
  },
  {
    ...EAST,
    ...ABOVE,
    name: 'bedrock-nova-pro-latency-p99',
    metricName: 'InvocationLatency',
    modelId: 'k3s9x2qv7m1a',
    statistic: 'p99',
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 20_000,
  },
  {
    ...EAST,
    ...FIVE_MINUTES,
    ...ABOVE,
    name: 'bedrock-server-errors',
    metricName: 'InvocationServerErrors',
    modelId: null,
    statistic: 'Sum',
    threshold: 5,
  },
  {
    ...EAST,
    ...FIVE_MINUTES,
    ...ABOVE,
    name: 'bedrock-retired-claude-3-latency',
    metricName: 'InvocationLatency',
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    statistic: 'Average',
    threshold: 8000,
    treatMissingData: 'missing',
  },
  {
    ...ABOVE,
    account: CUSTOMERS_ACCOUNT,
    region: 'us-west-2',
    name: 'bedrock-unapproved-model-saga-6',
    metricName: 'Invocations',
    modelId: `us.${MODELS.saga.id}`,
    statistic: 'Sum',
    periodSeconds: 3600,
    evaluationPeriods: 6,
    datapointsToAlarm: 1,
    threshold: 0,
  },
  {
    ...FIVE_MINUTES,
    ...ABOVE,
    account: CUSTOMERS_ACCOUNT,
    region: 'eu-central-1',
    name: 'bedrock-log-delivery-failure',
    metricName: 'ModelInvocationLogsS3DeliveryFailure',
    modelId: null,
    statistic: 'Sum',
    threshold: 0,
  },
];

/** How far back the last change of state is looked for. */
const LOOK_BACK_MS = 96 * HOUR_MS;
/** CloudWatch waits this long for the points of a period. */
const SETTLE_MS = 120_000;

/** The alarms of a scope with the states that the metrics give them at this time. */
export function demoAlarms(
  world: Pick<AwsWorld, 'metricMinutes'>,
  scope: AwsScope,
  nowMs: number,
): readonly WorldAlarm[] {
  return ALARMS.filter(({ account, region }) => {
    return account === scope.account && region === scope.region;
  }).map((draft) => evaluated(world, draft, nowMs));
}

function evaluated(
  world: Pick<AwsWorld, 'metricMinutes'>,
  draft: AlarmDraft,
  nowMs: number,
): WorldAlarm {
  const { account, region, metricName, modelId, ...rest } = draft;
  const dimensions = new Map(modelId === null ? [] : [['ModelId', modelId] as const]);
  const series = { namespace: BEDROCK_NAMESPACE, metricName, dimensions };
  const periodMs = draft.periodSeconds * 1000;
  const lastEndMs = Math.floor((nowMs - SETTLE_MS) / periodMs) * periodMs;
  const { periodSeconds, statistic } = draft;
  const window = { startMs: lastEndMs - LOOK_BACK_MS, endMs: lastEndMs, nowMs };
  const asked = { account, region, series, periodSeconds, statistic, ...window };
  const values = new Map(periodValues(world, asked).map(({ startMs, value }) => [startMs, value]));
  const { state, sinceMs } = lastChange(draft, values, lastEndMs);
  const stateReason = `State by the last ${draft.evaluationPeriods} periods.`;
  return { ...rest, series, state, stateReason, stateUpdatedAtMs: sinceMs };
}

/** Goes back period by period until the state was another. */
function lastChange(
  draft: AlarmDraft,
  values: ReadonlyMap<number, number>,
  lastEndMs: number,
): { readonly state: State; readonly sinceMs: number } {
  const periodMs = draft.periodSeconds * 1000;
  const state = stateAt(draft, values, lastEndMs);
  const earliestMs = lastEndMs - LOOK_BACK_MS + draft.evaluationPeriods * periodMs;
  let sinceMs = lastEndMs;
  while (sinceMs > earliestMs && stateAt(draft, values, sinceMs - periodMs) === state) {
    sinceMs -= periodMs;
  }
  return { state, sinceMs };
}

function stateAt(draft: AlarmDraft, values: ReadonlyMap<number, number>, endMs: number): State {
  const { evaluationPeriods, datapointsToAlarm, threshold, treatMissingData } = draft;
  const points = Array.from({ length: evaluationPeriods }, (_, index) => {
    return values.get(endMs - (index + 1) * draft.periodSeconds * 1000);
  });
  const breaching = points.filter((point) => point !== undefined && point > threshold);
  if (breaching.length >= datapointsToAlarm) return 'ALARM';
  const isBlind = points.every((point) => point === undefined) && treatMissingData === 'missing';
  return isBlind ? 'INSUFFICIENT_DATA' : 'OK';
}
