/** Sources at work against the local endpoint, with a ledger such as the store keeps. */
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import type { FaultPlan } from '../../server/demo/fault-plan.ts';
import { startLocalAws, type LocalAws } from '../../server/demo/local-aws.ts';
import { createClients, type AwsClients } from '../../server/source/clients.ts';
import type { AccountSettings } from '../../server/source/settings.ts';
import type { LogSource, RawRecord, SourceBatch } from '../../server/source/source.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const SCOPE = { account: ACCOUNT, region: REGION };
/** A Sunday at 12:02:30, so that no grid of five minutes or an hour ends here. */
export const NOW_MS = Date.UTC(2026, 10, 22, 12, 2, 30);

/** Far more than any test needs. */
const READS_MAX = 100;
/** One call and one repetition: enough to see both, without long waits. */
const ATTEMPTS = 2;

/** Endpoint, world and clients of one test. */
export interface Rig {
  readonly world: MemoryWorld;
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly account: AccountSettings;
  /** What the endpoint takes for now: events that are ingested later cannot be read yet. */
  nowMs: number;
}

/** Runs a test against an endpoint and closes all of it, whatever happens. */
export async function withRig(
  run: (rig: Rig) => Promise<void>,
  faults: FaultPlan = {},
): Promise<void> {
  const world = createWorld([ACCOUNT]);
  const clients = createClients(() => NOW_MS, ATTEMPTS);
  const state = { nowMs: NOW_MS };
  const aws = await startLocalAws({ world, faults, nowMs: () => state.nowMs });
  try {
    const account = accountAt(aws.url);
    await run(Object.assign(state, { world, aws, clients, account }));
  } finally {
    clients.destroy();
    await aws.close();
  }
}

export function accountAt(endpoint: string): AccountSettings {
  return {
    id: ACCOUNT,
    regions: [REGION],
    roleArn: null,
    externalId: null,
    endpoint,
    credentials: { accessKeyId: `AKIADEMO${ACCOUNT}`, secretAccessKey: 'for tests only' },
    cloudWatchLogs: { logGroup: '/bedrock/calls' },
    s3: { bucket: 'logs', prefix: '', region: REGION },
    metrics: true,
    metricsUsdPerMonth: 5,
    inventory: true,
    backfillDays: 2,
  };
}

/** What a store would know of a source: its cursor and its objects, batch by batch. */
export interface Reader {
  cursor: string | null;
  readonly seen: Set<string>;
  readonly batches: SourceBatch[];
  /** Reads to the end; an error passes on, and what was committed before it stays. */
  read(source: LogSource, nowMs?: number): Promise<readonly RawRecord[]>;
  /** Reads again until nothing is owed, as the job does. */
  readAll(source: LogSource): Promise<readonly RawRecord[]>;
}

export function createReader(): Reader {
  return {
    cursor: null,
    seen: new Set(),
    batches: [],
    async read(source, nowMs = NOW_MS) {
      const records: RawRecord[] = [];
      const isSeen = (...key: readonly string[]): boolean => this.seen.has(key.join('\n'));
      const options = { nowMs, signal: new AbortController().signal, isSeen };
      for await (const batch of source.read(this.cursor, options)) {
        this.batches.push(batch);
        this.cursor = batch.cursor;
        records.push(...batch.records);
        for (const { key, etag } of batch.objects) {
          this.seen.add([batch.sourceId, key, etag].join('\n'));
        }
      }
      return records;
    },
    async readAll(source) {
      const records: RawRecord[] = [];
      for (let reads = 0; reads < READS_MAX; reads += 1) {
        records.push(...(await this.read(source)));
        const progress = this.batches.at(-1)?.progress;
        if (!progress || progress.done >= progress.total) return records;
      }
      throw new Error('the source did not catch up');
    },
  };
}

/** The different texts of records, sorted. */
export function distinctTexts(records: readonly RawRecord[]): readonly string[] {
  return [...new Set(records.map((record) => record.text))].sort();
}
