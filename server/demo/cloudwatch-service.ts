/** CloudWatch on the local endpoint, AWS JSON 1.0 in its query-compatible form: metrics, alarms. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { MetricSeries, WorldAlarm } from './aws-world.ts';
import { getMetricData } from './get-metric-data.ts';
import { jsonObjectOf, numberIn, textIn, textsIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';
import { dimensionsIn, dimensionsOnWire } from './metric-dimensions.ts';
import { readToken, writeToken } from './page-token.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';
const TARGET_PREFIX = 'GraniteServiceVersion20100801.';
const METRICS_MAX = 500;
const ALARMS_MAX = 100;
const ALARMS_DEFAULT = 50;

export const cloudWatchService: AwsService = {
  operationOf: ({ headers }) => {
    const target = headers.get('x-amz-target') ?? '';
    return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : 'Unknown';
  },
  answer,
  failureReply: (failure) => {
    const reply = jsonFailure(failure, CONTENT_TYPE);
    const fault = failure.status < 500 ? 'Sender' : 'Receiver';
    // Today's clients name the error by this header, as in the days of the query protocol.
    const headers = { ...reply.headers, 'x-amzn-query-error': `${failure.code};${fault}` };
    return { ...reply, headers };
  },
  failures: commonFailures({
    throttle: ['Throttling', 400],
    serverError: ['InternalFailure', 500],
    accessDenied: ['AccessDenied', 403],
    expiredCredentials: ['ExpiredToken', 403],
  }),
};

function answer(call: AwsCall, context: AwsContext): AwsReply {
  const params = jsonObjectOf(call.body);
  switch (call.operation) {
    case 'GetMetricData':
      return jsonReply(getMetricData(call, context, params), CONTENT_TYPE);
    case 'ListMetrics':
      return jsonReply(listMetrics(call, context, params), CONTENT_TYPE);
    case 'DescribeAlarmHistory':
      return jsonReply(describeAlarmHistory(call, context), CONTENT_TYPE);
    case 'DescribeAlarms':
      return jsonReply(describeAlarms(call, context, params), CONTENT_TYPE);
    default:
      throw new AwsFailure('InvalidAction', 400, call.operation);
  }
}

function listMetrics(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const all = context.world
    .metrics(call, context.nowMs)
    .filter((series) => isAsked(series, params));
  const paging = { most: METRICS_MAX, asked: null };
  const { items, next } = pageOf(all, {
    call,
    context,
    token: textIn(params, 'NextToken'),
    paging,
  });
  const Metrics = items.map(({ namespace, metricName, dimensions }) => ({
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: dimensionsOnWire(dimensions),
  }));
  return { Metrics, ...next };
}

function isAsked(series: MetricSeries, params: JsonObject): boolean {
  const namespace = textIn(params, 'Namespace') ?? series.namespace;
  const metricName = textIn(params, 'MetricName') ?? series.metricName;
  if (namespace !== series.namespace || metricName !== series.metricName) return false;
  return [...dimensionsIn(params)].every(([name, value]) => {
    const own = series.dimensions.get(name);
    return own !== undefined && (value === '' || value === own);
  });
}

function describeAlarms(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const types = textsIn(params, 'AlarmTypes');
  if (types.length > 0 && !types.includes('MetricAlarm')) {
    return { MetricAlarms: [], CompositeAlarms: [] };
  }
  const names = textsIn(params, 'AlarmNames');
  const prefix = textIn(params, 'AlarmNamePrefix') ?? '';
  const state = textIn(params, 'StateValue');
  const all = context.world
    .alarms(call, context.nowMs)
    .filter(({ name }) => name.startsWith(prefix) && (names.length === 0 || names.includes(name)))
    .filter((alarm) => (state ?? alarm.state) === alarm.state);
  const paging = { most: ALARMS_MAX, asked: numberIn(params, 'MaxRecords') ?? ALARMS_DEFAULT };
  const { items, next } = pageOf(all, {
    call,
    context,
    token: textIn(params, 'NextToken'),
    paging,
  });
  return {
    MetricAlarms: items.map((alarm) => alarmOnWire(call, alarm)),
    CompositeAlarms: [],
    ...next,
  };
}

/** The last change of each alarm, which is all that this endpoint knows of its past. */
function describeAlarmHistory(call: AwsCall, { world, nowMs }: AwsContext): JsonObject {
  const items = world.alarms(call, nowMs).map(({ name, state, stateReason, stateUpdatedAtMs }) => {
    const oldState = { stateValue: state === 'OK' ? 'ALARM' : 'OK' };
    const newState = { stateValue: state, stateReason };
    return {
      AlarmName: name,
      AlarmType: 'MetricAlarm',
      Timestamp: stateUpdatedAtMs / 1000,
      HistoryItemType: 'StateUpdate',
      HistoryData: JSON.stringify({ version: '1.0', oldState, newState }),
    };
  });
  return { AlarmHistoryItems: items };
}

function alarmOnWire({ account, region }: AwsCall, alarm: WorldAlarm): JsonObject {
  const statistic = alarm.statistic.startsWith('p') ? 'ExtendedStatistic' : 'Statistic';
  return {
    AlarmName: alarm.name,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm.name}`,
    ActionsEnabled: true,
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: alarm.stateUpdatedAtMs / 1000,
    MetricName: alarm.series.metricName,
    Namespace: alarm.series.namespace,
    [statistic]: alarm.statistic,
    Dimensions: dimensionsOnWire(alarm.series.dimensions),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}

interface PageQuestion {
  readonly call: AwsCall;
  readonly context: AwsContext;
  readonly token: string | null;
  readonly paging: { readonly most: number; readonly asked: number | null };
}

function pageOf<Item>(
  all: readonly Item[],
  { call, context, token, paging }: PageQuestion,
): { readonly items: readonly Item[]; readonly next: JsonObject } {
  const { faults, nowMs } = context;
  const expired = token !== null && faults.take('expiredToken', call) !== null;
  const [startText] = expired ? [] : token === null ? ['0'] : (readToken(token, nowMs) ?? []);
  if (startText === undefined) {
    throw new AwsFailure('InvalidNextToken', 400, 'The next token is invalid.');
  }
  const start = Number(startText);
  if (faults.take('emptyPage', call))
    return { items: [], next: { NextToken: writeToken([start], nowMs) } };
  const end = start + pageItemsOf(call, context, paging);
  const next = end < all.length ? { NextToken: writeToken([end], nowMs) } : {};
  return { items: all.slice(start, end), next };
}
