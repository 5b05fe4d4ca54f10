/** Holds the threads that answer to their promises: in parallel, each its own, and never lost. */
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createAnswerPool, type AnswerPool } from '../../server/api/answer-pool.ts';

/** Says the path back; `/slow` never, `/die` ends the thread. */
const ECHO = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.on('message', ({ path }) => {
    if (path === '/die') process.exit(1);
    if (path === '/throw') throw new Error('broken');
    if (path === '/slow') return;
    parentPort.postMessage({ status: 200, body: path + ' ' + threadId, failure: null });
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
    for (const path of ['/slow', '/slow']) void ask(path).catch(() => undefined);
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
    for (let i = 0; i < 82; i += 1) void pool.answer(slow, 'greedy').catch(() => undefined);
    expect(() => pool.answer(slow, 'greedy')).toThrow('Too many questions wait');
    const modest = pool.answer(slow, 'modest');
    modest.catch(() => undefined);
    expect(modest).toBeInstanceOf(Promise);
  });

  test('refuses more questions than may wait, in words', async () => {
    openPool();
    const asked = Array.from({ length: 202 }, () => ask('/slow').catch(() => undefined));
    expect(() => ask('/one-more')).toThrow('Too many questions wait');
    await pool.close();
    expect(asked).toHaveLength(202);
  });
});
