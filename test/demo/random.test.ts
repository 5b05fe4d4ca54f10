/** The seeded chance of the demo: repeatable, and of the shape it promises. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';

function mean(count: number, draw: () => number): number {
  return Array.from({ length: count }, draw).reduce((sum, value) => sum + value, 0) / count;
}

describe('createRandom', () => {
  test('gives the same numbers for the same seeds', () => {
    const draw = (...seeds: number[]) => {
      const random = createRandom(...seeds);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    expect(draw(1, 2, 3)).not.toEqual(draw(1, 3, 2));
    expect(draw(2 ** 40)).not.toEqual(draw(0));
  });

  test('keeps to the unit interval and fills it evenly', () => {
    const random = createRandom(7);
    const draws = Array.from({ length: 10_000 }, () => random.next());
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(draws.reduce((sum, value) => sum + value, 0) / draws.length).toBeCloseTo(0.5, 1);
  });

  test.each([0.3, 4, 60])('counts rare events with a mean of %s', (expected) => {
    const random = createRandom(11);
    const actual = mean(5000, () => random.poisson(expected));
    expect(Math.abs(actual - expected) / expected).toBeLessThan(0.1);
  });

  test('puts half of the skewed sizes below the median', () => {
    const random = createRandom(13);
    const below = mean(5000, () => (random.logNormal(200, 0.6) < 200 ? 1 : 0));
    expect(below).toBeCloseTo(0.5, 1);
  });

  test('writes ids in the form of a version 4 UUID, each once', () => {
    const random = createRandom(17);
    const ids = Array.from({ length: 1000 }, () => random.uuid());
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !form.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(1000);
  });
});
