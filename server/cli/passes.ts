/** All that reads, evaluates and tells, over one store: in this thread, or in one of its own. */
import type { ReaderFacts } from '../api/api-parts.ts';
import type { Config } from '../config/config.ts';
import { takeFirehose, type FirehoseDelivery, type Taken } from '../job/intake.ts';
import { PrincipalTags } from '../job/principal-tags.ts';
import { createReaderPool } from '../job/reader-pool.ts';
import { Reattributor } from '../job/reattributor.ts';
import { startService, type ServiceParts } from '../job/service.ts';
import { bodyReader } from '../source/body-objects.ts';
import { createClients } from '../source/clients.ts';
import type { SourceBatch } from '../source/source.ts';
import type { IngestCounts, Store } from '../store/store.ts';
import { checkInThread } from './check-threads.ts';
import type { LiveBook } from './live-book.ts';
import { createReportThreads } from './report-threads.ts';
import type { Root } from './root.ts';

/** What is asked of the passes while they run. */
export interface Passes extends Pick<ReaderFacts, 'clockSkewMs'> {
  /** Starts all passes. @param pageUrl address of the page as it can be reached */
  begin(pageUrl: string): Promise<void>;
  /** Commits what was pushed at us. @throws StoreError */
  readonly take: (delivery: FirehoseDelivery) => Promise<Taken>;
  /** Applies rules to the past from an instant on. @returns false while it is being done already */
  readonly apply: (fromMs: number) => Promise<boolean>;
  /** Ends all passes after the batch at hand. */
  stop(): Promise<void>;
  /** Ends what stop has not ended in time: what is not committed is read again. */
  end(): Promise<void>;
}

export interface PassesParts {
  readonly store: Store;
  readonly live: LiveBook;
  readonly root: Pick<Root, 'nowMs' | 'jitter'>;
  readonly log: ServiceParts['log'];
  readonly onBatch: (batch: BatchOf, counts: IngestCounts) => void;
  /** How passes wait for their time; a clock of another pace has its own way. */
  readonly pause?: ServiceParts['pause'];
}

/** What of a batch tells how far its source is. */
export type BatchOf = Pick<SourceBatch, 'sourceId' | 'progress'>;

/** Passes of this thread. They note at once which rules hold, and wait with all else. */
export function passesHere(config: Config, parts: PassesParts): Passes {
  const { store, live, log, onBatch, pause } = parts;
  const { nowMs, jitter } = parts.root;
  const { prices } = live;
  const { accounts, rules } = config;
  const clients = createClients();
  const common = { store, book: prices.book, nowMs };
  const callers = new PrincipalTags({ ...common, clients, accounts });
  const reattributor = new Reattributor({ ...common, rules, log });
  reattributor.start(config.applyRulesFromMs);
  const pool = createReaderPool();
  const reports = createReportThreads(config);
  const readBody = bodyReader(accounts, clients, nowMs);
  const intake = { store, nowMs, rules, learn: callers.learn, readBody };
  let service: ReturnType<typeof startService> | null = null;
  return {
    async begin(pageUrl) {
      service = startService({
        ...common,
        openReaders: pool.open,
        make: reports.make,
        check: checkInThread(config.database),
        callers,
        config: { ...config, pageUrl },
        clients,
        priceBookVersion: () => prices.version,
        rulesVersion: rules.version,
        jitter,
        log,
        onBatch,
        pause,
      });
    },
    take: (delivery) => takeFirehose(delivery, intake),
    apply: async (fromMs) => reattributor.apply(fromMs),
    clockSkewMs: () => clients.clock.skewMs(),
    async stop() {
      callers.close();
      await Promise.all([reattributor.close(), service?.stop()]);
    },
    async end() {
      await Promise.all([pool.close(), reports.close()]);
    },
  };
}
