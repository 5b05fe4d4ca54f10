/** Calendar periods in a time zone: days, weeks, months, quarters and fiscal years. */
import { assert } from '../../shared/assert.ts';
import { DAY_MS, dayWindow, localDate, type Window } from '../../shared/window.ts';

export const BUDGET_PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type BudgetPeriodKind = (typeof BUDGET_PERIODS)[number];

/** Which calendar: weeks begin on Monday, quarters and years with the fiscal year. */
export interface Calendar {
  readonly kind: BudgetPeriodKind;
  readonly timeZone: string;
  /** Month with which the fiscal year begins, 1 to 12. */
  readonly fiscalYearStart: number;
}

export interface BudgetPeriod extends Window {
  /** `2026-11-03`, `2026-11-02 (week)`, `2026-11`, `2026-10-01 (quarter)`, `2026-04-01 (year)`. */
  readonly label: string;
}

const MONTHS: Record<'month' | 'quarter' | 'year', number> = { month: 1, quarter: 3, year: 12 };

/**
 * The period that holds an instant.
 *
 * Periods begin at midnight of the zone, so one with a change of clocks has an hour more or less.
 *
 * @param atMs epoch ms.
 * @returns half-open; its end is the start of the next one.
 */
export function periodAt(calendar: Calendar, atMs: number): BudgetPeriod {
  const { kind, timeZone } = calendar;
  const date = localDate(atMs, timeZone);
  const first = firstDate(calendar, date);
  const startMs = startOf(first, timeZone);
  return {
    startMs,
    endMs: startOf(nextFirstDate(kind, first), timeZone),
    label: label(kind, first),
  };
}

/** The period before; periods follow each other without a gap. */
export function periodBefore(calendar: Calendar, period: Window): BudgetPeriod {
  return periodAt(calendar, period.startMs - 1);
}

function firstDate({ kind, fiscalYearStart }: Calendar, date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  switch (kind) {
    case 'day':
      return date;
    case 'week':
      return addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
    case 'month':
    case 'quarter':
    case 'year': {
      const monthsIn = (month - fiscalYearStart + 12) % MONTHS[kind];
      return monthDate(year, month - monthsIn);
    }
  }
}

function nextFirstDate(kind: BudgetPeriodKind, first: string): string {
  if (kind === 'day') return addDays(first, 1);
  if (kind === 'week') return addDays(first, 7);
  const [year = 0, month = 1] = first.split('-').map(Number);
  return monthDate(year, month + MONTHS[kind]);
}

/** The first day of a month; months before January and after December are of other years. */
function monthDate(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function startOf(date: string, timeZone: string): number {
  const day = dayWindow(date, timeZone);
  assert(day.ok, 'the first day of a period is a day of the calendar');
  return day.value.startMs;
}

function label(kind: BudgetPeriodKind, first: string): string {
  if (kind === 'day') return first;
  return kind === 'month' ? first.slice(0, 7) : `${first} (${kind})`;
}
