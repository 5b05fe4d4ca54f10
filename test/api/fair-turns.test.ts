/** H2: who floods the API with dear questions does not starve whoever asks little. */
import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { ToThread } from '../../server/api/answer-message.ts';
import { createAnswerPool } from '../../server/api/answer-pool.ts';

/** Questions of a flood that wait at any time: the most that one asker may have. */
const FLOOD = 80;
const ANSWERS = 4_000;

/** A thread that answers when the test says so: time is counted in answers. */
class HeldThread extends EventEmitter {
  static #begun = 0;
  begunAt = 0;
  #question: ToThread | null = null;

  get isBusy(): boolean {
    return this.#question !== null;
  }

  postMessage(question: ToThread): void {
    this.#question = question;
    this.begunAt = HeldThread.#begun += 1;
  }

  answer(): void {
    const body = this.#question?.path ?? '';
    this.#question = null;
    this.emit('message', { status: 200, body, failure: null, tookMs: 1 });
  }

  unref(): void {
    // It keeps no process alive.
  }

  async terminate(): Promise<number> {
    return Promise.resolve(0);
  }
}

/** Askers that always wait for so many answers, and how often each was answered. */
type Load = ReadonlyMap<string, number>;

/** @returns by asker, how many answers each of its questions waited for, its own among them. */
async function play(load: Load, answers = ANSWERS): Promise<ReadonlyMap<string, number[]>> {
  const threads: HeldThread[] = [];
  const pool = createAnswerPool(() => {
    const thread = new HeldThread();
    threads.push(thread);
    return thread as unknown as Worker; // The pool asks no more of a thread than it has.
  });
  const waited = new Map([...load.keys()].map((asker): [string, number[]] => [asker, []]));
  let given = 0;
  let asked = 0;
  const ask = (asker: string): void => {
    const askedAt = given;
    asked += 1;
    const question = { path: `/q${asked}`, nowMs: 0, tenants: null };
    const answered = (): void => {
      waited.get(asker)?.push(given - askedAt);
      ask(asker);
    };
    void pool.answer(question, asker).then(answered, () => undefined);
  };
  for (const [asker, count] of load) for (let i = 0; i < count; i += 1) ask(asker);
  while (given < answers) {
    // Each question takes the same time: the one that was begun first ends first.
    const [first] = threads.filter(({ isBusy }) => isBusy).sort((a, b) => a.begunAt - b.begunAt);
    given += 1;
    first?.answer();
    await settled();
  }
  await pool.close();
  return waited;
}

/** Whoever was answered has asked again by then. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 4; i += 1) await Promise.resolve();
};

function p95(counts: readonly number[] = []): number {
  expect(counts.length).toBeGreaterThan(20);
  return [...counts].sort((a, b) => a - b)[Math.floor(counts.length * 0.95)] ?? Infinity;
}

const QUIET = ['ann', 'bob', 'cem', 'dua', 'eve'];
const quiet = (count: number): [string, number][] => QUIET.slice(0, count).map((one) => [one, 1]);
const flood = (count: number): [string, number][] =>
  Array.from({ length: count }, (_, index) => [`flood ${index}`, FLOOD]);

describe('H2 fairness: who asks one question at a time', () => {
  test.each([
    ['alone', 1, 1, 3],
    ['alone, beside three who flood', 1, 3, 4],
    ['with four others who ask one', 5, 1, 1.2],
    ['with four others who ask one, beside three who flood', 5, 3, 1.6],
  ])('%s, waits at p95 at most some times as long', async (_, count, floods, times) => {
    const undisturbed = await play(new Map(quiet(count)));
    const flooded = await play(new Map([...flood(floods), ...quiet(count)]));
    for (const asker of QUIET.slice(0, count)) {
      const limit = times * p95(undisturbed.get(asker));
      expect(p95(flooded.get(asker))).toBeLessThanOrEqual(limit);
    }
  });

  test('is answered as often as who floods, and so is everyone', async () => {
    const waited = await play(new Map([...flood(1), ...quiet(5)]));
    const shares = [...waited.values()].map(({ length }) => length / ANSWERS);
    for (const share of shares) expect(share).toBeCloseTo(1 / 6, 1);
  });
});

test('H2 one who floods alone has all there is', async () => {
  const [counts] = (await play(new Map(flood(1)))).values();
  expect(counts).toHaveLength(ANSWERS);
});
