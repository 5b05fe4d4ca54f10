/** When people are told, told later, told again, or left in peace. */
import { describe, expect, test } from 'vitest';
import { hushAt, type Silence } from '../../server/alarm/mute.ts';
import { parseAlarmRule } from '../../server/alarm/alarm-rule.ts';
import { play, ruleOf, ticksOf } from './tape.ts';

const quietFrom = (from: number, to: number) => (index: number) =>
  index >= from && index < to ? 'Muted.' : null;

describe('keepFiring', () => {
  test.each([
    ['ends at once without it', '0s', '60 1 1 1', 'alarm! ok! ok ok'],
    ['waits until it has been good for the time', '10m', '60 1 1 1', 'alarm! alarm ok! ok'],
    ['counts anew after each breach', '10m', '60 1 60 1 1', 'alarm! alarm alarm alarm ok!'],
    ['holds nothing that never stood', '10m', '1 1', 'ok ok'],
  ])('%s', (_, keepFiring, tape, states) => {
    expect(play(ruleOf({ keepFiring }), tape)).toBe(states);
  });

  test('T-HOOK-08: an alarm that flaps for a day tells at most ten times', () => {
    const rule = ruleOf({ period: '1m', evaluationDelay: '0s', keepFiring: '15m' });
    const tape = Array.from({ length: 720 }, () => '60 1').join(' ');
    const told = ticksOf(rule, tape).filter(({ transition }) => transition?.notice);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(10);
  });
});

describe('quiet times', () => {
  test.each([
    ['tell what still stands when they end', '1 60 60 60', [1, 3], 'ok alarm alarm alarm!'],
    ['tell nothing of what came and went in them', '1 60 1 1', [1, 3], 'ok alarm ok ok'],
    ['tell that it is over to those who know that it began', '60 1', [1, 2], 'alarm! ok!'],
  ] as const)('%s', (_, tape, [from, to], states) => {
    expect(play(ruleOf(), tape, quietFrom(from, to))).toBe(states);
  });

  test('tell nothing of what nobody knows any more when they end', () => {
    expect(play(ruleOf(), '60 _ _ _ _ _', quietFrom(0, 3))).not.toContain('!');
  });
});

describe('repeat', () => {
  test('tells again while the alarm stands, with a new sequence each time', () => {
    const rule = ruleOf({ repeat: '10m' });
    expect(play(rule, '60 60 60 60 60 1')).toBe('alarm! alarm alarm! alarm alarm! ok!');
    const sequences = ticksOf(rule, '60 60 60').flatMap(({ transition }) => {
      return transition?.notice ? [transition.sequence] : [];
    });
    expect(sequences).toEqual([1, 2]);
  });

  test('stops where somebody looks after it', () => {
    const rule = ruleOf({ repeat: '5m' });
    expect(play(rule, '60 60 60 1', quietFrom(1, 9))).toBe('alarm! alarm alarm ok!');
  });
});

const MONDAY = (time: string): number => Date.parse(`2026-11-23T${time}:00Z`);
const subject = { name: 'Spend of a day', group: { tenant: 'acme' }, openedAtMs: 5, mute: [] };

function muteOf(mute: object) {
  return ruleOf({ mute: [mute] }).mute;
}

describe('mute windows', () => {
  test.each([
    ['within a day', { from: '09:00', to: '17:00' }, MONDAY('12:00'), true],
    ['before it', { from: '09:00', to: '17:00' }, MONDAY('08:59'), false],
    ['at its end, which is open', { from: '09:00', to: '17:00' }, MONDAY('17:00'), false],
    ['past midnight, in the evening', { from: '22:00', to: '06:00' }, MONDAY('23:00'), true],
    ['past midnight, in the morning', { from: '22:00', to: '06:00' }, MONDAY('05:59'), true],
    [
      'past midnight, the morning after the day',
      { days: ['sun'], from: '22:00', to: '06:00' },
      MONDAY('05:00'),
      true,
    ],
    ['on another day', { days: ['tue'], from: '00:00', to: '23:59' }, MONDAY('12:00'), false],
    [
      'by the clock on the wall, not by UTC',
      { from: '22:00', to: '23:00', timeZone: 'Asia/Kathmandu' },
      MONDAY('16:30'),
      true,
    ],
    [
      'by the clock also on a day that lost an hour',
      { from: '22:00', to: '23:00', timeZone: 'Europe/Paris' },
      Date.parse('2026-03-29T20:30:00Z'),
      true,
    ],
  ])('hold %s', (_, mute, nowMs, isQuiet) => {
    expect(hushAt({ ...subject, mute: muteOf(mute) }, [], nowMs) !== null).toBe(isQuiet);
  });

  test('are checked when they are read', () => {
    const rule = { name: 'a', metric: 'cost', threshold: 1, mute: [{ from: '25:00', to: '1:00' }] };
    expect(parseAlarmRule(rule)).toMatchObject({ ok: false, problem: { path: 'mute.0.from' } });
  });
});

const silence: Silence = {
  id: 's1',
  alarm: 'Spend*',
  group: { tenant: 'ac*' },
  startMs: 100,
  endMs: 200,
  openedAtMs: null,
  by: 'ada',
  comment: '',
};

test.each([
  ['in its time', silence, 150, true],
  ['not at its end', silence, 200, false],
  ['not before its start', silence, 99, false],
  ['only by the name', { ...silence, alarm: 'Latency' }, 150, false],
  ['only in its group', { ...silence, group: { tenant: 'globex' } }, 150, false],
  ['as an acknowledgement of what stands', { ...silence, openedAtMs: 5 }, 150, true],
  ['not of what stood before', { ...silence, openedAtMs: 4 }, 150, false],
])('a silence holds %s', (_, one, nowMs, isQuiet) => {
  expect(hushAt(subject, [one], nowMs) !== null).toBe(isQuiet);
});
