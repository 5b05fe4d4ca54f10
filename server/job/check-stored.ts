/** Compares closed days with their digests, rows and sums, one after the other, at half a pace. */
import { performance } from 'node:perf_hooks';
import { DAY_MS } from '../../shared/window.ts';
import type { DayCheck } from '../store/day-checks.ts';
import { StoreError, type Store } from '../store/store.ts';
import type { VerifyReport } from '../store/verify-report.ts';
import { pause } from './loop.ts';

/** What is looked at in one go, all of it sendable to another thread. */
export interface CheckOrder {
  readonly days: readonly number[];
  /** Whether the engine looks through its file in the end. */
  readonly looksAtFile: boolean;
  /** No day is begun after so much work. */
  readonly workMsMax: number;
}

export type Checked =
  | { readonly kind: 'day'; readonly found: Omit<DayCheck, 'checkedAtMs'> }
  | { readonly kind: 'file'; readonly damage: readonly string[] };

/** Does an order, be it in another thread, and tells of each part as it is done. */
export type CheckStored = (
  order: CheckOrder,
  onChecked: (checked: Checked) => void,
  signal: AbortSignal,
) => Promise<void>;

const DIFFERENCES_MAX = 5;

/** Checks in this thread. */
export function checkHere(store: Pick<Store, 'verify'>): CheckStored {
  return async (order, onChecked, signal) => {
    let workedMs = 0;
    for (const dayMs of order.days) {
      if (signal.aborted || workedMs >= order.workMsMax) return;
      const found = checkDay(store, dayMs);
      workedMs += found.tookMs;
      onChecked({ kind: 'day', found });
      await pause(found.tookMs, signal); // The other half is for whoever needs the disk.
    }
    if (order.looksAtFile && !signal.aborted) {
      onChecked({ kind: 'file', damage: damageOf(store) });
    }
  };
}

function checkDay(store: Pick<Store, 'verify'>, dayMs: number): Omit<DayCheck, 'checkedAtMs'> {
  const begunMs = performance.now();
  const tookMs = (): number => performance.now() - begunMs;
  const window = { startMs: dayMs, endMs: dayMs + DAY_MS };
  const found = unlessDamaged(() => verify(store, window, true));
  if (typeof found === 'string') {
    return { dayMs, tookMs: tookMs(), differenceCount: 0, differences: [], damage: found };
  }
  const { differenceCount } = found;
  const differences = found.differences.map(({ series: _whose, ...one }) => one);
  return { dayMs, tookMs: tookMs(), differenceCount, differences, damage: null };
}

/** No day begins in an empty window, so that only the file is looked at. */
function damageOf(store: Pick<Store, 'verify'>): readonly string[] {
  const found = unlessDamaged(() => verify(store, { startMs: 0, endMs: 0 }, false));
  return typeof found === 'string' ? [found] : found.damage;
}

function verify(
  store: Pick<Store, 'verify'>,
  window: { readonly startMs: number; readonly endMs: number },
  skipsFile: boolean,
): VerifyReport {
  const differencesMax = DIFFERENCES_MAX;
  return store.verify({ window, differencesMax, skipsFile, onProgress: () => undefined });
}

/** @returns what the engine says of a page that it cannot read. */
function unlessDamaged(work: () => VerifyReport): VerifyReport | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'corrupt') return error.message;
    throw error;
  }
}
