/** Time that passes only when a test lets it, so that hours of waiting take a moment. */
import type { Timer } from '../../server/source/timer.ts';

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

export class VirtualTimer implements Timer {
  #nowMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Error('aborted'));
      const end = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new Error('aborted'));
      };
      const wake = (): void => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      const sleeper = { dueMs: this.#nowMs + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', end);
    });
  }

  /** Lets a span of time pass; whoever wakes in it goes on before the next does. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const due = [...this.#sleepers].filter((one) => one.dueMs <= endMs);
      const next = due.sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.#sleepers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.wake();
    }
    this.#nowMs = endMs;
  }
}
