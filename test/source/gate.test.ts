/** The gate before a service: rates that give way, rests in outages, turns by urgency. */
import { describe, expect, test } from 'vitest';
import { Gate, type Turn } from '../../server/source/gate.ts';
import { SourceError } from '../../server/source/source.ts';
import { VirtualTimer } from './virtual-timer.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function awsError(name: string, members: object = {}): Error {
  return Object.assign(new Error(`${name} it is`), { name, ...members });
}

function turn(changes: Partial<Turn> = {}): Turn {
  return { api: 'Read', urgency: 'now', signal: new AbortController().signal, ...changes };
}

function gateAt(timer: VirtualTimer, changes: object = {}): Gate {
  return new Gate({
    name: '111122223333/us-east-1/logs',
    ruleOf: () => ({ perSecond: 2, burst: 1 }),
    attemptsMax: 1,
    renew: () => Promise.resolve(),
    jitter: () => 0.5,
    timer,
    ...changes,
  });
}

/** A service that allows so many calls in each second, and what became of them. */
function quotaOf(timer: VirtualTimer, perSecond: number) {
  const perSecondSoFar = new Map<number, number>();
  const counts = { calls: 0, refused: 0 };
  const call = async (): Promise<string> => {
    const second = Math.floor(timer.nowMs() / SECOND);
    const used = perSecondSoFar.get(second) ?? 0;
    perSecondSoFar.set(second, used + 1);
    counts.calls += 1;
    if (used < perSecond) return 'page';
    counts.refused += 1;
    throw awsError('ThrottlingException');
  };
  return { call, counts };
}

describe('Gate', () => {
  test('leaves no slice when a rival takes two thirds of the quota (T-CWL-10)', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    const ours = quotaOf(timer, 1); // Three a second are allowed, and the rival is always first.
    let slices = 0;
    let failed = 0;
    const reading = (async () => {
      for (let slice = 0; slice < 300; slice += 1) {
        try {
          await gate.run(ours.call, turn());
          slices += 1;
        } catch {
          failed += 1;
        }
      }
    })();
    await timer.advance(15 * MINUTE);
    await reading;
    expect([slices, failed]).toEqual([300, 0]);
    expect(timer.nowMs()).toBe(15 * MINUTE);
    expect(ours.counts.calls).toBeLessThanOrEqual(2 * 15 * 60);
    expect(ours.counts.refused / ours.counts.calls).toBeLessThan(0.2);
  });

  test('lets the tail go first while catching up waits (T-CWL-10)', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    const order: string[] = [];
    const call = (name: string) => async () => void order.push(name);
    const all = [
      gate.run(call('first'), turn()),
      ...['a', 'b', 'c'].map((name) => gate.run(call(name), turn({ urgency: 'later' }))),
      gate.run(call('tail'), turn()),
    ];
    await timer.advance(MINUTE);
    await Promise.all(all);
    expect(order).toEqual(['first', 'tail', 'a', 'b', 'c']);
  });

  test('keeps calls of one API from slowing another', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    const throttled = gate.run(
      () => Promise.reject(awsError('ThrottlingException')),
      turn({ api: 'Slow' }),
    );
    throttled.catch(() => undefined);
    await timer.advance(SECOND);
    await expect(gate.run(() => Promise.resolve('page'), turn())).resolves.toBe('page');
    await timer.advance(5 * MINUTE);
    await expect(throttled).rejects.toThrow('ThrottlingException');
  });

  test('tries an unanswered call again, with jitter, as often as it may', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer, { attemptsMax: 3 });
    const atMs: number[] = [];
    const call = async (): Promise<string> => {
      atMs.push(timer.nowMs());
      if (atMs.length < 3) throw awsError('Error', { code: 'ECONNRESET' });
      return 'page';
    };
    const reply = gate.run(call, turn());
    await timer.advance(MINUTE);
    await expect(reply).resolves.toBe('page');
    expect(atMs).toHaveLength(3);
  });

  test.each(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'])(
    'makes a call once that ends with %s',
    async (name) => {
      let calls = 0;
      const call = (): Promise<string> => {
        calls += 1;
        return Promise.reject(awsError(name));
      };
      await expect(gateAt(new VirtualTimer()).run(call, turn())).rejects.toThrow(name);
      expect(calls).toBe(1);
    },
  );

  test('renews credentials once and tries again (T-ENV-02)', async () => {
    const timer = new VirtualTimer();
    let renewals = 0;
    const renew = async (): Promise<void> => void (renewals += 1);
    const gate = gateAt(timer, { renew });
    const until = (count: number) => {
      let calls = 0;
      return async (): Promise<string> => {
        calls += 1;
        if (calls <= count) throw awsError('ExpiredTokenException');
        return 'page';
      };
    };
    const once = gate.run(until(1), turn());
    const twice = gate.run(until(2), turn());
    twice.catch(() => undefined);
    await timer.advance(MINUTE);
    await expect(once).resolves.toBe('page');
    await expect(twice).rejects.toThrow('ExpiredTokenException');
    expect(renewals).toBe(2);
  });

  test('ends a wait when it is told to stop', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    await gate.run(() => Promise.resolve(1), turn());
    const ending = new AbortController();
    const waiting = gate.run(() => Promise.resolve(2), turn({ signal: ending.signal }));
    waiting.catch(() => undefined);
    ending.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});

describe('Gate in an outage', () => {
  const down = (): Promise<never> =>
    Promise.reject(awsError('Unavailable', { $metadata: { httpStatusCode: 503 } }));

  test('asks no more than every few minutes, by one probe, and then goes on (T-ENV-05)', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    const probes: number[] = [];
    const endMs = 7 * 60 * MINUTE;
    const call = async (): Promise<string> => {
      probes.push(timer.nowMs());
      if (timer.nowMs() < endMs) return down();
      return 'page';
    };
    let lastMs: number | null = null;
    const reading = (async () => {
      while (lastMs === null) {
        try {
          await gate.run(call, turn());
          lastMs = timer.nowMs();
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          await timer.sleep(10 * SECOND, new AbortController().signal);
        }
      }
    })();
    await timer.advance(endMs + 10 * MINUTE);
    await reading;
    expect(probes.length).toBeLessThan((7 * 60) / 2);
    expect(lastMs).toBeLessThan(endMs + 5.5 * MINUTE);
    expect(gate.phase).toBe('closed');
  });

  test('says that it rests, without a call, as a state and with its end', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer);
    const three = (async () => {
      for (let call = 0; call < 3; call += 1) await gate.run(down, turn()).catch(() => undefined);
    })();
    await timer.advance(10 * SECOND);
    await three;
    expect(gate.phase).toBe('open');
    let calls = 0;
    const refused = gate.run(async () => void (calls += 1), turn());
    await expect(refused).rejects.toBeInstanceOf(SourceError);
    await expect(refused).rejects.toThrow(/111122223333\/us-east-1\/logs did not answer/);
    expect(calls).toBe(0);
  });

  test('catches up with two calls side by side at most (T-ENV-05)', async () => {
    const timer = new VirtualTimer();
    const gate = gateAt(timer, { ruleOf: () => ({ perSecond: 1_000, burst: 1_000 }) });
    for (let call = 0; call < 3; call += 1) await gate.run(down, turn()).catch(() => undefined);
    await timer.advance(MINUTE);
    await gate.run(() => Promise.resolve('probe'), turn());
    let running = 0;
    let most = 0;
    const slow = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await timer.sleep(SECOND, new AbortController().signal);
      running -= 1;
    };
    const all = Array.from({ length: 10 }, () => gate.run(slow, turn()));
    await timer.advance(MINUTE);
    await Promise.all(all);
    expect(most).toBe(2);
  });
});
