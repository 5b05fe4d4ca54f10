/** CloudWatch Logs on the local endpoint, in AWS JSON 1.1: events, groups and streams. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import { compareEvents, type LogEvent, type LogGroup, type LogPosition } from './aws-world.ts';
import { jsonObjectOf, numberIn, textIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';
import { readToken, writeToken } from './page-token.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'Logs_20140328.';
/** Limits of FilterLogEvents: AWS CloudWatch Logs API reference. */
const EVENTS_MAX = 10_000;
const PAGE_BYTES_MAX = 1024 * 1024;
const EVENT_OVERHEAD_BYTES = 26;
const GROUPS_MAX = 50;
const REPEATED_EVENTS = 5;

export const logsService: AwsService = {
  operationOf: ({ headers }) => {
    const target = headers.get('x-amz-target') ?? '';
    return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : 'Unknown';
  },
  answer,
  failureReply: (failure) => jsonFailure(failure, CONTENT_TYPE),
  failures: commonFailures({
    throttle: ['ThrottlingException', 400],
    serverError: ['ServiceUnavailableException', 500],
    accessDenied: ['AccessDeniedException', 400],
    expiredCredentials: ['ExpiredTokenException', 400],
  }),
};

function answer(call: AwsCall, context: AwsContext): AwsReply {
  const params = jsonObjectOf(call.body);
  switch (call.operation) {
    case 'FilterLogEvents':
      return jsonReply(filterLogEvents(call, context, params), CONTENT_TYPE);
    case 'DescribeLogGroups':
      return jsonReply(describeLogGroups(call, context, params), CONTENT_TYPE);
    case 'DescribeLogStreams':
      return jsonReply(describeLogStreams(call, context, params), CONTENT_TYPE);
    default:
      throw new AwsFailure('UnknownOperationException', 400, call.operation);
  }
}

function filterLogEvents(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const { faults, nowMs } = context;
  const token = textIn(params, 'nextToken');
  const { events, isFull } = findEvents(call, context, params);
  const again = { searchedLogStreams: [], nextToken: token ?? writeToken([], nowMs) };
  if (faults.take('emptyPage', call)) return { events: [], ...again };
  const shown = faults.take('repeatedEvents', call) ? withRepeats(events) : events;
  if (isFull && faults.take('repeatedToken', call)) return { events: shown.map(onWire), ...again };
  const last = events.at(-1);
  const next = isFull && last ? { nextToken: tokenAfter(last, nowMs) } : {};
  return { events: shown.map(onWire), searchedLogStreams: [], ...next };
}

interface FoundEvents {
  readonly events: readonly LogEvent[];
  readonly isFull: boolean;
}

function findEvents(call: AwsCall, context: AwsContext, params: JsonObject): FoundEvents {
  const { nowMs, world } = context;
  const { account, region } = call;
  const group = groupOf(call, context, params).name;
  if (textIn(params, 'filterPattern')) throw invalid('filterPattern is not served here.');
  const after = positionOf(textIn(params, 'nextToken'), call, context);
  const asked = numberIn(params, 'limit');
  const itemsMax = pageItemsOf(call, context, { asked, most: EVENTS_MAX });
  const startMs = Math.max(numberIn(params, 'startTime') ?? 0, after?.timestampMs ?? 0);
  const lastMs = numberIn(params, 'endTime') ?? nowMs;
  const found = world.logEvents({ account, region, group, startMs, lastMs, nowMs });
  return takePage(found, { itemsMax, after });
}

interface Page {
  readonly itemsMax: number;
  readonly after: LogPosition | null;
}

/** Takes events behind the token until the page is full by count or by bytes. */
function takePage(found: Iterable<LogEvent>, { itemsMax, after }: Page): FoundEvents {
  const events: LogEvent[] = [];
  let bytes = 0;
  for (const event of found) {
    if (after && compareEvents(event, after) <= 0) continue;
    bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    const isFull = events.length >= itemsMax || (events.length > 0 && bytes > PAGE_BYTES_MAX);
    if (isFull) return { events, isFull };
    events.push(event);
  }
  return { events, isFull: false };
}

function withRepeats(events: readonly LogEvent[]): readonly LogEvent[] {
  return [...events, ...events.slice(-REPEATED_EVENTS)];
}

function onWire(event: LogEvent): JsonObject {
  return {
    logStreamName: event.stream,
    timestamp: event.timestampMs,
    message: event.message,
    ingestionTime: event.ingestedAtMs,
    eventId: event.eventId,
  };
}

function tokenAfter({ timestampMs, ingestedAtMs, eventId }: LogEvent, nowMs: number): string {
  return writeToken([timestampMs, ingestedAtMs, eventId], nowMs);
}

/** Where the token points; a token without a position stands for the start. */
function positionOf(
  token: string | null,
  call: AwsCall,
  { faults, nowMs }: AwsContext,
): LogPosition | null {
  if (token === null) return null;
  const expired = faults.take('expiredToken', call);
  const position = expired ? null : readToken(token, nowMs, faults.plan.tokenLifeMs);
  if (!position) throw invalid('The specified nextToken is invalid.');
  const [timestampMs, ingestedAtMs, eventId] = position;
  if (timestampMs === undefined || ingestedAtMs === undefined || !eventId) return null;
  return { timestampMs: Number(timestampMs), ingestedAtMs: Number(ingestedAtMs), eventId };
}

function invalid(message: string): AwsFailure {
  return new AwsFailure('InvalidParameterException', 400, message);
}

function groupOf(call: AwsCall, { world }: AwsContext, params: JsonObject): LogGroup {
  const identifier = textIn(params, 'logGroupIdentifier');
  const name = textIn(params, 'logGroupName') ?? identifier?.split(':log-group:').at(-1);
  if (!name) throw invalid('Either logGroupName or logGroupIdentifier is needed.');
  const group = world.logGroups(call).find((each) => each.name === name);
  if (group) return group;
  const message = 'The specified log group does not exist.';
  throw new AwsFailure('ResourceNotFoundException', 400, message);
}

function describeLogGroups(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const prefix = textIn(params, 'logGroupNamePrefix') ?? '';
  const token = textIn(params, 'nextToken');
  const after = token === null ? '' : readToken(token, context.nowMs)?.[0];
  if (after === undefined) throw invalid('The specified nextToken is invalid.');
  const asked = numberIn(params, 'limit') ?? GROUPS_MAX;
  const itemsMax = pageItemsOf(call, context, { asked, most: GROUPS_MAX });
  const rest = context.world
    .logGroups(call)
    .filter(({ name }) => name.startsWith(prefix) && name > after);
  const page = rest.slice(0, itemsMax);
  const last = page.at(-1);
  const more = rest.length > page.length && last;
  return {
    logGroups: page.map((group) => groupOnWire(call, group)),
    ...(more ? { nextToken: writeToken([last.name], context.nowMs) } : {}),
  };
}

function groupOnWire({ account, region }: AwsCall, group: LogGroup): JsonObject {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${group.name}`;
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    arn: `${arn}:*`,
    logGroupArn: arn,
    metricFilterCount: 0,
    storedBytes: 0,
  };
}

function describeLogStreams(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const group = groupOf(call, context, params);
  const { account, region } = call;
  const arn = `arn:aws:logs:${region}:${account}:log-group:${group.name}:log-stream:`;
  const logStreams = group.streams.map((name) => ({
    logStreamName: name,
    creationTime: group.createdAtMs,
    arn: arn + name,
    storedBytes: 0,
  }));
  return { logStreams };
}
