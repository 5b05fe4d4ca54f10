/** The promise of the schedule: whenever it is asked, each span is read at each of its ages. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../server/source/schedule-cursor.ts';
import {
  completeTo,
  firstState,
  floorTo,
  nextWindow,
  progressOf,
  STAGES,
  tailWindow,
  withRead,
  withTail,
  type ScheduleRule,
  type ScheduleState,
} from '../../server/source/schedule.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';

const GRID_MS = 5 * MINUTE_MS;
const RULE: ScheduleRule = {
  agesMs: [5 * MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS, DAY_MS],
  gridMs: GRID_MS,
  firstReadMs: HOUR_MS,
  tailOverlapMs: 2 * MINUTE_MS,
  backfillDays: 1,
};
const START_MS = Date.UTC(2026, 2, 8, 7, 3, 17);

interface Reading extends Window {
  readonly atMs: number;
}

/** Plays reads at given times; each gives up after some windows, as a spent budget makes it. */
function play(timesMs: readonly number[], windowsMax: number) {
  const readings: Reading[] = [];
  const times = [...timesMs].sort((a, b) => a - b);
  let state = firstState(RULE, times[0] ?? START_MS);
  for (const nowMs of times) {
    const tail = tailWindow(state, RULE, nowMs);
    readings.push({ ...tail, atMs: nowMs });
    state = withTail(state, tail);
    state = readStages(state, nowMs, { windowsMax, readings });
    const again = decodeCursor(encodeCursor(state, []));
    expect(again?.state).toEqual(state);
  }
  return { state, readings };
}

function readStages(
  before: ScheduleState,
  nowMs: number,
  { windowsMax, readings }: { readonly windowsMax: number; readonly readings: Reading[] },
): ScheduleState {
  let state = before;
  for (const stage of STAGES) {
    for (let count = 0; count < windowsMax; count += 1) {
      const window = nextWindow(state, RULE, { stage, nowMs, sizeMs: 4 * GRID_MS });
      if (!window) break;
      expect(window.startMs).toBeLessThan(window.endMs);
      readings.push({ ...window, atMs: nowMs });
      state = withRead(state, RULE, { window, nowMs });
    }
  }
  return state;
}

const gaps = fc.array(fc.integer({ min: 1, max: 9 * HOUR_MS }), { minLength: 1, maxLength: 25 });

function timesAfter(gapsMs: readonly number[]): readonly number[] {
  let atMs = START_MS;
  return [START_MS, ...gapsMs.map((gapMs) => (atMs += gapMs))];
}

describe('a schedule', () => {
  test('has read every past instant at every age that it has reached', () => {
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        const times = timesAfter(gapsMs);
        const { readings, state } = play(times, Infinity);
        const nowMs = times.at(-1) ?? START_MS;
        const floorMs = floorTo(state.anchorMs - DAY_MS, GRID_MS);
        for (const ageMs of RULE.agesMs) {
          const toMs = floorTo(nowMs - ageMs, GRID_MS);
          for (let slotMs = floorMs; slotMs < toMs; slotMs += GRID_MS) {
            const isRead = readings.some(
              ({ startMs, endMs, atMs }) =>
                startMs <= slotMs && endMs >= slotMs + GRID_MS && atMs - slotMs - GRID_MS >= ageMs,
            );
            if (!isRead) expect.fail(`${new Date(slotMs).toISOString()} at age ${ageMs}`);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('catches up, however small the share of each read', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5 }), (gapsMs, windowsMax) => {
        const times = timesAfter(gapsMs);
        const nowMs = times.at(-1) ?? START_MS;
        const { state } = play([...times, ...Array<number>(400).fill(nowMs)], windowsMax);
        const { done, total } = progressOf(state, RULE, nowMs);
        expect(done).toBe(total);
        expect(completeTo(state)).toBe(nowMs);
      }),
      { numRuns: 20 },
    );
  });

  test('keeps a small state', () => {
    const times = Array.from({ length: 2_000 }, (_, index) => START_MS + index * MINUTE_MS);
    const { state, readings } = play(times, Infinity);
    expect(encodeCursor(state, []).length).toBeLessThan(400);
    const tails = times.length;
    const slices = (times.length * MINUTE_MS + DAY_MS) / GRID_MS;
    expect(readings.length).toBeLessThan(tails + 4.5 * slices);
  });

  test('does not claim an hour that only the tail has touched', () => {
    const state = firstState(RULE, START_MS);
    const tail = tailWindow(state, RULE, START_MS);
    expect(completeTo(withTail(state, tail))).toBe(state.anchorMs);
  });

  test('waits when the clock has been set back', () => {
    const { state } = play([START_MS], Infinity);
    const earlierMs = START_MS - 10 * DAY_MS;
    for (const stage of STAGES) {
      expect(nextWindow(state, RULE, { stage, nowMs: earlierMs, sizeMs: GRID_MS })).toBeNull();
    }
    const tail = tailWindow(state, RULE, earlierMs);
    expect(tail.startMs).toBeLessThanOrEqual(tail.endMs);
  });
});

describe('decodeCursor', () => {
  test.each([
    ['no text', null],
    ['no JSON', 'x'],
    ['a JSON null', 'null'],
    ['another version', '{"version":2,"anchorMs":1,"tail":[1,2],"spans":[],"extra":[]}'],
    ['spans that are no numbers', '{"version":1,"anchorMs":1,"tail":[1,2],"spans":[["a",1,1]]}'],
    ['a short tail', '{"version":1,"anchorMs":1,"tail":[1],"spans":[],"extra":[]}'],
  ])('starts anew with %s', (_name, cursor) => {
    expect(decodeCursor(cursor)).toBeNull();
  });

  test('gives back the numbers of the source', () => {
    const state = firstState(RULE, START_MS);
    expect(decodeCursor(encodeCursor(state, [[1, 2], [3]]))).toEqual({
      state,
      extra: [[1, 2], [3]],
    });
  });
});
