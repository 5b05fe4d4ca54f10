/** A small run of the bench of reads, so that it does not rot. */
import { expect, test } from 'vitest';
import { setTimeout } from 'node:timers/promises';
import { askBeside } from './bench.ts';

test('the bench of reads asks at rest, as long as somebody writes, and at rest again', async () => {
  const asked: string[] = [];
  const questions = ['one', 'two'].map((name) => ({ name, sql: null, ask: () => 0 }));
  const ask = ({ name }: { readonly name: string }): void => void asked.push(name);
  const all = await askBeside(questions, ask, () => setTimeout(20));
  expect(all.map(({ name }) => name)).toEqual(['one', 'two']);
  const [one] = all;
  expect([one?.atRestMs.length, one?.afterMs.length]).toEqual([40, 40]);
  expect(one?.besideMs.length).toBeGreaterThan(0);
  expect(asked.length).toBe(2 * (8 + 40 + (one?.besideMs.length ?? 0) + 40));
});

test('the bench of reads fails with what writes', async () => {
  const failing = askBeside(
    [],
    () => undefined,
    () => Promise.reject(new Error('no room')),
  );
  await expect(failing).rejects.toThrow('no room');
});
