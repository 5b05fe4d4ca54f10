/** Budgets: forecasts, and lines that are told once in each period. */
import { describe, expect, test } from 'vitest';
import { crossingDate, forecastSlots, spendOf } from '../../shared/forecast.ts';
import type { SpendSlot } from '../../shared/forecast.ts';
import { periodAt } from '../../server/alarm/budget-period.ts';
import { lineText } from '../../server/alarm/budget-rule.ts';
import {
  budgetStatus,
  evaluateBudget,
  type BudgetStep,
} from '../../server/alarm/evaluate-budget.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { budgetOf } from './budget-of.ts';

const usd = (text: string): bigint => parseAttoUsd(text) ?? 0n;
const at = (text: string): number => Date.parse(text);

/** November 2026 in days, with these amounts from the first on. */
function november(amounts: readonly string[], startMs = at('2026-11-01T00:00:00Z')): SpendSlot[] {
  return Array.from({ length: 30 }, (_, day) => ({
    startMs: startMs + day * DAY_MS,
    endMs: startMs + (day + 1) * DAY_MS,
    attoUsd: usd(amounts[day] ?? '0'),
  }));
}

const BUDGET = budgetOf();

interface Sample {
  /** Days of the month that are over, with fractions. */
  readonly day: number;
  readonly amounts: readonly string[];
  readonly amount?: string;
  readonly hush?: string;
  readonly budget?: typeof BUDGET;
}

/** Plays samples; each gives what it told, such as `50 % spent, 80 % spent`. */
function play(samples: readonly Sample[]): {
  readonly told: readonly string[];
  readonly last: BudgetStep | null;
} {
  let last: BudgetStep | null = null;
  const told = samples.map(({ day, amounts, amount = '100', hush = null, budget = BUDGET }) => {
    const nowMs = at('2026-11-01T00:00:00Z') + day * DAY_MS;
    const period = periodAt(budget.calendar, nowMs - 1);
    const slots = november(amounts);
    const status = budgetStatus(budget, { period, slots, amountAttoUsd: usd(amount), toMs: nowMs });
    const step = evaluateBudget(budget, status, last, { nowMs, hush });
    if (!step) return 'nothing';
    last = step;
    const notice = step.transition?.notice === 'resolved' ? 'resolved' : '';
    return [notice, ...step.lines.map(lineText)].filter(Boolean).join(', ');
  });
  return { told, last };
}

describe('evaluateBudget', () => {
  test.each<[string, readonly Sample[], readonly string[]]>([
    ['B1: nothing below half', [{ day: 0.5, amounts: ['49.999999999'] }], ['']],
    ['B2: half at exactly half', [{ day: 0.5, amounts: ['50'] }], ['50 % spent']],
    [
      'B3: all lines that are crossed at once in one message',
      [
        { day: 0.5, amounts: ['49'] },
        { day: 0.6, amounts: ['101'] },
      ],
      ['', '50 % spent, 80 % spent, 100 % spent'],
    ],
    [
      'B4: nothing more when spend falls by a correction and rises again',
      [
        { day: 0.5, amounts: ['101'] },
        { day: 0.6, amounts: ['79'] },
        { day: 0.7, amounts: ['101'] },
      ],
      ['50 % spent, 80 % spent, 100 % spent', '', ''],
    ],
    ['B8: no forecast on the second day', [{ day: 2, amounts: ['10', '10'] }], ['']],
    [
      'B9: a forecast that is there in two evaluations',
      [
        { day: 4, amounts: ['5', '5', '5', '5'] },
        { day: 4.1, amounts: ['5', '5', '5', '5', '0.5'] },
      ],
      ['', '100 % by forecast'],
    ],
    [
      'B9: not for one hour of data that is evaluated twice',
      [
        { day: 4, amounts: ['5', '5', '5', '5'] },
        { day: 4, amounts: ['5', '5', '5', '5'] },
      ],
      ['', ''],
    ],
    [
      'B10: no forecast that is there in one evaluation only',
      [
        { day: 4, amounts: ['5', '5', '5', '5'] },
        { day: 4.1, amounts: ['3', '3', '3', '3'] },
        { day: 4.2, amounts: ['3', '3', '3', '3'] },
      ],
      ['', '', ''],
    ],
    [
      'B11: only the line that an edit of the amount crosses',
      [
        { day: 0.5, amounts: ['55'] },
        { day: 0.6, amounts: ['55'], amount: '60' },
      ],
      ['50 % spent', '80 % spent'],
    ],
    [
      'nothing while it is silenced, and all of it afterwards',
      [
        { day: 0.5, amounts: ['85'], hush: 'Silenced by ada.' },
        { day: 0.6, amounts: ['85'] },
      ],
      ['', '50 % spent, 80 % spent'],
    ],
    [
      'nothing twice by a duplicate evaluation',
      [
        { day: 0.5, amounts: ['85'] },
        { day: 0.5, amounts: ['85'] },
      ],
      ['50 % spent, 80 % spent', ''],
    ],
  ])('tells %s', (_, samples, told) => {
    expect(play(samples).told).toEqual(told);
  });

  test('B5: arms again once at the start of a period whose day has 23 hours', () => {
    const budget = budgetOf({ period: 'day', timeZone: 'Europe/Paris', forecast: [] });
    const startMs = at('2026-03-28T00:00:00Z');
    const slots = Array.from({ length: 72 }, (_, hour) => {
      const slotMs = startMs + hour * HOUR_MS;
      return { startMs: slotMs, endMs: slotMs + HOUR_MS, attoUsd: usd('5') };
    });
    let last: BudgetStep | null = null;
    const told: string[] = [];
    for (let hour = 1; hour <= 72; hour += 1) {
      const nowMs = startMs + hour * HOUR_MS;
      const period = periodAt(budget.calendar, nowMs - 1);
      const known = slots.filter((slot) => slot.endMs <= nowMs);
      const data = { period, slots: known, amountAttoUsd: usd('100'), toMs: nowMs };
      for (let again = 0; again < 2; again += 1) {
        const step: BudgetStep | null = evaluateBudget(budget, budgetStatus(budget, data), last, {
          nowMs,
          hush: null,
        });
        if (step?.transition?.notice === 'firing') {
          told.push(
            `${new Date(nowMs).toISOString().slice(5, 13)} ${step.lines.map(lineText).join()}`,
          );
        }
        last = step ?? last;
      }
    }
    // The 29th begins at 23:00 UTC of the 28th and the 30th at 22:00 of the 29th.
    expect(told).toEqual([
      '03-28T10 50 % spent',
      '03-28T16 80 % spent',
      '03-28T20 100 % spent',
      '03-29T09 50 % spent',
      '03-29T15 80 % spent',
      '03-29T19 100 % spent',
      '03-30T08 50 % spent',
      '03-30T14 80 % spent',
      '03-30T18 100 % spent',
    ]);
  });

  test('tells at the start of the next period that the one before is over, if it told of it', () => {
    const budget = budgetOf({ period: 'week', actual: [100], forecast: [] });
    const spent = { amounts: ['100'], budget };
    const { told } = play([
      { day: 0.5, ...spent },
      { day: 1.5, ...spent },
      { day: 8.5, ...spent },
    ]);
    expect(told).toEqual(['100 % spent', 'resolved', '']); // The first of November is a Sunday.
  });

  test('changes nothing when the clock is put back into the period before', () => {
    const budget = budgetOf({ period: 'week', actual: [50], forecast: [] });
    const { told } = play([
      { day: 1.5, amounts: ['100', '60'], budget },
      { day: 0.5, amounts: ['100', '60'], budget },
      { day: 1.6, amounts: ['100', '60'], budget },
    ]);
    expect(told).toEqual(['50 % spent', 'nothing', '']);
  });

  test('numbers messages by period, so that a replay names them alike', () => {
    const { last } = play([{ day: 0.5, amounts: ['85'] }]);
    expect(last?.transition?.sequence).toBe((at('2026-11-01T00:00:00Z') / HOUR_MS) * 1000 + 2);
    const again = play([
      { day: 0.4, amounts: ['55'] },
      { day: 0.5, amounts: ['85'] },
    ]);
    expect(again.last?.transition?.sequence).toBe(last?.transition?.sequence);
  });

  test('says how much of what, the forecast, and when it is reached', () => {
    const { last } = play([{ day: 4, amounts: ['20', '20', '20', '20'] }]);
    expect(last?.state.reason).toBe(
      'Reached 50 % spent, 80 % spent: $80 of $100 in 2026-11; forecast $600, ' +
        'reaching the amount on 2026-11-05.',
    );
  });

  test('carries over what the period before has left, and no debt', () => {
    const budget = budgetOf({ period: 'week', rollover: true });
    const statusOf = (first: string) => {
      const startMs = at('2026-11-02T00:00:00Z');
      const period = periodAt(budget.calendar, startMs + 8 * DAY_MS);
      const slots = november([first], startMs);
      const toMs = startMs + 8 * DAY_MS;
      return budgetStatus(budget, { period, slots, amountAttoUsd: usd('100'), toMs });
    };
    expect(statusOf('70').amountAttoUsd).toBe(usd('130'));
    expect(statusOf('170').amountAttoUsd).toBe(usd('100'));
    expect(statusOf('0').amountAttoUsd).toBe(usd('100')); // Nothing is known of the week before.
  });
});

describe('forecastSlots', () => {
  const weekly = (days: number): SpendSlot[] => {
    const startMs = at('2026-10-05T00:00:00Z'); // A Monday.
    return Array.from({ length: days }, (_, day) => ({
      startMs: startMs + day * DAY_MS,
      endMs: startMs + (day + 1) * DAY_MS,
      attoUsd: startMs + day * DAY_MS < toMs ? usd(day % 7 < 5 ? '10' : '1') : 0n,
    }));
  };
  const toMs = at('2026-11-02T00:00:00Z');
  const period = { startMs: at('2026-11-01T00:00:00Z'), endMs: at('2026-12-01T00:00:00Z') };

  test('expects of each weekday what it has cost', () => {
    const slots = forecastSlots({ period, slots: weekly(57), toMs, timeZone: 'UTC' });
    // November 2026 has 21 weekdays and 9 days of weekends.
    expect(spendOf(slots ?? [])).toBe(usd('219'));
    expect(crossingDate(slots ?? [], usd('51'), 'UTC')).toBe('2026-11-06');
    expect(crossingDate(slots ?? [], usd('300'), 'UTC')).toBeNull();
  });

  test('learns nothing from days that are not whole', () => {
    const provisional = weekly(57).map((slot) =>
      slot.startMs === toMs ? { ...slot, attoUsd: usd('2') } : slot,
    );
    const slots = forecastSlots({ period, slots: provisional, toMs, timeZone: 'UTC' });
    expect(spendOf(slots ?? [])).toBe(usd('221'));
  });
});
