/** One thread that answers, and the question that it has. */
import type { Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './answer-message.ts';
import { ApiError } from './api-error.ts';

/** Threads end a question by themselves before; this is for one that does not come back. */
const ANSWER_MS_MAX = 60_000;

/** A question and whoever waits for its answer. */
export interface Waiting {
  readonly question: ToThread;
  /** The same for all that have the same answer. */
  readonly key: string;
  readonly asker: string | null;
  readonly resolve: (reply: FromThread) => void;
  readonly reject: (error: Error) => void;
}

interface ThreadHooks {
  /** Told of each answer, before the thread is idle. */
  readonly onAnswer: (one: Waiting, reply: FromThread) => void;
  readonly onIdle: () => void;
  readonly onEnd: () => void;
}

export class AnswerThread {
  readonly #worker: Worker;
  readonly #onIdle: () => void;
  #current: Waiting | null = null;
  #isEnding = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(worker: Worker, { onAnswer, onIdle, onEnd }: ThreadHooks) {
    this.#worker = worker;
    this.#onIdle = onIdle;
    worker.on('message', (reply: FromThread) =>
      this.#settle((one) => {
        one.resolve(reply);
        onAnswer(one, reply);
      }),
    );
    worker.on('error', (error: Error) => {
      this.#isEnding = true;
      this.#settle((one) => one.reject(error));
    });
    worker.on('exit', () => {
      this.#isEnding = true;
      this.#settle((one) => one.reject(new Error('A thread that answers has ended.')));
      onEnd();
    });
    worker.unref(); // An idle thread keeps no process alive; a listener would hold it again.
  }

  get isBusy(): boolean {
    return this.#current !== null || this.#isEnding;
  }

  /** What is at work here. */
  get current(): Waiting | null {
    return this.#current;
  }

  ask(one: Waiting): void {
    this.#current = one;
    this.#timer = setTimeout(() => this.#giveUp(), ANSWER_MS_MAX);
    this.#worker.postMessage(one.question);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #giveUp(): void {
    this.#isEnding = true;
    const hint = 'Ask for a shorter window.';
    const message = `The question takes longer than ${ANSWER_MS_MAX / 1000} seconds.`;
    this.#settle((one) => one.reject(new ApiError('tooLarge', message, hint)));
    void this.#worker.terminate();
  }

  #settle(how: (one: Waiting) => void): void {
    clearTimeout(this.#timer);
    const current = this.#current;
    this.#current = null;
    if (current) how(current);
    this.#onIdle();
  }
}
