/** Lets whoever waits for an answer have a turn while records are read at full speed. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { ObjectReaders } from './ingest.ts';

/** Pause for each millisecond of work: reading keeps two thirds of its pace whoever asks. */
const PAUSE_SHARE = 0.4;
/** Less work than this holds nobody up. */
const WORKED_MS_MIN = 10;

type OpenReaders<Context> = (context: Context) => ObjectReaders;

/**
 * One thread writes what was read and takes in requests. A batch is followed by the next at once,
 * and what came meanwhile would move by one step with each: asked, handed on, answered.
 */
export class GiveWay {
  #waiting = 0;
  #onQuiet = new Set<() => void>();
  #since = performance.eventLoopUtilization();

  /** Somebody waits for an answer. @returns what is called when they have it */
  begin(): () => void {
    this.#waiting += 1;
    return () => {
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      for (const wake of this.#onQuiet) wake();
      this.#onQuiet.clear();
    };
  }

  /** Waits until nobody waits, but for no longer than a share of what this thread has worked. */
  async turn(): Promise<void> {
    const { active: workedMs } = performance.eventLoopUtilization(this.#since);
    if (workedMs < WORKED_MS_MIN) return;
    const untilMs = performance.now() + PAUSE_SHARE * workedMs;
    await setImmediate(); // Takes in who has come meanwhile.
    for (let leftMs = 1; this.#waiting > 0 && leftMs > 0; leftMs = untilMs - performance.now()) {
      await this.#quiet(Math.max(1, untilMs - performance.now()));
      await setImmediate(); // Who has an answer asks the next question.
    }
    this.#since = performance.eventLoopUtilization();
  }

  /** Readers whose parts come one by one, each after a turn. */
  readers<Context>(open: OpenReaders<Context>): OpenReaders<Context> {
    return (context) => {
      const readers = open(context);
      return {
        readObject: (object) => this.#paced(readers.readObject(object)),
        close: () => readers.close(),
      };
    };
  }

  async *#paced<Part>(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
    for await (const part of parts) {
      await this.turn();
      yield part;
    }
  }

  #quiet(msMax: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, msMax);
      this.#onQuiet.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
