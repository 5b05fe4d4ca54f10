/** Tells whether batches follow each other without a rest. */
import { performance } from 'node:perf_hooks';

/** A source that has caught up brings one now and then. */
const REST_MS = 1_000;

export class Pulse {
  #lastAtMs = -Infinity;

  /** A batch was committed. */
  beat(): void {
    this.#lastAtMs = performance.now();
  }

  isFast(): boolean {
    return performance.now() - this.#lastAtMs < REST_MS;
  }
}
