/** Two believable AWS accounts with weeks of Bedrock traffic, invented hour by hour when asked. */
import { HOUR_MS } from '../../shared/window.ts';
import type {
  AwsScope,
  AwsWorld,
  LogEvent,
  LogQuery,
  ObjectQuery,
  StoredObject,
} from './aws-world.ts';
import { demoAlarms } from './demo-alarms.ts';
import { DEMO_ACCOUNTS, demoBucketOf, type DemoDestination } from './demo-accounts.ts';
import { historyStartMs, type DemoSeed } from './demo-calls.ts';
import {
  deliveredIn,
  hourFolderOf,
  logPrefixOf,
  permissionCheck,
  type Delivered,
} from './demo-delivery.ts';
import { createDemoHours, hoursBetween, LOG_STREAM, type DemoHours } from './demo-hours.ts';
import { demoMinutes, demoSeries } from './demo-metrics.ts';
import { demoQuotas } from './demo-quotas.ts';
import { demoIdentityTags } from './demo-identities.ts';
import { LocalQueues } from './queues.ts';
import { profilesIn } from './demo-profiles.ts';
import { rememberRecent } from './recent.ts';

export interface DemoWorldOptions {
  readonly seed: number;
  /** Length of the history before endMs. */
  readonly days: number;
  /** Reference time of history and incidents; live traffic goes on behind it. */
  readonly endMs: number;
  /** Factor on all traffic; 1, the default, gives about 240,000 calls in 30 days. */
  readonly load?: number;
}

/** Some 10 MB of gzipped objects, so that what a listing measured is there when it is fetched. */
const DELIVERED_HOURS_MAX = 800;

/**
 * Creates the demo's accounts. All that lies before endMs is the same to the byte for the same
 * options; later hours appear as the asker's clock goes on.
 */
export function createDemoWorld(options: DemoWorldOptions): AwsWorld {
  const seed: DemoSeed = { load: 1, ...options };
  const hours = createDemoHours(seed);
  const metrics: Pick<AwsWorld, 'metricMinutes'> = {
    metricMinutes: (query) => demoMinutes(hours, query),
  };
  return {
    accounts: DEMO_ACCOUNTS.map(({ id }) => id),
    ...logsOf(seed, hours),
    ...objectsOf(seed, hours),
    ...metrics,
    metrics: (scope, nowMs) => demoSeries(scope, nowMs - seed.endMs),
    alarms: (scope, nowMs) => demoAlarms(metrics, scope, nowMs),
    profiles: (scope) => profilesIn(scope, historyStartMs(seed)),
    bedrockResources: () => [],
    identityTags: demoIdentityTags,
    quotas: demoQuotas,
    queues: new LocalQueues(),
    loggingConfiguration: (scope) => {
      return destinationOf(scope) ?? { region: scope.region, logGroup: null, bucket: null };
    },
  };
}

function destinationOf({ account, region }: AwsScope): DemoDestination | undefined {
  const found = DEMO_ACCOUNTS.find(({ id }) => id === account);
  return found?.destinations.find((destination) => destination.region === region);
}

function logsOf(seed: DemoSeed, hours: DemoHours): Pick<AwsWorld, 'logGroups' | 'logEvents'> {
  const createdAtMs = historyStartMs(seed);
  return {
    logGroups: (scope) => {
      const name = destinationOf(scope)?.logGroup;
      return name ? [{ name, createdAtMs, streams: [LOG_STREAM] }] : [];
    },
    logEvents: (query) => {
      const isKnown = destinationOf(query)?.logGroup === query.group;
      return isKnown ? eventsBetween(hours, query, createdAtMs) : [];
    },
  };
}

function* eventsBetween(
  hours: DemoHours,
  query: LogQuery,
  createdAtMs: number,
): Iterable<LogEvent> {
  const { startMs, lastMs, nowMs } = query;
  const isAsked = ({ timestampMs, ingestedAtMs }: LogEvent): boolean =>
    timestampMs >= startMs && timestampMs <= lastMs && ingestedAtMs <= nowMs;
  const first = permissionEvent(createdAtMs);
  if (isAsked(first)) yield first;
  const fromMs = Math.max(startMs, createdAtMs);
  for (const hourStartMs of hoursBetween(fromMs, Math.min(lastMs, nowMs) + 1)) {
    for (const event of hours.events(query, hourStartMs)) if (isAsked(event)) yield event;
  }
}

/** Bedrock writes this text, which is no record, when logging is set up. */
function permissionEvent(createdAtMs: number): LogEvent {
  const timestampMs = createdAtMs - 60_000;
  const message = 'Permissions are correctly set for Amazon Bedrock logs.';
  const eventId = String(timestampMs).padStart(16, '3').padEnd(56, '0');
  return { timestampMs, ingestedAtMs: timestampMs, eventId, stream: LOG_STREAM, message };
}

type ObjectFace = 'bucketExists' | 'objects' | 'object' | 'content';

function objectsOf(seed: DemoSeed, hours: DemoHours): Pick<AwsWorld, ObjectFace> {
  const buckets = new Map(
    DEMO_ACCOUNTS.flatMap(({ id: account, destinations }) =>
      destinations
        .filter((destination) => destination.bucket !== null)
        .map(({ region }) => [demoBucketOf(region), { account, region }] as const),
    ),
  );
  const shelf: Shelf = {
    seed,
    buckets,
    delivered: rememberRecent(DELIVERED_HOURS_MAX, (key) => {
      const [bucket = '', hour = ''] = key.split('/');
      const scope = buckets.get(bucket);
      return scope ? deliveredIn({ ...scope, bucket }, hours, Number(hour)) : [];
    }),
  };
  return {
    bucketExists: (bucket) => buckets.has(bucket),
    objects: (query) => objectsBehind(shelf, query),
    object: (bucket, key, nowMs) => {
      const found = findDelivered(shelf, bucket, key);
      return found && found.lastModifiedMs <= nowMs ? found : null;
    },
    content: (bucket, key) => findDelivered(shelf, bucket, key)?.content ?? new Uint8Array(),
  };
}

interface Shelf {
  readonly seed: DemoSeed;
  readonly buckets: ReadonlyMap<string, AwsScope>;
  readonly delivered: (bucketAndHour: string) => readonly Delivered[];
}

function* objectsBehind(shelf: Shelf, query: ObjectQuery): Iterable<StoredObject> {
  const { bucket, prefix, afterKey, nowMs } = query;
  const scope = shelf.buckets.get(bucket);
  if (!scope) return;
  const isAsked = ({ key, lastModifiedMs }: StoredObject): boolean =>
    key.startsWith(prefix) && key > afterKey && lastModifiedMs <= nowMs;
  for (const hourStartMs of hoursBetween(historyStartMs(shelf.seed), nowMs + 1)) {
    const folder = hourFolderOf(scope, hourStartMs);
    if (!mayHold(folder, prefix, afterKey)) continue;
    for (const object of shelf.delivered(`${bucket}/${hourStartMs}`)) {
      if (isAsked(object)) yield object;
    }
  }
  const check = permissionCheck(scope, historyStartMs(shelf.seed));
  if (isAsked(check)) yield check; // Its name sorts behind the years.
}

/** Skips folders by name alone, so that going on behind a key does not invent what lies before. */
function mayHold(folder: string, prefix: string, afterKey: string): boolean {
  const isUnderPrefix = folder.startsWith(prefix) || prefix.startsWith(folder);
  return isUnderPrefix && (afterKey < folder || afterKey.startsWith(folder));
}

function findDelivered(shelf: Shelf, bucket: string, key: string): Delivered | null {
  const scope = shelf.buckets.get(bucket);
  if (!scope) return null;
  const check = permissionCheck(scope, historyStartMs(shelf.seed));
  if (key === check.key) return check;
  const folder = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\//.exec(key.slice(logPrefixOf(scope).length));
  if (!folder) return null;
  const [, year, month, day, hour] = folder;
  const hourStartMs = Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`);
  if (Number.isNaN(hourStartMs)) return null;
  const objects = shelf.delivered(`${bucket}/${Math.floor(hourStartMs / HOUR_MS) * HOUR_MS}`);
  return objects.find((object) => object.key === key) ?? null;
}
