/** Fetching ahead, in order and within bounds. */
import { describe, expect, test } from 'vitest';
import { prefetch } from '../../server/source/prefetch.ts';

async function run(sizes: readonly number[], limits: { countMax: number; bytesMax: number }) {
  let underWay = 0;
  let most = 0;
  const load = async (size: number): Promise<number> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, size % 3));
    underWay -= 1;
    if (size === 13) throw new Error('unlucky');
    return size * 2;
  };
  const results: unknown[] = [];
  const bytesOf = (size: number): number => size;
  for await (const [size, result] of prefetch(sizes, load, { bytesOf, limits })) {
    results.push([size, result.status === 'fulfilled' ? result.value : 'failed']);
  }
  return { results, most };
}

describe('prefetch', () => {
  test('gives every result in the order of the items, failures in their place', async () => {
    const { results } = await run([5, 13, 1, 2], { countMax: 3, bytesMax: 1_000 });
    expect(results).toEqual([
      [5, 10],
      [13, 'failed'],
      [1, 2],
      [2, 4],
    ]);
  });

  test.each([
    ['by count', { countMax: 2, bytesMax: 1_000 }, 2],
    ['by bytes', { countMax: 9, bytesMax: 10 }, 2],
    ['but always one, however large', { countMax: 9, bytesMax: 1 }, 1],
  ])('holds back %s', async (_name, limits, most) => {
    const seen = await run([5, 5, 5, 5, 5], limits);
    expect(seen.most).toBe(most);
    expect(seen.results).toHaveLength(5);
  });

  test('gives nothing for nothing', async () => {
    expect((await run([], { countMax: 1, bytesMax: 1 })).results).toEqual([]);
  });
});
