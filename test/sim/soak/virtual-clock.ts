/** A clock that stands while passes work, and leaps to the next of them when all wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pause } from '../../../server/job/loop.ts';

/** A pass that takes longer than this does not hold up the others. */
const WORK_MS_MAX = 5_000;

/** Passes wait for the network and for threads, which spinning would keep from their work. */
const LOOK_EVERY_MS = 1;

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export class VirtualClock {
  #nowMs: number;
  readonly #stepMs: number;
  readonly #sleepers = new Set<Sleeper>();
  /** As many as were ever seen to wait at once. */
  #loops = 0;
  leaps = 0;

  /** @param stepMs that the clock moves by; what is due within one is done at its end. */
  constructor(startMs: number, stepMs: number) {
    this.#nowMs = startMs;
    this.#stepMs = stepMs;
  }

  readonly nowMs = (): number => this.#nowMs;

  readonly pause: Pause = (ms, signal) =>
    new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + ms, wake };
      if (signal.aborted) return resolve();
      this.#sleepers.add(sleeper);
      this.#loops = Math.max(this.#loops, this.#sleepers.size);
      signal.addEventListener('abort', wake, { once: true });
    });

  /** Moves on by one step once all passes wait. */
  async leap(): Promise<void> {
    const sinceMs = performance.now();
    while (this.#sleepers.size < this.#loops && performance.now() - sinceMs < WORK_MS_MAX) {
      await sleep(LOOK_EVERY_MS);
    }
    this.#nowMs += this.#stepMs;
    this.leaps += 1;
    const due = [...this.#sleepers].filter(({ atMs }) => atMs <= this.#nowMs);
    for (const { wake } of due) wake();
    await sleep(LOOK_EVERY_MS);
  }
}
