/** Reading lets whoever waits have a turn, and is not held up by them for ever. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { GiveWay } from '../../server/job/give-way.ts';

/** Keeps this thread busy, as a batch that is written does. */
function work(ms: number): void {
  const startMs = performance.now();
  while (performance.now() - startMs < ms);
}

/** Some turns of the loop, in which no pause of reading ends by its time. */
async function isOver(turn: Promise<void>): Promise<boolean> {
  let over = false;
  void turn.then(() => (over = true));
  for (let loop = 0; loop < 5; loop += 1) await setImmediate();
  return over;
}

describe('GiveWay', () => {
  test('goes on at once when nobody waits', async () => {
    const way = new GiveWay();
    work(300);
    expect(await isOver(way.turn())).toBe(true);
  });

  test('goes on at once after little work, whoever waits', async () => {
    const way = new GiveWay();
    way.begin();
    expect(await isOver(way.turn())).toBe(true);
  });

  test('waits for whoever waits, until they have their answer', async () => {
    const way = new GiveWay();
    const ends = [way.begin(), way.begin()];
    work(500);
    const turn = way.turn();
    expect(await isOver(turn)).toBe(false);
    ends[0]?.();
    expect(await isOver(turn)).toBe(false);
    ends[1]?.();
    expect(await isOver(turn)).toBe(true);
  });

  test('waits a share of its work at most, for those who never have enough', async () => {
    const way = new GiveWay();
    way.begin();
    work(50);
    const startMs = performance.now();
    await way.turn();
    expect(performance.now() - startMs).toBeGreaterThan(10);
  });

  test('hands on all parts of a reader, and its end', async () => {
    let closed = 0;
    const parts = [1, 2, 3].map((count) => ({ records: [], count }));
    const open = () => ({
      async *readObject() {
        yield* parts;
      },
      close: () => void (closed += 1),
    });
    const readers = new GiveWay().readers(open)(null);
    const object = { origin: 'o', sourceAtMs: null, size: 1, content: { file: 'o' } };
    const found: unknown[] = [];
    for await (const part of readers.readObject(object)) found.push(part);
    readers.close();
    expect([found, closed]).toEqual([parts, 1]);
  });
});
