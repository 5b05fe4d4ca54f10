/** A thread that reads objects: inflates, parses, attributes, meters and packs their records. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { assert } from '../../shared/assert.ts';
import { receiveRules } from '../attribute/sent-rules.ts';
import { ObjectProblem } from '../source/object-lines.ts';
import { objectRows } from './object-rows.ts';
import type { ReadingContext, RowPart } from './record-reader.ts';
import { BlockSender } from './sent-block.ts';
import {
  PARTS_AHEAD,
  type FromReader,
  type SentContext,
  type SentFailure,
  type ToReader,
} from './reader-messages.ts';

const port = parentPort;
assert(port !== null, 'a reader runs in a thread of its own');

/** Whoever looks at a page, and what writes rows, go first. */
const NICENESS = 10;
// Elsewhere a process has one priority for all of its threads.
if (process.platform === 'linux') setPriority(NICENESS);

const contexts = new Map<number, ReadingContext>();
const reads = new Map<number, Read>();

/** One object that is being read. */
interface Read {
  /** Parts that may be sent before the main thread asks for more. */
  ahead: number;
  isCancelled: boolean;
  wake: () => void;
}

/**
 * Objects are read one after the other: several at once would all be whole at the same time, and
 * what writes their rows would wait until then, and this thread after it.
 */
class Turn {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  async take(): Promise<void> {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isTaken = false;
  }
}

const turn = new Turn();

port.on('message', (message: ToReader) => {
  if (message.kind === 'context') contexts.set(message.contextId, received(message.context));
  else if (message.kind === 'forget') contexts.delete(message.contextId);
  else if (message.kind === 'read') void read(message);
  else wake(message);
});

function received({ rules, ...context }: SentContext): ReadingContext {
  return { ...context, rules: receiveRules(rules) };
}

function wake({ kind, readId }: ToReader & { readonly kind: 'more' | 'cancel' }): void {
  const known = reads.get(readId);
  if (!known) return; // It has ended meanwhile.
  if (kind === 'cancel') known.isCancelled = true;
  else known.ahead += 1;
  known.wake();
}

async function read(message: ToReader & { readonly kind: 'read' }): Promise<void> {
  const { readId, contextId, object } = message;
  const state: Read = { ahead: PARTS_AHEAD, isCancelled: false, wake: () => undefined };
  reads.set(readId, state);
  await turn.take();
  try {
    const context = contexts.get(contextId);
    assert(context !== undefined, 'a context comes before its reads');
    for await (const part of objectRows(object, context)) {
      while (state.ahead === 0 && !state.isCancelled) await outOfTurn(state);
      if (state.isCancelled) break;
      state.ahead -= 1;
      sendPart(readId, part);
    }
    send({ kind: 'end', readId });
  } catch (error) {
    send({ kind: 'failed', readId, failure: failureOf(error) });
  } finally {
    turn.leave();
    reads.delete(readId);
  }
}

/** Others read while this one waits until more of it is wanted. */
async function outOfTurn(state: Read): Promise<void> {
  turn.leave();
  await woken(state);
  await turn.take();
}

function woken(state: Read): Promise<void> {
  return new Promise((resolve) => {
    state.wake = resolve;
  });
}

function failureOf(error: unknown): SentFailure {
  if (error instanceof ObjectProblem) return { kind: 'object', code: error.code, hint: error.hint };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { kind: 'other', code, message: error instanceof Error ? error.message : 'not an error' };
}

const sender = new BlockSender();

/** Columns are handed over, not copied. */
function sendPart(readId: number, part: RowPart): void {
  const block = sender.send(part.block);
  const columns = Object.values(part.block).filter((value) => ArrayBuffer.isView(value));
  // The guarantee: a packer's columns lie over memory of their own, which is never shared.
  const buffers = columns.map(({ buffer }) => buffer as ArrayBuffer);
  const message: FromReader = { kind: 'part', readId, part: { ...part, block } };
  port?.postMessage(message, buffers);
}

function send(message: FromReader): void {
  port?.postMessage(message);
}
