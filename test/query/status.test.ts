/** What is known and what is not: freshness, gaps, coverage of logs, models without a price. */
import { describe, expect, test } from 'vitest';
import {
  completeToOf,
  findGaps,
  isBackfilling,
  logCoverage,
  unpricedModels,
} from '../../server/query/status.ts';
import type { SourceState, Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { T0_MS, metered, requestId, type MeteredChanges } from '../support/metered.ts';
import { HAND_BOOK, point, storeOf } from './ask.ts';

const WINDOW = { startMs: T0_MS, endMs: T0_MS + DAY_MS };

function state(completeToMs: number | null, changes: Partial<SourceState> = {}): SourceState {
  return {
    sourceId: 's',
    kind: 's3',
    cursor: null,
    completeToMs,
    progress: { completeToMs, done: 1, total: 1 },
    updatedAtMs: 0,
    error: null,
    ...changes,
  };
}

/** So many calls, one a second from some time after T0 on. */
function calls(count: number, afterMs: number, changes: MeteredChanges = {}) {
  return Array.from({ length: count }, (_, i) => {
    const timestampMs = T0_MS + afterMs + i * 1000;
    const id = requestId(afterMs * 1000 + i);
    return metered({
      ...changes,
      invocation: { requestId: id, timestampMs, ...changes.invocation },
    });
  });
}

const countedAt = (hour: number, value: number, more: Parameters<typeof point>[0] = {}) =>
  point({ startMs: T0_MS + hour * HOUR_MS, value, ...more });

describe('completeToOf', () => {
  test.each([
    ['the source that is furthest behind', [state(5), state(3), state(9)], 3],
    ['nothing while one source has not finished a pass', [state(5), state(null)], null],
    ['nothing without sources', [], null],
    ['nothing from folders, which have no clock', [state(null, { kind: 'directory' })], null],
    ['what has a clock beside a folder', [state(null, { kind: 'directory' }), state(7)], 7],
  ])('gives %s', (_, states, expected) => {
    expect(completeToOf(states)).toBe(expected);
  });
});

describe('isBackfilling', () => {
  test('is true while one source has still to read what is older', () => {
    const behind = state(5, { progress: { completeToMs: 5, done: 2, total: 3 } });
    expect(isBackfilling([state(5), behind])).toBe(true);
    expect(isBackfilling([state(5)])).toBe(false);
    expect(isBackfilling([])).toBe(false);
  });
});

describe('findGaps', () => {
  const gapsOf = (store: Store, window = WINDOW) => findGaps(window, store, HAND_BOOK);

  test('joins hours that touch and counts what is missing', () => {
    const store = storeOf(calls(5, 0));
    store.saveMetricPoints([countedAt(0, 20), countedAt(1, 30), countedAt(5, 12)]);
    expect(gapsOf(store)).toEqual([
      {
        account: '111122223333',
        region: 'us-east-1',
        from: '2026-11-01T05:00:00Z',
        to: '2026-11-01T06:00:00Z',
        missingInvocations: 12,
      },
      {
        account: '111122223333',
        region: 'us-east-1',
        from: '2026-11-01T00:00:00Z',
        to: '2026-11-01T02:00:00Z',
        missingInvocations: 45,
      },
    ]);
  });

  test('keeps gaps of two Regions apart though they touch', () => {
    const store = storeOf([]);
    store.saveMetricPoints([countedAt(0, 20), countedAt(1, 20, { region: 'eu-west-1' })]);
    expect(gapsOf(store).map(({ region, from }) => [region, from])).toEqual([
      ['eu-west-1', '2026-11-01T01:00:00Z'],
      ['us-east-1', '2026-11-01T00:00:00Z'],
    ]);
  });

  test.each([
    ['hours with few calls', [], 9],
    ['hours of which more than half is logged', calls(11, 0), 20],
    ['hours in which more was logged than counted', calls(30, 0), 20],
  ])('passes over %s', (_, rows, counted) => {
    const store = storeOf(rows);
    store.saveMetricPoints([countedAt(0, counted)]);
    expect(gapsOf(store)).toEqual([]);
  });

  test('leaves throttled calls out, which CloudWatch does not count as Invocations', () => {
    const store = storeOf(calls(30, 0, { invocation: { status: 'throttled' } }));
    store.saveMetricPoints([countedAt(0, 20)]);
    expect(gapsOf(store)[0]?.missingInvocations).toBe(20);
  });

  test('does not judge the last hour, as logs and counts come late', () => {
    const store = storeOf([]);
    store.saveMetricPoints([countedAt(23, 100)]);
    expect(gapsOf(store)).toEqual([]);
  });

  test('does not judge an hour of which it sees only a part', () => {
    const store = storeOf(calls(100, 2 * HOUR_MS + 30 * MINUTE_MS));
    store.saveMetricPoints([countedAt(2, 100, { periodSeconds: 3600 })]);
    const now = { startMs: T0_MS, endMs: T0_MS + 3 * HOUR_MS + 20 * MINUTE_MS };
    expect(gapsOf(store, now)).toEqual([]);
  });

  test('finds nothing in a window shorter than the time to settle', () => {
    expect(gapsOf(storeOf([]), { startMs: T0_MS, endMs: T0_MS + HOUR_MS })).toEqual([]);
  });
});

describe('logCoverage', () => {
  const nowMs = T0_MS + DAY_MS;

  test('is the share of counted calls that were logged', () => {
    const store = storeOf(calls(15, 0));
    store.saveMetricPoints([countedAt(0, 20)]);
    expect(logCoverage(nowMs, store, HAND_BOOK)).toBe(0.75);
  });

  test('is unknown without metrics', () => {
    expect(logCoverage(nowMs, storeOf(calls(15, 0)), HAND_BOOK)).toBeNull();
  });

  test('looks only at places that CloudWatch tells of', () => {
    const store = storeOf([
      ...calls(10, 0),
      ...calls(40, HOUR_MS, { invocation: { accountId: '444455556666' } }),
    ]);
    store.saveMetricPoints([countedAt(0, 20)]);
    expect(logCoverage(nowMs, store, HAND_BOOK)).toBe(0.5);
  });

  test('does not let one place that has more hide what another lacks', () => {
    const store = storeOf([
      ...calls(30, 0),
      ...calls(10, HOUR_MS, { invocation: { region: 'eu-west-1' } }),
    ]);
    store.saveMetricPoints([countedAt(0, 20), countedAt(1, 20, { region: 'eu-west-1' })]);
    expect(logCoverage(nowMs, store, HAND_BOOK)).toBe(0.75);
  });
});

describe('unpricedModels', () => {
  test('names models with calls that no rate covers, the most called first', () => {
    const store = storeOf([
      ...calls(1, 0, { model: 'acme.rare' }),
      ...calls(3, HOUR_MS, { model: 'acme.mystery' }),
      ...calls(2, 2 * HOUR_MS, { model: 'amazon.nova-half' }),
      ...calls(9, 3 * HOUR_MS),
    ]);
    expect(unpricedModels(WINDOW, store, HAND_BOOK)).toEqual([
      { model: 'acme.mystery', invocations: 3 },
      { model: 'amazon.nova-half', invocations: 2 },
      { model: 'acme.rare', invocations: 1 },
    ]);
  });
});
