/** What comes of comparing sums with the single invocations that they count. */
import type { Window } from '../../shared/window.ts';

export interface VerifyRequest {
  /** Days that begin in it are compared whole. */
  readonly window: Window;
  /** Differences that are told; all are counted. */
  readonly differencesMax: number;
  /** Leaves the engine's own check of its whole file out. */
  readonly skipsFile?: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** One figure of a rollup, or digest of a day, that is not what its rows come to. */
export interface Difference {
  readonly level: 'day' | 'hour' | 'minute' | 'pack' | 'digest';
  readonly startMs: number;
  /** Dimensions of the series as they are stored; '' for a pack. */
  readonly series: string;
  readonly field:
    'invocations' | 'quantities' | 'latency' | 'firstToken' | 'body' | 'rows' | 'sums';
  readonly stored: string;
  readonly expected: string;
}

export interface VerifyReport {
  readonly rows: number;
  readonly cells: number;
  readonly packs: number;
  /** Closed days whose digest was worked out anew. */
  readonly digests: number;
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
  /** What the engine's own check of its file found, in its words. */
  readonly damage: readonly string[];
}
