/** A loop goes on whatever fails, waits longer each time, and ends when it is told to. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pause, runLoop } from '../../server/job/loop.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A loop of work that fails by plan, and when it ran. */
function loopOf(fails: (run: number) => boolean, everyMs = 1_000) {
  const ending = new AbortController();
  const ranAtMs: number[] = [];
  const failures: unknown[] = [];
  const done = runLoop(
    () => {
      ranAtMs.push(Date.now());
      if (fails(ranAtMs.length)) throw new Error(`run ${ranAtMs.length}`);
    },
    { everyMs, signal: ending.signal, onFailure: (error) => failures.push(error) },
  );
  return { ending, ranAtMs, failures, done };
}

describe('runLoop', () => {
  test('works at once, then after each pause', async () => {
    const { ranAtMs, ending, done } = loopOf(() => false);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(ranAtMs).toEqual([0, 1_000, 2_000, 3_000]);
    ending.abort();
    await done;
  });

  test('waits twice as long after each failure in a row, and tells of each', async () => {
    const { ranAtMs, failures, ending, done } = loopOf((run) => run <= 4);
    await vi.advanceTimersByTimeAsync(16_500);
    expect(ranAtMs).toEqual([0, 1_000, 3_000, 7_000, 15_000, 16_000]);
    expect(failures).toHaveLength(4);
    ending.abort();
    await done;
  });

  test('never waits longer than five minutes', async () => {
    const { ranAtMs, ending, done } = loopOf(() => true, 60_000);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    const pauses = ranAtMs.slice(1).map((atMs, i) => atMs - (ranAtMs[i] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([60_000, 120_000, 240_000, 300_000]);
    expect(Math.max(...pauses)).toBe(300_000);
    ending.abort();
    await done;
  });

  test('ends during its pause without another run', async () => {
    const { ranAtMs, ending, done } = loopOf(() => false);
    await vi.advanceTimersByTimeAsync(500);
    ending.abort();
    await done;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ranAtMs).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends without a word when the work fails because it was told to stop', async () => {
    const ending = new AbortController();
    const onFailure = vi.fn();
    await runLoop(
      () => {
        ending.abort();
        throw new Error('aborted');
      },
      { everyMs: 1, signal: ending.signal, onFailure },
    );
    expect(onFailure).not.toHaveBeenCalled();
  });

  test('does not begin when it was told to stop before', async () => {
    const work = vi.fn();
    await runLoop(work, { everyMs: 1, signal: AbortSignal.abort(), onFailure: vi.fn() });
    expect(work).not.toHaveBeenCalled();
  });
});

describe('pause', () => {
  test('leaves neither timer nor listener behind', async () => {
    const ending = new AbortController();
    const remove = vi.spyOn(ending.signal, 'removeEventListener');
    const waited = pause(100, ending.signal);
    await vi.advanceTimersByTimeAsync(100);
    await waited;
    expect(remove).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});
