/** Threads that answer questions beside the one that ingests, so that none waits for another. */
import type { Worker } from 'node:worker_threads';
import { ApiError } from './api-error.ts';

/** Threads find no more to do than there are cores, and one of these writes. */
const THREADS_MAX = 2;
/** Questions that wait for a thread; a page asks some ten at once. */
const WAITING_MAX = 200;
/** Of these one asker's: others find room, whatever one asks. */
const WAITING_OF_ONE_MAX = 80;
/** Threads end a question by themselves before; this is for one that does not come back. */
const ANSWER_MS_MAX = 60_000;

/** What a thread is asked: a path of the API with its query, and what time it is. */
export interface ToThread {
  readonly path: string;
  readonly nowMs: number;
  /** The only tenants that are told of; null for all. */
  readonly tenants: readonly string[] | null;
}

/** What it says: the reply as it goes out, and what failed when it is our fault. */
export interface FromThread {
  readonly status: number;
  readonly body: string;
  readonly failure: string | null;
}

export interface AnswerPool {
  /**
   * Answers in turn: who has fewer questions at work comes first, then who came first.
   *
   * @param asker null where nobody is asked who they are.
   * @throws ApiError `busy` when too many wait, `tooLarge` when no answer comes in time.
   */
  answer(question: ToThread, asker?: string | null, signal?: AbortSignal): Promise<FromThread>;
  close(): Promise<void>;
}

interface Waiting {
  readonly question: ToThread;
  readonly asker: string | null;
  readonly resolve: (reply: FromThread) => void;
  readonly reject: (error: Error) => void;
}

/** Starts threads when there is something to ask. */
export function createAnswerPool(start: () => Worker): AnswerPool {
  const waiting: Waiting[] = [];
  const threads = new Set<Thread>();
  const next = (): void => {
    const idle = [...threads].find((thread) => !thread.isBusy);
    const thread = idle ?? (threads.size < THREADS_MAX ? startThread() : null);
    const first = thread && takeFairest(waiting, threads);
    if (first) thread.ask(first);
  };
  const startThread = (): Thread => {
    const thread = new Thread(start(), {
      onIdle: next,
      onEnd: () => {
        threads.delete(thread);
        if (waiting.length > 0) next();
      },
    });
    threads.add(thread);
    return thread;
  };
  return {
    answer(question, asker = null, signal) {
      const own = waiting.filter((one) => one.asker === asker).length;
      const isTooMuch = asker !== null && own >= WAITING_OF_ONE_MAX;
      if (isTooMuch || waiting.length >= WAITING_MAX) {
        const hint = 'Ask again in a moment, or ask for shorter windows.';
        throw new ApiError('busy', 'Too many questions wait for an answer.', hint);
      }
      return new Promise((resolve, reject) => {
        const one = { question, asker, resolve, reject };
        waiting.push(one);
        signal?.addEventListener('abort', () => leave(waiting, one), { once: true });
        next();
      });
    },
    async close() {
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

/** Nobody waits for it any more: a page that was left, or a filter that was changed again. */
function leave(waiting: Waiting[], one: Waiting): void {
  const index = waiting.indexOf(one);
  if (index < 0) return; // It is at work, or answered.
  waiting.splice(index, 1);
  one.reject(new ApiError('busy', 'Whoever asked has gone.', 'Ask again.'));
}

/** Takes the question of whoever has the fewest at work, the oldest of these first. */
function takeFairest(waiting: Waiting[], threads: ReadonlySet<Thread>): Waiting | undefined {
  const askers = [...threads].flatMap((thread) => thread.asker ?? []);
  const atWork = waiting.map(({ asker }) => askers.filter((one) => one === asker).length);
  const index = atWork.indexOf(Math.min(...atWork));
  return waiting.splice(Math.max(0, index), 1)[0];
}

interface ThreadHooks {
  readonly onIdle: () => void;
  readonly onEnd: () => void;
}

/** One thread and the question that it has. */
class Thread {
  readonly #worker: Worker;
  readonly #onIdle: () => void;
  #current: Waiting | null = null;
  #isEnding = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(worker: Worker, { onIdle, onEnd }: ThreadHooks) {
    this.#worker = worker;
    this.#onIdle = onIdle;
    worker.on('message', (reply: FromThread) => this.#settle((one) => one.resolve(reply)));
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

  /** Whose question is at work here. */
  get asker(): string | null {
    return this.#current?.asker ?? null;
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
