/** One life of the program: the store on disk and its readers, until it dies at a chosen point. */
import type { AwsScope } from '../../server/demo/aws-world.ts';
import type { Endpoint } from '../../server/demo/endpoint.ts';
import { createRuleSet, type RuleSet } from '../../server/attribute/rule-set.ts';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { cloudWatchLogsSource } from '../../server/source/cloud-watch-logs.ts';
import { s3Source } from '../../server/source/s3.ts';
import type { LogSource, SourceBatch } from '../../server/source/source.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { IngestCounts, Store } from '../../server/store/store.ts';
import { BUCKET } from './objects.ts';
import { simClients } from './transport.ts';

export const GROUP = '/bedrock/calls';
export const RULES: RuleSet = createRuleSet(DEFAULT_RULES, 'simulator');
const BACKFILL_DAYS = 2;

/** Where a life ends: at a request, or on either side of a commit; or where it is told to stop. */
export interface Fate {
  readonly at: 'request' | 'beforeCommit' | 'afterCommit' | 'stop';
  /** So many such points pass first. */
  readonly after: number;
}

export interface SimSource {
  readonly source: LogSource;
  readonly scope: AwsScope;
}

export interface SimProcess {
  readonly store: Store;
  readonly sources: readonly SimSource[];
  /** Reads one source; `died` leaves the process unusable. */
  ingest(source: LogSource, fate: Fate | null): Promise<'done' | 'failed' | 'stopped' | 'died'>;
  end(): void;
}

interface Surroundings {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly scopes: readonly AwsScope[];
  readonly clock: { nowMs: number };
  /** Told of all that was committed. */
  readonly onCommit: (batch: SourceBatch, counts: IngestCounts) => void;
}

class Death extends Error {}

const CALL_MS = 40;

export function startProcess(around: Surroundings): SimProcess {
  const { endpoint, path, scopes, clock } = around;
  let doom: ((point: Fate['at']) => void) | null = null;
  let isDead = false;
  let last: SourceBatch | null = null;
  const reach = (point: Fate['at']): void => doom?.(point);
  const clients = simClients(endpoint, async () => {
    clock.nowMs += CALL_MS;
    reach('request');
    if (isDead) await new Promise<never>(() => undefined);
  });
  const store = openSqliteStore({ path, promotedTags: [] });
  const watched = withIngest(store, (batch) => {
    reach('beforeCommit');
    const counts = store.ingest(batch);
    if (last) around.onCommit(last, counts);
    reach('afterCommit');
    return counts;
  });
  return {
    store,
    sources: scopes.flatMap((scope) => sourcesOf(scope, clients)),
    async ingest(source, fate) {
      const ending = new AbortController();
      const { signal } = ending;
      let left = fate?.after ?? 0;
      const death = new Promise<'died'>((resolve) => {
        doom = (point) => {
          if (!fate || point !== (fate.at === 'stop' ? 'request' : fate.at)) return;
          left -= 1;
          if (left >= 0) return;
          if (fate.at === 'stop') return ending.abort();
          isDead = true;
          resolve('died');
          if (point !== 'request') throw new Death();
        };
      });
      const nowMs = (): number => clock.nowMs;
      const context = { store: watched, rules: RULES, nowMs, signal, onBatch: () => undefined };
      const noting = withBatches(source, (batch) => (last = batch));
      const work = ingestSource(noting, context).then(
        () => (signal.aborted ? 'stopped' : 'done'),
        (error: unknown) => outcomeOf(error),
      );
      return Promise.race([death, work]);
    },
    end: () => store.close(),
  };
}

/** Failures of AWS are the weather; any other error is a fault of ours and ends the run. */
function outcomeOf(error: unknown): 'failed' | 'died' {
  if (error instanceof Death) return 'died';
  if (error instanceof Error && error.name === 'SourceError') return 'failed';
  throw error;
}

function sourcesOf(scope: AwsScope, clients: ReturnType<typeof simClients>): readonly SimSource[] {
  const { account, region } = scope;
  const logs = { sourceId: `logs ${region}`, logGroup: GROUP, backfillDays: BACKFILL_DAYS };
  const place = { bucket: BUCKET, prefix: '', accountId: account, region };
  const bucket = { sourceId: `s3 ${region}`, ...place, backfillDays: BACKFILL_DAYS };
  return [
    { scope, source: cloudWatchLogsSource(clients.logs(scope), logs) },
    { scope, source: s3Source(clients.s3(scope), bucket) },
  ];
}

/** The source, with a look at each batch before it is handed on. */
function withBatches(source: LogSource, look: (batch: SourceBatch) => void): LogSource {
  return {
    ...source,
    async *read(cursor, options) {
      for await (const batch of source.read(cursor, options)) {
        look(batch);
        yield batch;
      }
    },
  };
}

/** The store, but for its way in. */
function withIngest(store: Store, ingest: Store['ingest']): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'ingest') return ingest;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
