/** Upkeep of the store beside its work: forgetting what is old, packing what has settled. */
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { pause } from './loop.ts';

interface UpkeepParts {
  readonly store: Store;
  readonly config: Config;
  readonly nowMs: () => number;
}

/** Forgets in small steps, and lets readers and ingest have their turn between them. */
export async function retentionPass(parts: UpkeepParts, signal: AbortSignal): Promise<void> {
  const days = parts.config.retentionDays;
  const nowMs = parts.nowMs();
  const ago = (count: number): number => nowMs - count * DAY_MS;
  const before = {
    rowsMs: ago(days.rows),
    minutesMs: ago(days.minutes),
    hoursMs: ago(days.hours),
    metricsMs: ago(days.metrics),
    noticesMs: ago(days.notices),
    quarantineMs: ago(days.quarantine),
    reportsMs: ago(days.reports),
    auditMs: ago(days.audit),
  };
  while (!signal.aborted && parts.store.prune(before)) await pause(YIELD_MS, signal);
}

/** Goes on with the deletion of tenants that was asked for. */
export async function erasurePass(
  parts: Omit<UpkeepParts, 'config'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && parts.store.eraser.step(parts.nowMs())) await pause(YIELD_MS, signal);
}

/** Makes digests of days for which few calls still come; a late one has its day digested anew. */
export async function digestPass(
  { store, nowMs }: Omit<UpkeepParts, 'config'>,
  signal: AbortSignal,
): Promise<void> {
  const closedMs = nowMs() - CLOSED_MS;
  while (!signal.aborted && store.closeDays(closedMs)) await pause(YIELD_MS, signal);
}

/** Packs what has settled, so that questions about it are answered fast. */
export async function packPass(parts: UpkeepParts, signal: AbortSignal): Promise<void> {
  const settledMs = parts.nowMs() - SETTLED_MS;
  while (!signal.aborted && parts.store.prepareReading(settledMs)) await pause(YIELD_MS, signal);
}

/** Between two steps of upkeep: long enough for what waits, short enough for a backlog. */
const YIELD_MS = 10;
const CLOSED_MS = 2 * DAY_MS;
/** Most logs have come by then; what comes later is packed again. */
const SETTLED_MS = 10 * MINUTE_MS;
