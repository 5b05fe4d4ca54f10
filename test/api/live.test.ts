/** Server-sent events: what changed is told once, to a bounded number of pages. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { createLiveFeed, LISTENERS_MAX, LiveWatch } from '../../server/api/live-feed.ts';
import { API } from '../../shared/contract.ts';
import type { LiveMessage } from '../../shared/live.ts';
import { call, storeOf } from '../query/ask.ts';
import { T0_MS, batch } from '../support/metered.ts';
import { rigOf } from './rig.ts';

const SECOND_MS = 1000;

/** A watch that has looked once, over a clock that the test moves. */
function watched() {
  const store = storeOf([call(1, 0)]);
  const clock = { nowMs: T0_MS };
  const watch = new LiveWatch({ store, nowMs: () => clock.nowMs });
  watch.look();
  const look = (afterMs: number): readonly string[] => {
    clock.nowMs += afterMs;
    return watch.look().map(({ event }) => event);
  };
  return { store, look };
}

describe('LiveWatch', () => {
  test('tells nothing while nothing changes', () => {
    const { look } = watched();
    expect(look(SECOND_MS)).toEqual([]);
    expect(look(60 * SECOND_MS)).toEqual([]);
  });

  test('tells of records that were counted, once', () => {
    const { store, look } = watched();
    store.ingest({ ...batch([call(2, SECOND_MS)]), nowMs: T0_MS + 9 * SECOND_MS });
    expect(look(9 * SECOND_MS)).toEqual(['sources', 'data']);
    expect(look(9 * SECOND_MS)).toEqual([]);
  });

  test('holds new data back for five seconds after the last, and then tells it', () => {
    const { store, look } = watched();
    store.ingest({ ...batch([call(2, SECOND_MS)]), nowMs: T0_MS + SECOND_MS });
    expect(look(SECOND_MS)).toEqual(['sources']);
    expect(look(SECOND_MS)).toEqual([]);
    expect(look(4 * SECOND_MS)).toEqual(['data']);
  });

  test('tells that a source fails, without asking for figures', () => {
    const { store, look } = watched();
    const denied = { code: 'denied', message: 'No.', hint: 'Grant it.' };
    look(9 * SECOND_MS);
    store.saveSourceError('source', 'directory', denied, T0_MS + 10 * SECOND_MS);
    expect(look(SECOND_MS)).toContain('sources');
  });

  test('tells of an alarm that changes its state, not of its last value', () => {
    const { store, look } = watched();
    const save = (changes: object): void =>
      store.saveAlarmPass(
        [{ alarm: 'storm', group: {}, state: { ...newAlarmState(T0_MS), ...changes } }],
        [],
        [],
      );
    save({ state: 'OK', lastValue: '1' });
    expect(look(SECOND_MS)).toEqual(['alarms']);
    save({ state: 'OK', lastValue: '2' });
    expect(look(SECOND_MS)).toEqual([]);
    save({ state: 'ALARM', lastValue: '3' });
    expect(look(SECOND_MS)).toEqual(['alarms']);
  });
});

describe('GET /api/v1/events', () => {
  afterEach(() => vi.useRealTimers());

  const served = () => {
    const store = storeOf([call(1, 0)]);
    const clock = { nowMs: T0_MS };
    const live = createLiveFeed({ store, nowMs: () => clock.nowMs });
    const { get } = rigOf({ store, live });
    const listen = async () => {
      const response = await get(API.events);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      return { response, read: async () => (await reader?.read())?.value, reader };
    };
    return { store, live, clock, listen };
  };

  test('begins with how the sources stand', async () => {
    const { listen, live } = served();
    const { response, read } = await listen();
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await read()).toBe('retry: 2000\n\n');
    expect(await read()).toMatch(/^event: sources\ndata: \{"now":"2026.*"sources":\[\{"id"/);
    live.close();
  });

  test('tells of new data as it comes', async () => {
    vi.useFakeTimers();
    const { store, live, clock, listen } = served();
    const { read } = await listen();
    await read();
    await read();
    clock.nowMs += 6 * SECOND_MS;
    store.ingest({ ...batch([call(2, SECOND_MS)]), nowMs: clock.nowMs });
    vi.advanceTimersByTime(SECOND_MS);
    expect(await read()).toMatch(/^event: sources/);
    expect(await read()).toMatch(/^event: data\ndata: \{"now":/);
    live.close();
  });

  test('tells one page of new data after the other, and no page that has gone', () => {
    vi.useFakeTimers();
    const { store, live, clock } = served();
    const told: string[] = [];
    const listeners = ['a', 'b', 'c', 'gone'].map((name) => ({
      send: ({ event }: LiveMessage) => void (event === 'data' && told.push(name)),
      end: () => undefined,
    }));
    for (const one of listeners) live.join(one);
    clock.nowMs += 6 * SECOND_MS;
    store.ingest({ ...batch([call(2, SECOND_MS)]), nowMs: clock.nowMs });
    vi.advanceTimersByTime(SECOND_MS);
    expect(told).toEqual(['a']);
    vi.advanceTimersByTime(150);
    expect(told).toEqual(['a', 'b']);
    for (const one of listeners.slice(3)) live.leave(one);
    vi.advanceTimersByTime(SECOND_MS);
    expect(told).toEqual(['a', 'b', 'c']);
    live.close();
  });

  test('ends its streams when the server stops, and lets nobody in after', async () => {
    const { live, listen } = served();
    const { read, reader } = await listen();
    await read();
    await read();
    live.close();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
    expect((await listen()).response.status).toBe(503);
  });

  test('takes a bounded number of listeners, and another when one has left', async () => {
    const { live, listen } = served();
    const all = await Promise.all(Array.from({ length: LISTENERS_MAX }, listen));
    const refused = await listen();
    expect(refused.response.status).toBe(503);
    expect(await refused.read()).toContain('"code":"busy"');
    await all[0]?.reader?.cancel();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await listen()).response.status).toBe(200);
    live.close();
  });
});
