/** A small size of the bench of writing rows, so that it does not rot. */
import { expect, test } from 'vitest';
import { openMonth } from '../query/fill.ts';
import { writtenParts } from './bench.ts';

test('the bench of writing writes each row once, and tells what each part took', () => {
  const store = openMonth(':memory:');
  const parts = [...writtenParts(store, 100_000, 40_000)];
  expect(parts.map(({ rows }) => rows)).toEqual([40_000, 40_000, 20_000]);
  expect(parts.every(({ seconds, cpuSeconds }) => seconds > 0 && cpuSeconds > 0)).toBe(true);
  expect(store.invocationCount()).toBe(100_000);
  store.close();
});
