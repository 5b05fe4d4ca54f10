/** Hours of the demo as they are asked for: invented when needed, the latest ones remembered. */
import { HOUR_MS } from '../../shared/window.ts';
import type { AwsScope, LogEvent } from './aws-world.ts';
import { compareEvents } from './aws-world.ts';
import { callsOfHour, historyStartMs, type DemoCall, type DemoSeed } from './demo-calls.ts';
import { recordText } from './demo-record.ts';
import { metricModelId } from './demo-workload.ts';
import { rememberRecent } from './recent.ts';

/** What is known of one hour of one scope. */
export interface DemoHour {
  readonly calls: readonly DemoCall[];
  /** The same calls by the ModelId under which CloudWatch counts them. */
  readonly byModelId: ReadonlyMap<string, readonly DemoCall[]>;
}

export interface DemoHours {
  /** Before this time there are no calls: nobody needs to ask for older hours. */
  readonly startMs: number;
  hour(scope: AwsScope, hourStartMs: number): DemoHour;
  /** Log events of one hour, in the order of CloudWatch Logs. */
  events(scope: AwsScope, hourStartMs: number): readonly LogEvent[];
}

/** 30 days of two scopes' calls, about 25 MB, so that a chart over 30 days is invented once. */
const CALL_HOURS_MAX = 1500;
/** About 3 MB of texts: one page of FilterLogEvents spans some fifteen hours. */
const EVENT_HOURS_MAX = 48;
export const LOG_STREAM = 'aws/bedrock/modelinvocations';

export function createDemoHours(seed: DemoSeed): DemoHours {
  const hours = rememberRecent(CALL_HOURS_MAX, (key) => {
    const { scope, hourStartMs } = parseKey(key);
    const calls = callsOfHour(seed, scope, hourStartMs);
    return { calls, byModelId: groupByModelId(calls) };
  });
  const events = rememberRecent(EVENT_HOURS_MAX, (key) => eventsOf(hours(key).calls));
  return {
    startMs: historyStartMs(seed),
    hour: (scope, hourStartMs) => hours(keyOf(scope, hourStartMs)),
    events: (scope, hourStartMs) => events(keyOf(scope, hourStartMs)),
  };
}

/** Starts of the hours that overlap [startMs, endMs). */
export function* hoursBetween(startMs: number, endMs: number): Iterable<number> {
  for (let hour = Math.floor(startMs / HOUR_MS) * HOUR_MS; hour < endMs; hour += HOUR_MS)
    yield hour;
}

function keyOf({ account, region }: AwsScope, hourStartMs: number): string {
  return `${account}/${region}/${hourStartMs}`;
}

function parseKey(key: string): { readonly scope: AwsScope; readonly hourStartMs: number } {
  const [account = '', region = '', hour = ''] = key.split('/');
  return { scope: { account, region }, hourStartMs: Number(hour) };
}

function groupByModelId(calls: readonly DemoCall[]): ReadonlyMap<string, readonly DemoCall[]> {
  const groups = new Map<string, DemoCall[]>();
  for (const call of calls) {
    const id = metricModelId(call.workload);
    const group = groups.get(id);
    if (group) group.push(call);
    else groups.set(id, [call]);
  }
  return groups;
}

function eventsOf(calls: readonly DemoCall[]): readonly LogEvent[] {
  return calls
    .filter(({ isLogged }) => isLogged)
    .map(eventOf)
    .sort(compareEvents);
}

function eventOf(call: DemoCall, index: number): LogEvent {
  // The record knows whole seconds only, and so does the event that carries it.
  const timestampMs = Math.floor(call.timestampMs / 1000) * 1000;
  const id = `${String(timestampMs).padStart(16, '3')}${String(index).padStart(40, '0')}`;
  const ingestedAtMs = timestampMs + ingestionDelayMs(call);
  return {
    timestampMs,
    ingestedAtMs,
    eventId: id,
    stream: LOG_STREAM,
    message: recordText(call, null),
  };
}

/** Six to thirteen seconds, and some minutes for one event in two hundred. */
function ingestionDelayMs({ variant }: DemoCall): number {
  const usual = 6000 + (variant % 7000);
  return (variant >>> 8) % 200 === 0 ? usual + ((variant >>> 4) % 600) * 1000 : usual;
}
