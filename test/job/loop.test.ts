/** A loop goes on whatever fails, waits longer each time, and ends when it is told to. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';
import { pause, runLoop } from '../../server/job/loop.ts';
import { toSourceError } from '../../server/source/aws-error.ts';
import { callRateOf } from '../../server/source/call-rates.ts';
import { Gate } from '../../server/source/gate.ts';
import type { Timer } from '../../server/source/timer.ts';

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
    { everyMs, signal: ending.signal, jitter: () => 1, onFailure: (error) => failures.push(error) },
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
      { everyMs: 1, signal: ending.signal, jitter: () => 1, onFailure },
    );
    expect(onFailure).not.toHaveBeenCalled();
  });

  test('does not begin when it was told to stop before', async () => {
    const work = vi.fn();
    const signal = AbortSignal.abort();
    await runLoop(work, { everyMs: 1, signal, jitter: () => 1, onFailure: vi.fn() });
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

describe('runLoop under a storm of throttles', () => {
  /** Fake timers stand for the monotonic clock of the gate as well. */
  const timer: Timer = { nowMs: () => Date.now(), sleep: pause };
  const STORM_MS = 30 * 60_000;

  test('asks at most once in 30 s meanwhile, and is fresh 3 minutes after (T-ENV-01)', async () => {
    const random = createRandom(7);
    const gate = new Gate({
      name: 'a/r/logs',
      ruleOf: (api) => callRateOf(`${api}Command`, false),
      attemptsMax: 1,
      renew: () => Promise.resolve(),
      jitter: () => random.next(),
      timer,
    });
    let stormCalls = 0;
    const filterLogEvents = async (): Promise<void> => {
      const isStorm = Date.now() < STORM_MS;
      if (isStorm) stormCalls += 1;
      if (!isStorm && random.next() >= 0.1) return;
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    const ending = new AbortController();
    const turn = { api: 'FilterLogEvents', urgency: 'now', signal: ending.signal } as const;
    let readToMs = 0; // A pass reads its slices of five minutes one by one, then the tail.
    const work = async (): Promise<void> => {
      try {
        for (; Date.now() - readToMs > 300_000; readToMs += 300_000) {
          await gate.run(filterLogEvents, turn);
        }
        await gate.run(filterLogEvents, turn);
        readToMs = Date.now();
      } catch (error) {
        throw toSourceError(error, 'read');
      }
    };
    const { signal } = ending;
    const done = runLoop(work, { everyMs: 30_000, signal, jitter: () => random.next(), onFailure });
    await vi.advanceTimersByTimeAsync(STORM_MS);
    expect(stormCalls).toBeLessThanOrEqual(STORM_MS / 30_000);
    await vi.advanceTimersByTimeAsync(3 * 60_000);
    expect(Date.now() - readToMs).toBeLessThan(60_000);
    ending.abort();
    await done;
  });

  function onFailure(): void {
    // Told of throttles; what counts here is when calls are made.
  }
});
