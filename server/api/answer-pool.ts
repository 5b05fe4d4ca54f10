/** Threads that answer questions beside the one that ingests, so that none waits for another. */
import type { Worker } from 'node:worker_threads';
import { AnswerThread, type Waiting } from './answer-thread.ts';
import type { FromThread, ToThread } from './answer-message.ts';
import { ApiError } from './api-error.ts';
import { FairTurns } from './fair-turns.ts';
import { KeptAnswers } from './kept-answers.ts';
import { LongQuestions } from './long-questions.ts';

/** Threads find no more to do than there are cores, and one of these writes. */
const THREADS_MAX = 2;
/** Questions that wait for a thread: all that fifty pages ask at the instant of one event. */
const WAITING_MAX = 1_000;
/** Of these one asker's: others find room, whatever one asks. */
const WAITING_OF_ONE_MAX = 80;

export interface AnswerPool {
  /**
   * Answers in turn: who has fewer questions at work comes first, then whose turn was longest ago.
   * Whoever asks what is worked out already, or was a moment ago, gets that answer.
   *
   * @param asker null where nobody is asked who they are.
   * @throws ApiError `busy` when too many wait, `tooLarge` when no answer comes in time.
   */
  answer(question: ToThread, asker?: string | null, signal?: AbortSignal): Promise<FromThread>;
  /** Something was changed by hand: what was worked out before is given to nobody any more. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts threads when there is something to ask. */
export function createAnswerPool(start: () => Worker): AnswerPool {
  return new Pool(start);
}

class Pool implements AnswerPool {
  readonly #start: () => Worker;
  readonly #waiting: Waiting[] = [];
  readonly #threads = new Set<AnswerThread>();
  readonly #kept = new KeptAnswers();
  readonly #long = new LongQuestions();
  readonly #turns = new FairTurns();
  /** Part of each key, so that an answer from before a change is known as such. */
  #changes = 0;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  answer(
    question: ToThread,
    asker: string | null = null,
    signal?: AbortSignal,
  ): Promise<FromThread> {
    const key = JSON.stringify([this.#changes, question.tenants, question.path]);
    const kept = this.#kept.find(key, performance.now());
    if (kept) return Promise.resolve(kept);
    this.#assertRoom(asker);
    return new Promise((resolve, reject) => {
      const one = { question, key, asker, resolve, reject };
      this.#waiting.push(one);
      signal?.addEventListener('abort', () => leave(this.#waiting, one), { once: true });
      this.#next();
    });
  }

  forget(): void {
    this.#changes += 1;
    this.#kept.clear();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #assertRoom(asker: string | null): void {
    const own = this.#waiting.filter((one) => one.asker === asker).length;
    const isTooMuch = asker !== null && own >= WAITING_OF_ONE_MAX;
    if (!isTooMuch && this.#waiting.length < WAITING_MAX) return;
    const hint = 'Ask again in a moment, or ask for shorter windows.';
    throw new ApiError('busy', 'Too many questions wait for an answer.', hint);
  }

  #next(): void {
    const idle = [...this.#threads].find((thread) => !thread.isBusy);
    if (!idle && this.#threads.size >= THREADS_MAX) return;
    const first = this.#takeFairest();
    if (first) (idle ?? this.#startThread()).ask(first);
  }

  #startThread(): AnswerThread {
    const thread = new AnswerThread(this.#start(), {
      onAnswer: (one, reply) => this.#share(one, reply),
      onIdle: () => this.#next(),
      onEnd: () => {
        this.#threads.delete(thread);
        if (this.#waiting.length > 0) this.#next();
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  /** Whoever waits for the same has its answer too. */
  #share({ key, question }: Waiting, reply: FromThread): void {
    this.#long.note(question.path, reply.tookMs);
    this.#kept.keep(key, reply, performance.now());
    for (const one of this.#waiting.filter((other) => other.key === key)) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.resolve(reply);
    }
  }

  #takeFairest(): Waiting | undefined {
    const atWork = [...this.#threads].flatMap(({ current }) => current ?? []);
    const isLong = (one: Waiting): boolean => this.#long.has(one.question.path);
    const isLongAtWork = atWork.some(isLong);
    const ready = this.#waiting.filter((one) => {
      if (isLongAtWork && isLong(one)) return false; // One thread is left to what is short.
      return !atWork.some(({ key }) => key === one.key); // Its answer will do for both.
    });
    const fairest = this.#turns.take(ready, atWork);
    if (fairest) this.#waiting.splice(this.#waiting.indexOf(fairest), 1);
    return fairest;
  }
}

/** Nobody waits for it any more: a page that was left, or a filter that was changed again. */
function leave(waiting: Waiting[], one: Waiting): void {
  const index = waiting.indexOf(one);
  if (index < 0) return; // It is at work, or answered.
  waiting.splice(index, 1);
  one.reject(new ApiError('busy', 'Whoever asked has gone.', 'Ask again.'));
}
