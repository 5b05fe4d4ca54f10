/** What the thread of passes is told, and what it tells. */
import type { FirehoseDelivery, Taken } from '../job/intake.ts';
import type { StoreTrouble } from '../store/store-health.ts';
import type { IngestCounts } from '../store/store.ts';
import type { ConfigTexts } from './config-texts.ts';
import type { BatchOf } from './passes.ts';

/** What it is started with. */
export interface PassesWork {
  readonly texts: ConfigTexts;
  /** False writes failures alone to the log. */
  readonly isQuiet: boolean;
  /** Whether each batch is told. */
  readonly tellsBatches: boolean;
}

export type ToPasses =
  | { readonly kind: 'begin'; readonly id: number; readonly pageUrl: string }
  | { readonly kind: 'take'; readonly id: number; readonly delivery: FirehoseDelivery }
  | { readonly kind: 'apply'; readonly id: number; readonly fromMs: number }
  | { readonly kind: 'stop' };

/** An error of ours that a caller tells apart, or any other. */
export type SentFault =
  | { readonly kind: 'store'; readonly trouble: StoreTrouble }
  | { readonly kind: 'other'; readonly text: string };

export type FromPasses =
  | { readonly kind: 'done'; readonly id: number; readonly answer: null | Taken | boolean }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: SentFault }
  /** All has ended, and the store is closed. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'batch'; readonly batch: BatchOf; readonly counts: IngestCounts }
  | {
      readonly kind: 'state';
      readonly trouble: StoreTrouble | null;
      readonly clockSkewMs: number;
    };
