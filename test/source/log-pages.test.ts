/** Page tokens that repeat, die or lead nowhere. */
import { describe, expect, test } from 'vitest';
import { readLogPages, type FetchLogPage } from '../../server/source/log-pages.ts';
import type { Window } from '../../shared/window.ts';

const SLICE = { startMs: 1_000, endMs: 1_064 };

async function eventIds(fetchPage: FetchLogPage, window: Window = SLICE): Promise<string[]> {
  const ids: string[] = [];
  for await (const events of readLogPages(fetchPage, window)) {
    ids.push(...events.map((event) => event.eventId ?? ''));
  }
  return ids;
}

function refused(): Error {
  return Object.assign(new Error('bad token'), { name: 'InvalidParameterException' });
}

/** Repeats its token so many times before it goes on; notes which windows were asked for. */
function repeating(times: number): { readonly asked: Set<string>; readonly fetch: FetchLogPage } {
  const asked = new Set<string>();
  const calls = new Map<string, number>();
  const fetch: FetchLogPage = async ({ startMs, endMs }) => {
    const name = `${startMs}-${endMs}`;
    asked.add(name);
    const count = (calls.get(name) ?? 0) + 1;
    calls.set(name, count);
    const isStuck = endMs - startMs > 32 && count <= times + 1;
    return isStuck
      ? { events: [], nextToken: 'same' }
      : { events: [{ eventId: name }], nextToken: null };
  };
  return { asked, fetch };
}

describe('readLogPages', () => {
  test('waits through 50 repetitions of a token (T-CWL-02)', async () => {
    const { asked, fetch } = repeating(50);
    expect(await eventIds(fetch)).toEqual(['1000-1064']);
    expect(asked.size).toBe(1);
  });

  test('cuts the slice in two when a token stands still for longer (T-CWL-02)', async () => {
    const { asked, fetch } = repeating(60);
    expect(await eventIds(fetch)).toEqual(['1000-1032', '1032-1064']);
    expect([...asked]).toEqual(['1000-1064', '1000-1032', '1032-1064']);
  });

  test('starts a slice again when its token is refused (T-CWL-03)', async () => {
    let died = false;
    const fetch: FetchLogPage = async (_window, token) => {
      if (token === null) return { events: [{ eventId: 'a' }], nextToken: 't' };
      if (died) return { events: [{ eventId: 'b' }], nextToken: null };
      died = true;
      throw refused();
    };
    expect(await eventIds(fetch)).toEqual(['a', 'a', 'b']);
  });

  test('passes on a refusal of a call without a token: that is no matter of pages', async () => {
    const fetch: FetchLogPage = () => Promise.reject(refused());
    await expect(eventIds(fetch)).rejects.toThrow('bad token');
  });

  test('gives up when not even a millisecond comes to its end', async () => {
    const fetch: FetchLogPage = async (_window, token) => {
      if (token !== null) throw refused();
      return { events: [], nextToken: 'dead' };
    };
    const reading = eventIds(fetch, { startMs: 0, endMs: 2 });
    await expect(reading).rejects.toMatchObject({ code: 'badAnswer', retryable: true });
  });
});
