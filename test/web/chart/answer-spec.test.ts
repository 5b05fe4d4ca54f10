/** Claims about the answer in words, the tiles, the badge and the strip of time. */
import { describe, expect, test } from 'vitest';
import { answerOf, tilesOf } from '../../../web/chart/answer-spec.ts';
import { movers } from '../../../web/chart/ranking-spec.ts';
import { timelineSpec, type TimelineInput } from '../../../web/chart/timeline-spec.ts';
import { backfillOf, trustOf } from '../../../web/chart/trust-spec.ts';
import { cannedAlarm, cannedStatus } from '../fixtures/canned-replies.ts';

const NOW_MS = Date.parse('2026-11-22T14:12:00Z');
const HOUR_MS = 3_600_000;
const words = { now: 'in the last 24 hours', before: 'the 24 hours before' };
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('answerOf', () => {
  const row = (tenant: string, cost: string) => ({
    group: { tenant },
    start: '',
    values: { cost },
  });
  const moved = movers(
    [row('acme', '100'), row('globex', '180')],
    [row('acme', '90'), row('globex', '110')],
    'tenant',
  );

  const rows: readonly [name: string, now: string, before: string | null, text: string][] = [
    [
      'a rise and who made it',
      '280',
      '200',
      'in the last 24 hours, 40 % more than the 24 hours before; globex explains 88 % of the rise.',
    ],
    [
      'no cause of hardly a change',
      '200.5',
      '200',
      'in the last 24 hours, about as much as the 24 hours before.',
    ],
    ['a multiple', '800', '200', 'in the last 24 hours, 4.0 times as much as the 24 hours before.'],
    [
      'that nothing was there before',
      '5',
      null,
      'in the last 24 hours; nothing was spent in the 24 hours before.',
    ],
  ];
  test.each(rows)('tells %s', (_name, now, before, text) => {
    const totals = { now: { cost: now, invocations: 1 }, before: { cost: before } };
    expect(plain(answerOf(totals, words, moved).text)).toBe(text);
  });

  test('says that nothing was logged', () => {
    const answer = answerOf({ now: {}, before: {} }, words, []);
    expect([answer.figure, answer.text]).toEqual([
      '$0',
      'in the last 24 hours: no invocation was logged.',
    ]);
  });
});

test('answerOf says when there is nothing to compare with', () => {
  const totals = { now: { cost: '5', invocations: 1 }, before: null };
  expect(answerOf(totals, words, []).text).toBe(
    'in the last 24 hours; the data do not reach back over the 24 hours before.',
  );
});

describe('tilesOf', () => {
  const now = {
    cost: '1530.27',
    invocations: 1000,
    errorRatio: 0.01,
    throttleRatio: 0.02,
    unpricedInvocations: 3,
    unattributedInvocations: 0,
  };
  const tileOf = (id: string, alarms = [cannedAlarm({})]) => {
    return tilesOf({ now, before: {} }, alarms).find((tile) => tile.id === id);
  };

  test('shows money short and keeps it exact for the hover', () => {
    expect([tileOf('spend')?.figure, tileOf('spend')?.exact]).toEqual(['$1.53k', '$1,530.27']);
  });

  test('adds errors and throttles', () => {
    expect(plain(tileOf('trouble')?.figure ?? '')).toBe('3.0 %');
  });

  test('warns of unpriced calls', () => {
    expect(tileOf('honesty')?.look).toBe('warn');
  });

  test('turns red for an alarm that fires, and for nothing else', () => {
    const firing = [cannedAlarm({ state: 'ALARM' })];
    expect([tileOf('latency')?.look, tileOf('latency', firing)?.look]).toEqual(['plain', 'bad']);
  });

  test('shows an unknown latency as unknown', () => {
    expect(tileOf('latency')?.figure).toBe('\u2014');
  });
});

describe('trustOf', () => {
  const status = cannedStatus(NOW_MS, false);

  test('names freshness, coverage, gaps and failures', () => {
    expect(plain(trustOf(status, 'UTC').text)).toBe(
      'complete to 14:05 UTC \u00b7 99.7 % of calls logged \u00b7 2 gaps \u00b7 1 source failing',
    );
  });

  test('is good only when all is whole', () => {
    const whole = { ...status, gaps: [], sources: status.sources.slice(0, 1) };
    const thin = { ...whole, logCoverage: 0.9 };
    expect([
      trustOf(status, 'UTC').look,
      trustOf(thin, 'UTC').look,
      trustOf(whole, 'UTC').look,
    ]).toEqual(['bad', 'warn', 'ok']);
  });

  test('tells how far old logs are read', () => {
    expect(backfillOf(status)).toBeNull();
    expect(backfillOf(cannedStatus(NOW_MS, true))?.share).toBe(0.43);
  });
});

describe('timelineSpec', () => {
  const input: TimelineInput = {
    window: { startMs: NOW_MS - 10 * HOUR_MS, endMs: NOW_MS },
    timeZone: 'UTC',
    alarms: [],
    events: [],
    gaps: [],
    lost: [],
    completeToMs: NOW_MS,
  };
  const event = (hoursAgo: number, from: string, to: string) => ({
    at: new Date(NOW_MS - hoursAgo * HOUR_MS).toISOString(),
    name: 'Slow',
    group: {},
    from,
    to,
    reason: 'why',
  });
  const spans = (part: Partial<TimelineInput>) => {
    return timelineSpec({ ...input, ...part }).lanes.flatMap(({ segments }) => {
      return segments.map(({ kind, start, length }) => [kind, start, length]);
    });
  };

  test('draws an alarm from its start to its end, whatever the order of events', () => {
    const events = [event(4, 'ALARM', 'OK'), event(5, 'OK', 'ALARM')];
    expect(spans({ events })).toEqual([['alarm', 0.5, 0.1]]);
  });

  test('draws an alarm that began before the window, or has not ended', () => {
    expect(spans({ events: [event(5, 'ALARM', 'OK')] })).toEqual([['alarm', 0, 0.5]]);
    expect(spans({ events: [event(5, 'OK', 'ALARM')] })).toEqual([['alarm', 0.5, 0.5]]);
  });

  test('draws an alarm that fires without any event', () => {
    const since = new Date(NOW_MS - 20 * HOUR_MS).toISOString();
    expect(spans({ alarms: [cannedAlarm({ state: 'ALARM', since })] })).toEqual([['alarm', 0, 1]]);
  });

  test('marks gaps of the logs and what is not read yet', () => {
    const [gap] = cannedStatus(NOW_MS, false).gaps;
    const drawn = spans({ gaps: gap ? [gap] : [], completeToMs: NOW_MS - 5 * HOUR_MS });
    expect(drawn.map(([kind]) => kind)).toEqual(['gap', 'unread']);
  });

  test('is empty when nothing happened', () => {
    expect(timelineSpec(input).isEmpty).toBe(true);
  });
});
