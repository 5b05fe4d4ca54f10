/** What the next batch of objects will carry. */
import { PartBuffer } from './batching.ts';
import type { SourceBatch, SourceFailure, SourceObject } from './source.ts';

export type Held = Pick<SourceBatch, 'records' | 'parts' | 'objects' | 'failures'>;

export const EMPTY: Held = { records: [], objects: [], failures: [] };

/** Gathers parts, objects and failures. */
export class HeldBatch {
  readonly parts = new PartBuffer();
  objects: SourceObject[] = [];
  failures: SourceFailure[] = [];

  take(): Held {
    const { objects, failures } = this;
    this.objects = [];
    this.failures = [];
    return { ...this.parts.take(), objects, failures };
  }
}
