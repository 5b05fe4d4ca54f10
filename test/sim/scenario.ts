/** All that a seed decides before its run begins: calls, deliveries, weather and poison. */
import type { AwsScope } from '../../server/demo/aws-world.ts';
import { createRandom, type Random } from '../../server/demo/random.ts';
import { HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';
import { drawCall, pick, type SimCall } from './call-record.ts';
import { drawLateness, drawOutage } from './lateness.ts';
import { packObjects, type SimObject } from './objects.ts';
import { drawWeather, type Weather } from './weather.ts';

export const ACCOUNT = '111122223333';
const SCOPES: readonly AwsScope[] = [
  { account: ACCOUNT, region: 'us-east-1' },
  { account: ACCOUNT, region: 'eu-west-1' },
];
/** A Thursday at 21:17, so that runs cross midnight and no grid ends here. */
const START_MS = Date.UTC(2026, 9, 29, 21, 17, 11, 345);

/** One event of the log group, visible from a time on; a repeated delivery is a second one. */
export interface LogDelivery {
  readonly call: SimCall;
  readonly visibleAtMs: number;
}

export interface Scenario {
  readonly random: Random;
  readonly scopes: readonly AwsScope[];
  /** When calls are made. */
  readonly span: Window;
  readonly logs: readonly LogDelivery[];
  readonly objects: readonly SimObject[];
  /** Keys that stay denied for ever. */
  readonly denied: ReadonlySet<string>;
  readonly weather: Weather;
}

export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed, 0x51_3d);
  const scopes = random.next() < 0.5 ? SCOPES.slice(0, 1) : SCOPES;
  const startMs = START_MS + random.integer(HOUR_MS);
  const span = { startMs, endMs: startMs + (8 + random.integer(20)) * HOUR_MS };
  const outage = random.next() < 0.5 ? drawOutage(random, span) : { startMs: 0, endMs: 0 };
  const oneWayShare = random.next();
  const ways = drawTimes(random, span).map((atMs) => ({
    call: drawCall(random, pick(random, scopes), atMs),
    way: pickWay(random, oneWayShare),
  }));
  const arrival = ({ call }: (typeof ways)[number]) => ({
    call,
    atMs: Math.round(call.atMs + drawLateness(random, call.atMs, outage)),
  });
  const logs = ways.flatMap((one) => {
    if (one.way === 'bucket') return [];
    const { call, atMs: visibleAtMs } = arrival(one);
    const again = { call, visibleAtMs: visibleAtMs + random.integer(HOUR_MS) };
    return random.next() < 0.03 ? [{ call, visibleAtMs }, again] : [{ call, visibleAtMs }];
  });
  const arrivals = ways.flatMap((one) => (one.way === 'logs' ? [] : [arrival(one)]));
  const packed = scopes.flatMap((scope) => {
    const here = arrivals.filter(({ call }) => call.scope === scope);
    return packObjects(
      random,
      here.sort((a, b) => a.atMs - b.atMs),
    );
  });
  const objects = packed.sort((a, b) => a.writtenAtMs - b.writtenAtMs);
  const keys = objects.flatMap(({ key, isLog }) => (isLog ? [key] : []));
  const denied = keysAtRandom(random, keys, 0.03);
  const healing = [...keysAtRandom(random, keys, 0.03)].filter((key) => !denied.has(key));
  const weather = drawWeather(random, span, scopes, {
    lasting: [...denied].map(denial),
    passing: healing.map(denial),
  });
  return { random, scopes, span, logs, objects, denied, weather };
}

function denial(key: string) {
  return { kind: 'accessDenied', operation: 'GetObject', pathIncludes: key } as const;
}

/** Slices and hours begin and end on this grid; a call may fall on either side of it. */
const GRID_MS = 5 * MINUTE_MS;

/** Most calls come alone; now and then there are many in one millisecond, or one on a bound. */
function drawTimes(random: Random, { startMs, endMs }: Window): readonly number[] {
  const times: number[] = [];
  for (let left = 100 + random.integer(300); left > 0; left -= 1) {
    const anyMs = startMs + random.integer(endMs - startMs);
    const boundMs = Math.ceil(anyMs / GRID_MS) * GRID_MS - random.integer(2);
    const atMs = random.next() < 0.2 ? boundMs : anyMs;
    const count = random.next() < 0.01 ? 60 : 1;
    for (let index = 0; index < count; index += 1) times.push(atMs);
  }
  return times;
}

/** What comes by one way only is lost if that way loses it. */
function pickWay(random: Random, share: number): 'logs' | 'bucket' | 'both' {
  if (random.next() > share) return 'both';
  return random.next() < 0.5 ? 'logs' : 'bucket';
}

function keysAtRandom(random: Random, keys: readonly string[], ratio: number): ReadonlySet<string> {
  return new Set(keys.filter(() => random.next() < ratio));
}
