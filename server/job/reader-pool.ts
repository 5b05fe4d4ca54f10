/** Threads that read objects, so that inflating and parsing use every core. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { sendRules } from '../attribute/sent-rules.ts';
import { ObjectProblem } from '../source/object-lines.ts';
import type { ObjectToRead } from '../source/source.ts';
import type { ObjectReaders } from './ingest.ts';
import type { FromReader, SentFailure, ToReader } from './reader-messages.ts';
import type { ReadingContext, RowPart } from './record-reader.ts';
import { BlockReceiver } from './sent-block.ts';

/** More threads than this find nothing to do: one thread writes what they read. */
const READERS_MAX = 4;

export interface ReaderPool {
  /** Readers for the objects of one pass; threads are started when there is something to read. */
  readonly open: (context: ReadingContext) => ObjectReaders;
  /** Starts the threads that are not there yet: whoever is about to read need not wait then. */
  readonly start: () => void;
  /** Ends all threads. */
  readonly close: () => Promise<void>;
}

/** Starts no thread yet. */
export function createReaderPool(): ReaderPool {
  const readers: Reader[] = [];
  const countMax = Math.min(READERS_MAX, availableParallelism());
  let contextId = 0;
  const started = (): Reader => {
    const reader = new Reader();
    readers.push(reader);
    return reader;
  };
  const leastBusy = (): Reader => {
    const idle = readers.find((reader) => reader.busy === 0 && reader.isAlive);
    if (idle) return idle;
    const alive = readers.filter((reader) => reader.isAlive);
    if (alive.length < countMax) return started();
    return alive.reduce((best, one) => (one.busy < best.busy ? one : best));
  };
  return {
    open(context) {
      contextId += 1;
      return new PassReaders(contextId, context, leastBusy);
    },
    start() {
      while (readers.length < countMax) started();
    },
    async close() {
      await Promise.all(readers.map((reader) => reader.end()));
    },
  };
}

/** Reads of one pass, which end with it. */
class PassReaders implements ObjectReaders {
  readonly #contextId: number;
  readonly #context: ReadingContext;
  readonly #leastBusy: () => Reader;
  readonly #used = new Set<Reader>();
  readonly #open = new Set<PartQueue>();

  constructor(contextId: number, context: ReadingContext, leastBusy: () => Reader) {
    this.#contextId = contextId;
    this.#context = context;
    this.#leastBusy = leastBusy;
  }

  readonly readObject = (object: ObjectToRead): AsyncIterable<RowPart> => {
    const reader = this.#leastBusy();
    if (!this.#used.has(reader)) {
      const { nowMs, resources, rules, awaitsBodies = false } = this.#context;
      const context = { nowMs, resources, rules: sendRules(rules), awaitsBodies };
      reader.send({ kind: 'context', contextId: this.#contextId, context });
      this.#used.add(reader);
    }
    const queue = reader.read(object, this.#contextId);
    this.#open.add(queue);
    return queue.parts(() => this.#open.delete(queue));
  };

  close(): void {
    for (const queue of this.#open) queue.cancel();
    for (const reader of this.#used) reader.send({ kind: 'forget', contextId: this.#contextId });
  }
}

/** One thread, and what it is reading. */
class Reader {
  readonly #worker = startWorker();
  readonly #queues = new Map<number, PartQueue>();
  readonly #blocks = new BlockReceiver();
  #nextReadId = 1;
  isAlive = true;

  constructor() {
    this.#worker.unref(); // An idle thread keeps no process alive.
    this.#worker.on('message', (message: FromReader) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A reader of objects has ended.')));
  }

  get busy(): number {
    return this.#queues.size;
  }

  read(object: ObjectToRead, contextId: number): PartQueue {
    const readId = this.#nextReadId;
    this.#nextReadId += 1;
    const queue = new PartQueue((kind) => this.send({ kind, readId }));
    this.#queues.set(readId, queue);
    this.#worker.ref();
    this.send({ kind: 'read', readId, contextId, object });
    return queue;
  }

  send(message: ToReader): void {
    if (this.isAlive) this.#worker.postMessage(message);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(message: FromReader): void {
    const queue = this.#queues.get(message.readId);
    if (message.kind === 'part') {
      const { part } = message;
      // Also when nobody waits for it any more: later blocks point to texts that it brings.
      const block = this.#blocks.receive(part.block);
      queue?.push({ ...part, block });
      return;
    }
    this.#queues.delete(message.readId);
    if (this.#queues.size === 0) this.#worker.unref();
    queue?.end(message.kind === 'failed' ? errorOf(message.failure) : null);
  }

  #fail(error: Error): void {
    this.isAlive = false;
    for (const queue of this.#queues.values()) queue.end(error);
    this.#queues.clear();
  }
}

/** Parts that have come, for whoever takes them one by one. */
class PartQueue {
  readonly #tell: (kind: 'more' | 'cancel') => void;
  readonly #parts: RowPart[] = [];
  #ended: { readonly error: Error | null } | null = null;
  #wake: () => void = () => undefined;

  constructor(tell: (kind: 'more' | 'cancel') => void) {
    this.#tell = tell;
  }

  push(part: RowPart): void {
    this.#parts.push(part);
    this.#wake();
  }

  end(error: Error | null): void {
    this.#ended ??= { error };
    this.#wake();
  }

  cancel(): void {
    this.#tell('cancel');
    this.end(null);
  }

  /** Parts in order; asks for another one whenever one is taken. */
  async *parts(whenDone: () => void): AsyncGenerator<RowPart> {
    try {
      for (;;) {
        const part = await this.#next();
        if (part === null) return;
        this.#tell('more');
        yield part;
      }
    } finally {
      if (!this.#ended) this.cancel();
      whenDone();
    }
  }

  /** @returns null after the last one. */
  async #next(): Promise<RowPart | null> {
    for (;;) {
      const part = this.#parts.shift();
      if (part) return part;
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** What a record leaves behind dies at once: more room for it only makes the process larger. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * Threads that start after this collect all they hold once it comes to so much, and not every 50 ms
 * since the buffers of inflated bytes count as held: that took an eighth of all work. V8 looks at
 * the flag when a heap is made, so it changes none that is there.
 */
const FIRST_COLLECTION = '--initial-old-space-size=64'; // MB.

/** The bundle's thread stands by itself; from the sources it needs what lets Node read them. */
function startWorker(): Worker {
  setFlagsFromString(FIRST_COLLECTION);
  const bundled = new URL('./reader-worker.js', import.meta.url);
  if (existsSync(bundled)) return new Worker(bundled, { resourceLimits });
  const workerData = new URL('./reader-worker.ts', import.meta.url).href;
  return new Worker(FROM_SOURCES, { eval: true, workerData });
}

const FROM_SOURCES = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(require('node:worker_threads').workerData);
  });`;

function errorOf(failure: SentFailure): Error {
  if (failure.kind === 'object') return new ObjectProblem(failure.code, failure.hint);
  return Object.assign(new Error(failure.message), { code: failure.code });
}
