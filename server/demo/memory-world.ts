/** A world of AWS accounts that a test fills by hand with small plain data. */
import { createHash } from 'node:crypto';
import {
  compareEvents,
  isSameSeries,
  type AwsScope,
  type AwsWorld,
  type BedrockResource,
  type IamName,
  type InferenceProfile,
  type LogEvent,
  type LogGroup,
  type LoggingConfiguration,
  type LogQuery,
  type MetricMinute,
  type MetricQuery,
  type MetricSeries,
  type ObjectQuery,
  type StoredObject,
  type WorldAlarm,
  type WorldQuota,
} from './aws-world.ts';
import { LocalQueues } from './queues.ts';

const DEFAULT_STREAM = 'aws/bedrock/modelinvocations';
const EVENT_ID_DIGITS = 56;

/** An event as a test writes it; the rest is filled in. */
export interface EventDraft {
  readonly timestampMs: number;
  readonly message: string;
  /** From when on it can be read; by default at its own time. */
  readonly ingestedAtMs?: number;
  /** Bedrock's own by default. */
  readonly stream?: string;
}

export interface ObjectDraft {
  readonly bucket: string;
  readonly key: string;
  readonly content: Uint8Array | string;
  readonly lastModifiedMs?: number;
}

/** The world, and the ways to fill it; filling goes on while the endpoint runs. */
export interface MemoryWorld extends AwsWorld {
  addEvents(scope: AwsScope, group: string, events: readonly EventDraft[]): void;
  addBucket(bucket: string): void;
  putObject(object: ObjectDraft): void;
  addMetric(scope: AwsScope, series: MetricSeries, minutes: readonly MetricMinute[]): void;
  addAlarm(scope: AwsScope, alarm: WorldAlarm): void;
  addProfile(scope: AwsScope, profile: InferenceProfile): void;
  /** Takes the place of all that were there. */
  setBedrockResources(scope: AwsScope, resources: readonly BedrockResource[]): void;
  setQuotas(scope: AwsScope, quotas: readonly WorldQuota[]): void;
  setLogging(scope: AwsScope, configuration: LoggingConfiguration): void;
  setIdentityTags(account: string, identity: IamName, tags: ReadonlyMap<string, string>): void;
}

interface Place {
  readonly groups: Map<string, LogEvent[]>;
  readonly metrics: { readonly series: MetricSeries; readonly minutes: MetricMinute[] }[];
  readonly alarms: WorldAlarm[];
  readonly profiles: InferenceProfile[];
  resources: readonly BedrockResource[];
  logging: LoggingConfiguration;
  quotas: readonly WorldQuota[];
}

interface Held {
  readonly stored: StoredObject;
  readonly content: Uint8Array;
}

/**
 * Creates an empty world.
 *
 * @param accounts 12-digit account ids; the first one is whom unknown access keys belong to.
 */
export function createWorld(accounts: readonly string[] = ['111122223333']): MemoryWorld {
  const places = new Map<string, Place>();
  const placeOf = ({ account, region }: AwsScope): Place => {
    const key = `${account}/${region}`;
    const place = places.get(key) ?? createPlace();
    places.set(key, place);
    return place;
  };
  return {
    accounts,
    queues: new LocalQueues(),
    ...logsOf(placeOf),
    ...objectsOf(),
    ...metricsOf(placeOf),
    ...restOf(placeOf),
    ...identities(),
  };
}

function createPlace(): Place {
  const logging = { logGroup: null, bucket: null };
  const lists = { metrics: [], alarms: [], profiles: [], resources: [], quotas: [] };
  return { groups: new Map(), ...lists, logging };
}

type PlaceOf = (scope: AwsScope) => Place;

function logsOf(placeOf: PlaceOf): Pick<MemoryWorld, 'logGroups' | 'logEvents' | 'addEvents'> {
  let eventCount = 0;
  return {
    logGroups: (scope) => [...placeOf(scope).groups.keys()].sort().map(asLogGroup),
    logEvents: ({ group, startMs, lastMs, nowMs, ...scope }: LogQuery) =>
      (placeOf(scope).groups.get(group) ?? []).filter(
        (event) =>
          event.timestampMs >= startMs &&
          event.timestampMs <= lastMs &&
          event.ingestedAtMs <= nowMs,
      ),
    addEvents: (scope, group, drafts) => {
      const events = placeOf(scope).groups.get(group) ?? [];
      for (const draft of drafts) {
        eventCount += 1;
        const eventId = String(eventCount).padStart(EVENT_ID_DIGITS, '0');
        const ingestedAtMs = draft.ingestedAtMs ?? draft.timestampMs;
        events.push({ stream: DEFAULT_STREAM, ...draft, ingestedAtMs, eventId });
      }
      placeOf(scope).groups.set(group, events.sort(compareEvents));
    },
  };
}

function asLogGroup(name: string): LogGroup {
  return { name, createdAtMs: 0, streams: [DEFAULT_STREAM] };
}

type ObjectFace = 'bucketExists' | 'objects' | 'object' | 'content' | 'addBucket' | 'putObject';

function objectsOf(): Pick<MemoryWorld, ObjectFace> {
  const buckets = new Map<string, Map<string, Held>>();
  const heldIn = (bucket: string): Map<string, Held> => buckets.get(bucket) ?? new Map();
  return {
    bucketExists: (bucket) => buckets.has(bucket),
    objects: ({ bucket, prefix, afterKey, nowMs }: ObjectQuery) =>
      [...heldIn(bucket).values()]
        .map(({ stored }) => stored)
        .filter(({ key, lastModifiedMs }) => key.startsWith(prefix) && lastModifiedMs <= nowMs)
        .filter(({ key }) => compareKeys(key, afterKey) > 0)
        .sort((a, b) => compareKeys(a.key, b.key)),
    object: (bucket, key, nowMs) => {
      const stored = heldIn(bucket).get(key)?.stored;
      return stored && stored.lastModifiedMs <= nowMs ? stored : null;
    },
    content: (bucket, key) => heldIn(bucket).get(key)?.content ?? new Uint8Array(),
    addBucket: (bucket) => void buckets.set(bucket, heldIn(bucket)),
    putObject: ({ bucket, key, content, lastModifiedMs = 0 }) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const etag = createHash('md5').update(bytes).digest('hex');
      const stored = { key, etag, sizeBytes: bytes.length, lastModifiedMs };
      buckets.set(bucket, heldIn(bucket).set(key, { stored, content: bytes }));
    },
  };
}

/** S3 sorts keys by their UTF-8 bytes; JavaScript's own order of texts differs beyond the BMP. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function metricsOf(placeOf: PlaceOf): Pick<MemoryWorld, 'metrics' | 'metricMinutes' | 'addMetric'> {
  const minutesOf = (scope: AwsScope, series: MetricSeries): readonly MetricMinute[] =>
    placeOf(scope).metrics.find((metric) => isSameSeries(metric.series, series))?.minutes ?? [];
  return {
    metrics: (scope) => placeOf(scope).metrics.map(({ series }) => series),
    metricMinutes: ({ series, startMs, endMs, nowMs, ...scope }: MetricQuery) =>
      minutesOf(scope, series).filter(
        (minute) => minute.startMs >= startMs && minute.startMs < endMs && minute.startMs <= nowMs,
      ),
    addMetric: (scope, series, minutes) => {
      const all = [...minutesOf(scope, series), ...minutes].sort((a, b) => a.startMs - b.startMs);
      const { metrics } = placeOf(scope);
      const index = metrics.findIndex((metric) => isSameSeries(metric.series, series));
      metrics.splice(index < 0 ? metrics.length : index, 1, { series, minutes: all });
    },
  };
}

function identities(): Pick<MemoryWorld, 'identityTags' | 'setIdentityTags'> {
  const tagsOf = new Map<string, ReadonlyMap<string, string>>();
  const keyOf = (account: string, { kind, name }: IamName): string => `${account} ${kind} ${name}`;
  return {
    identityTags: (account, identity) => tagsOf.get(keyOf(account, identity)) ?? null,
    setIdentityTags: (account, identity, tags) => void tagsOf.set(keyOf(account, identity), tags),
  };
}

type RestFace = 'alarms' | 'profiles' | 'bedrockResources' | 'loggingConfiguration' | 'quotas';
type RestFill = 'addAlarm' | 'addProfile' | 'setBedrockResources' | 'setLogging' | 'setQuotas';

function restOf(placeOf: PlaceOf): Pick<MemoryWorld, RestFace | RestFill> {
  return {
    alarms: (scope) => placeOf(scope).alarms,
    profiles: (scope) => placeOf(scope).profiles,
    bedrockResources: (scope) => placeOf(scope).resources,
    loggingConfiguration: (scope) => placeOf(scope).logging,
    quotas: (scope) => placeOf(scope).quotas,
    setQuotas: (scope, quotas) => {
      placeOf(scope).quotas = quotas;
    },
    addAlarm: (scope, alarm) => void placeOf(scope).alarms.push(alarm),
    addProfile: (scope, profile) => void placeOf(scope).profiles.push(profile),
    setBedrockResources: (scope, resources) => {
      placeOf(scope).resources = resources;
    },
    setLogging: (scope, configuration) => {
      placeOf(scope).logging = configuration;
    },
  };
}
