/** Holds the threads that answer to their promises: in parallel, each its own, and never lost. */
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createAnswerPool, type AnswerPool } from '../../server/api/answer-pool.ts';
import { KeptAnswers } from '../../server/api/kept-answers.ts';
import { LongQuestions } from '../../server/api/long-questions.ts';

/** Says the path back; `/slow` never, `/die` ends the thread, `/work` says that it was much. */
const ECHO = `
  const { parentPort, threadId } = require('node:worker_threads');
  let count = 0;
  parentPort.on('message', ({ path }) => {
    if (path === '/die') process.exit(1);
    if (path === '/throw') throw new Error('broken');
    if (path.startsWith('/slow') || path.includes('hangs')) return;
    count += 1;
    const body = path + ' ' + threadId + ' ' + count;
    const tookMs = path.startsWith('/work') ? 3_000 : 1;
    parentPort.postMessage({ status: 200, body, failure: null, tookMs });
  });`;

let pool: AnswerPool;
let started = 0;

function openPool(): AnswerPool {
  started = 0;
  pool = createAnswerPool(() => {
    started += 1;
    return new Worker(ECHO, { eval: true });
  });
  return pool;
}

afterEach(() => pool.close());

const ask = (path: string) => pool.answer({ path, nowMs: 0, tenants: null });

describe('createAnswerPool', () => {
  test('gives each question its own answer', async () => {
    openPool();
    const paths = Array.from({ length: 30 }, (_, index) => `/q${index}`);
    const replies = await Promise.all(paths.map(ask));
    expect(replies.map(({ body }) => body.split(' ')[0])).toEqual(paths);
    expect(started).toBe(2);
  });

  test('starts no thread before it is asked', () => {
    openPool();
    expect(started).toBe(0);
  });

  test('answers others while one question takes long', async () => {
    openPool();
    void ask('/slow').catch(() => undefined);
    expect((await ask('/quick')).body).toMatch(/^\/quick /);
  });

  test('leaves out what nobody waits for any more', async () => {
    openPool();
    const reader = new AbortController();
    for (const path of ['/slow1', '/slow2']) void ask(path).catch(() => undefined);
    const question = { path: '/left', nowMs: 0, tenants: null };
    const left = pool.answer(question, null, reader.signal);
    reader.abort();
    await expect(left).rejects.toThrow('Whoever asked has gone.');
  });

  test.each(['/die', '/throw'])('tells who asked of a thread that ends, after %s', async (path) => {
    openPool();
    await expect(ask(path)).rejects.toThrow();
    expect((await ask('/next')).body).toMatch(/^\/next /);
  });

  test('goes on with those that wait when a thread ends', async () => {
    openPool();
    const all = await Promise.allSettled([ask('/die'), ask('/die'), ask('/after')]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('H2: lets nobody starve others: who has fewer questions at work comes first', async () => {
    openPool();
    const order: string[] = [];
    const asked = (path: string, asker: string) =>
      pool.answer({ path, nowMs: 0, tenants: null }, asker).then(() => order.push(path));
    const many = Array.from({ length: 60 }, (_, index) => asked(`/greedy${index}`, 'greedy'));
    await Promise.all([...many, asked('/modest', 'modest')]);
    expect(order.indexOf('/modest')).toBeLessThan(6);
  });

  test('H2: refuses the questions of one asker long before those of others', async () => {
    openPool();
    const slow = { path: '/slow', nowMs: 0, tenants: null };
    const greedy = (i: number) =>
      pool.answer({ ...slow, path: `/slow${i}` }, 'greedy').catch(() => undefined);
    for (let i = 0; i < 82; i += 1) void greedy(i);
    expect(() => pool.answer(slow, 'greedy')).toThrow('Too many questions wait');
    const modest = pool.answer(slow, 'modest');
    modest.catch(() => undefined);
    expect(modest).toBeInstanceOf(Promise);
  });

  test('refuses more questions than may wait, in words', async () => {
    openPool();
    const asked = Array.from({ length: 1_002 }, (_, i) => ask(`/slow${i}`).catch(() => undefined));
    expect(() => ask('/one-more')).toThrow('Too many questions wait');
    await pool.close();
    expect(asked).toHaveLength(1_002);
  });
});

describe('one answer for all that ask the same', () => {
  const two = async (change: () => void) => {
    const first = ask('/work');
    change();
    return [(await first).body, (await ask('/work')).body];
  };

  test('is worked out once, whoever waits and whoever comes soon after', async () => {
    openPool();
    const asked = [ask('/work'), ask('/work'), ask('/work')];
    const bodies = (await Promise.all(asked)).map(({ body }) => body);
    expect(new Set([...bodies, (await ask('/work')).body]).size).toBe(1);
  });

  test('is not that of another scope', async () => {
    openPool();
    const of = (tenants: readonly string[] | null) =>
      pool.answer({ path: '/work', nowMs: 0, tenants }).then(({ body }) => body);
    const bodies = await Promise.all([of(null), of(['acme']), of(['globex'])]);
    expect(new Set(bodies).size).toBe(3);
  });

  test.each([
    ['is given again', () => undefined, 1],
    ['is not given again after a change', () => pool.forget(), 2],
  ])('%s', async (_, change, different) => {
    openPool();
    expect(new Set(await two(change)).size).toBe(different);
  });

  test('takes what is quick anew each time', async () => {
    openPool();
    expect((await ask('/quick')).body).not.toBe((await ask('/quick')).body);
  });
});

describe('KeptAnswers', () => {
  const reply = { status: 200, body: 'x'.repeat(1_000_000), failure: null, tookMs: 1_000 };

  test.each([
    ['10 ms are kept for none', 10, 0],
    ['50 ms are kept for a second', 50, 1_000],
    ['an hour is kept for a minute', 3_600_000, 60_000],
  ])('%s', (_, tookMs, keptMs) => {
    const kept = new KeptAnswers();
    kept.keep('a', { ...reply, tookMs }, 1_000);
    const found = [keptMs - 1, keptMs].map((laterMs) => kept.find('a', 1_000 + laterMs) !== null);
    expect(found).toEqual([keptMs > 0, false]);
  });

  test('hold no failure, and no more than 32 million characters', () => {
    const kept = new KeptAnswers();
    kept.keep('failed', { ...reply, status: 500 }, 0);
    expect(kept.find('failed', 1)).toBeNull();
    for (let index = 0; index < 40; index += 1) kept.keep(`${index}`, reply, 0);
    const held = Array.from({ length: 40 }, (_, index) => kept.find(`${index}`, 1) !== null);
    expect(held.filter((isHeld) => isHeld)).toHaveLength(32);
    expect(held.at(-1)).toBe(true);
  });
});

describe('LongQuestions', () => {
  test('knows a route that takes long beside the others', () => {
    const long = new LongQuestions();
    for (let index = 0; index < 50; index += 1) {
      long.note(`/query?${index}`, 10);
      long.note(`/quotas?${index}`, 900);
    }
    expect(long.has('/quotas?x')).toBe(false);
    for (let index = 0; index < 50; index += 1) long.note(`/query?${index}`, 10);
    expect([long.has('/quotas?x'), long.has('/query?x'), long.has('/new')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('leaves one thread to what is short', async () => {
    openPool();
    await Promise.all([ask('/work'), ...Array.from({ length: 99 }, (_, i) => ask(`/x?${i}`))]);
    for (const path of ['/work?hangs', '/work?hangs-too']) void ask(path).catch(() => undefined);
    expect((await ask('/short')).body).toMatch(/^\/short /);
  });
});
