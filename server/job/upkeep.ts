/** Upkeep of the store beside its work: forgetting what is old, packing what has settled. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { checkHere, type CheckStored } from './check-stored.ts';
import { pause } from './loop.ts';
import { CHECK_EVERY_MS, CLOSED_MS, nightlyCheck } from './nightly-check.ts';

interface UpkeepParts {
  readonly store: Store;
  readonly config: Config;
  readonly nowMs: () => number;
  /** Whether records come in at full speed: then this can wait. Left out, they never do. */
  readonly isReadingFast?: () => boolean;
}

/** A pass of upkeep, and how often there may be something to do for it. */
interface UpkeepPass {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<void>;
}

/** All of them. */
export function upkeepPasses(
  parts: UpkeepParts & {
    readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
    /** Checks days in another thread; left out, they are checked here. */
    readonly check?: CheckStored;
  },
  signal: AbortSignal,
): readonly UpkeepPass[] {
  const check = nightlyCheck({ ...parts, check: parts.check ?? checkHere(parts.store) });
  return [
    { name: 'retention', everyMs: HOUR_MS, work: () => retentionPass(parts, signal) },
    { name: 'digests', everyMs: HOUR_MS, work: () => digestPass(parts, signal) },
    { name: 'check', everyMs: CHECK_EVERY_MS, work: () => check(signal) },
    { name: 'deletion', everyMs: ERASE_EVERY_MS, work: () => erasurePass(parts, signal) },
    { name: 'packs', everyMs: PACK_EVERY_MS, work: () => packPass(parts, signal) },
  ];
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
  for (;;) {
    const startMs = performance.now();
    if (signal.aborted || !parts.store.prepareReading(settledMs)) return;
    const workedMs = performance.now() - startMs;
    const isBusy = parts.isReadingFast?.() ?? false;
    await pause(isBusy ? Math.max(YIELD_MS, workedMs * PAUSE_FOR_WORK) : YIELD_MS, signal);
  }
}

/** Between two steps of upkeep: long enough for what waits, short enough for a backlog. */
const YIELD_MS = 10;
/** While records come in at full speed packing has a fifth of its thread. */
const PAUSE_FOR_WORK = 4;
/** Most logs have come by then; what comes later is packed again. */
const SETTLED_MS = 10 * MINUTE_MS;
const PACK_EVERY_MS = 20_000;
const ERASE_EVERY_MS = 5_000;
