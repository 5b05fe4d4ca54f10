/** The clock of a soak leaps only over waiting, and growth is told from noise. */
import { describe, expect, test } from 'vitest';
import { growthOf, measure, type Sample } from './gauge.ts';
import { VirtualClock } from './virtual-clock.ts';

const { signal } = new AbortController();

describe('VirtualClock', () => {
  test('wakes what is due within a step, at the end of it', async () => {
    const clock = new VirtualClock(1_000, 100);
    const woken: string[] = [];
    const waits = (name: string, ms: number) =>
      clock.pause(ms, signal).then(() => woken.push(`${name} at ${clock.nowMs()}`));
    void waits('soon', 50);
    void waits('later', 150);
    await clock.leap();
    expect(woken).toEqual(['soon at 1100']);
    void waits('again', 10);
    await clock.leap();
    expect(woken.slice(1).sort()).toEqual(['again at 1200', 'later at 1200']);
  });

  test('stands until those that it woke wait again', async () => {
    const clock = new VirtualClock(0, 100);
    let rounds = 0;
    const loop = async (): Promise<void> => {
      for (;;) {
        await clock.pause(100, signal);
        await new Promise((resolve) => setTimeout(resolve, 5)); // Works.
        rounds += 1;
      }
    };
    void loop();
    for (let leap = 0; leap < 4; leap += 1) await clock.leap();
    expect(rounds).toBe(3);
  });
});

describe('growthOf', () => {
  const samplesOf = (values: readonly number[]): Sample[] =>
    values.map((heapMb) => ({ ...measure('none.db'), heapMb }));

  test.each([
    ['what stands still', [9, 9, 9, 5, 5, 5, 5, 5, 5], 1],
    ['what doubles', [1, 1, 1, 2, 2, 2, 4, 4, 4], 2],
    ['what was high once', [5, 5, 5, 5, 5, 5, 5, 50, 5], 1],
  ])('of %s', (_, values, growth) => {
    expect(growthOf(samplesOf(values), 'heapMb')).toBe(growth);
  });
});
