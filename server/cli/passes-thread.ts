/** Runs all passes in a thread, so that nobody who asks waits for what is written. */
import type { Worker } from 'node:worker_threads';
import { assert } from '../../shared/assert.ts';
import type { Taken } from '../job/intake.ts';
import type { HealthHolder } from '../store/store-health.ts';
import { StoreError } from '../store/store.ts';
import type { FromPasses, PassesWork, SentFault, ToPasses } from './passes-messages.ts';
import type { Passes, PassesParts } from './passes.ts';
import { startThread, type ThreadFile } from './start-thread.ts';

interface ThreadParts extends Pick<PassesParts, 'onBatch'> {
  /** The connection of this thread, which is told when nothing can be stored. */
  readonly store: Pick<HealthHolder, 'heedTrouble'>;
}

type Answer = null | Taken | boolean;
type Asked = Exclude<ToPasses, { readonly kind: 'stop' }>;

/** Starts the thread; what ends it unasked ends this process, as it would without a thread. */
export function passesInThread(work: PassesWork, parts: ThreadParts): Passes {
  return new PassesThread(startThread(FILE, { ...work }), parts);
}

class PassesThread implements Passes {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, PromiseWithResolve>();
  readonly #parts: ThreadParts;
  readonly #ended: Promise<void>;
  #nextId = 1;
  #clockSkewMs = 0;
  #isEnding = false;
  #isBegun = false;
  /** Why nothing is answered any more. */
  #over: Error | null = null;

  constructor(thread: Worker, parts: ThreadParts) {
    this.#thread = thread;
    this.#parts = parts;
    this.#ended = new Promise((resolve) => thread.once('exit', () => resolve()));
    thread.on('message', (message: FromPasses) => this.#heed(message));
    thread.on('error', (error) => this.#fail(error));
    thread.on('exit', () => this.#fail(new Error('The thread of passes has ended.')));
  }

  async begin(pageUrl: string): Promise<void> {
    await this.#ask({ kind: 'begin', pageUrl });
    this.#isBegun = true;
  }

  readonly take: Passes['take'] = async (delivery) => {
    const answer = await this.#ask({ kind: 'take', delivery });
    assert(typeof answer === 'object' && answer !== null, 'a delivery is answered');
    return answer;
  };

  readonly apply: Passes['apply'] = async (fromMs) => {
    return (await this.#ask({ kind: 'apply', fromMs })) === true;
  };

  readonly clockSkewMs = (): number => this.#clockSkewMs;

  async stop(): Promise<void> {
    this.#isEnding = true;
    this.#thread.postMessage({ kind: 'stop' } satisfies ToPasses);
    await this.#ended;
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#thread.terminate();
  }

  #ask(question: WithoutId<Asked>): Promise<Answer> {
    if (this.#over) return Promise.reject(this.#over);
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.postMessage({ ...question, id } satisfies ToPasses);
    });
  }

  #heed(message: FromPasses): void {
    switch (message.kind) {
      case 'batch':
        return this.#parts.onBatch(message.batch, message.counts);
      case 'state':
        this.#clockSkewMs = message.clockSkewMs;
        return this.#parts.store.heedTrouble(message.trouble);
      case 'ended':
        return void this.#thread.terminate();
      case 'done':
        return this.#take(message.id).resolve(message.answer);
      case 'failed':
        return this.#take(message.id).reject(errorOf(message.fault));
    }
  }

  #take(id: number): PromiseWithResolve {
    const waiting = this.#waiting.get(id);
    assert(waiting !== undefined, 'each question is answered once');
    this.#waiting.delete(id);
    return waiting;
  }

  #fail(error: Error): void {
    this.#over ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    // Who waits for its start is told; later nobody is there to tell, and nothing would be read.
    if (this.#isBegun && !this.#isEnding) throw error;
  }
}

interface PromiseWithResolve {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

function errorOf(fault: SentFault): Error {
  if (fault.kind === 'other') return new Error(fault.text);
  const { code, message, hint } = fault.trouble;
  return new StoreError(code, message, hint);
}

const FILE: ThreadFile = {
  bundled: new URL('./passes-worker.js', import.meta.url),
  source: new URL('./passes-worker.ts', import.meta.url),
};
