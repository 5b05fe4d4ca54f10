/** How a budget stands in its period, and what people are to be told of it: each line once. */
import { formatAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, isoTime } from '../../shared/window.ts';
import { newAlarmState, type AlarmState, type AlarmTransition } from './evaluate-alarm.ts';
import { crossingDate, forecastSlots, spendOf, type SpendSlot } from '../../shared/forecast.ts';
import { periodBefore, type BudgetPeriod } from './budget-period.ts';
import { lineText, reaches, type BudgetLine, type BudgetRule } from './budget-rule.ts';
import { formatAmount } from './threshold.ts';

/** What a budget has told of one period. Kept with its state, in the same transaction. */
export interface BudgetLatch {
  readonly periodStartMs: number;
  /** Percentages that were told, as lineKey writes them. */
  readonly told: readonly string[];
  /** The hour of data at which the forecast was judged last, and what it reached then. */
  readonly forecastAtMs: number | null;
  readonly forecastReached: readonly string[];
  /** The period before, as it was known when it ended; null before the first end. */
  readonly closed: ClosedPeriod | null;
}

/** What is kept of a period that is over, to tell when it is revised. */
export interface ClosedPeriod {
  readonly startMs: number;
  readonly spentUsd: string;
  readonly told: readonly string[];
  readonly isRevised: boolean;
}

export interface BudgetStatus {
  readonly period: BudgetPeriod;
  /** Of the period, with what was carried over. */
  readonly amountAttoUsd: bigint;
  readonly carriedAttoUsd: bigint;
  readonly spentAttoUsd: bigint;
  /** At the end of the period; null while fewer than three whole days are known. */
  readonly forecastAttoUsd: bigint | null;
  /** Date in the zone on which the amount was or will be reached; null when it is not. */
  readonly reachedOn: string | null;
  /** Up to where spend is whole, within the period. */
  readonly toMs: number;
}

export interface BudgetData {
  readonly period: BudgetPeriod;
  /** See ForecastRequest. */
  readonly slots: readonly SpendSlot[];
  readonly amountAttoUsd: bigint;
  readonly toMs: number;
}

/** How a budget stands. Never throws. */
export function budgetStatus(budget: BudgetRule, data: BudgetData): BudgetStatus {
  const { period, slots } = data;
  const { timeZone } = budget.calendar;
  const toMs = Math.min(data.toMs, period.endMs);
  const carriedAttoUsd = budget.rollover ? leftOver(budget, data) : 0n;
  const amountAttoUsd = data.amountAttoUsd + carriedAttoUsd;
  const own = slots.filter(({ startMs }) => startMs >= period.startMs && startMs < period.endMs);
  const expected = forecastSlots({ period, slots, toMs, timeZone });
  return {
    period,
    amountAttoUsd,
    carriedAttoUsd,
    spentAttoUsd: spendOf(own),
    forecastAttoUsd: expected && spendOf(expected),
    reachedOn: crossingDate(expected ?? own, amountAttoUsd, timeZone),
    toMs,
  };
}

/** What the period before has left of its own amount; none where its spend is not known whole. */
function leftOver(budget: BudgetRule, { period, slots, amountAttoUsd }: BudgetData): bigint {
  const before = periodBefore(budget.calendar, period);
  const own = slots.filter(({ startMs, endMs }) => {
    return startMs >= before.startMs && endMs <= before.endMs;
  });
  const firstMs = slots.find(({ attoUsd }) => attoUsd > 0n)?.startMs ?? Infinity;
  if (firstMs > before.startMs) return 0n;
  const left = amountAttoUsd - spendOf(own);
  return left > 0n ? left : 0n;
}

/** One step of one budget. */
export interface BudgetStep {
  readonly state: AlarmState;
  readonly latch: BudgetLatch;
  readonly transition: AlarmTransition | null;
  /** Lines that the transition tells of; those of a budget that ends its period are empty. */
  readonly lines: readonly BudgetLine[];
}

export interface BudgetTime {
  readonly nowMs: number;
  /** Why nobody is to be told now; null tells. What is not told now is told later. */
  readonly hush: string | null;
}

/**
 * Moves a budget on: tells each line once in a period, several at once in one message.
 *
 * Spend that falls again, by a price that was put right, clears nothing. A forecast must reach a
 * line at two different hours of data. A period that is older than the one at hand, as after the
 * clock of the machine was put back, changes nothing.
 *
 * @param before what the last step gave; null for a budget that was never looked at.
 * @returns null when there is nothing to change.
 */
export function evaluateBudget(
  budget: BudgetRule,
  status: BudgetStatus,
  before: Pick<BudgetStep, 'state' | 'latch'> | null,
  time: BudgetTime,
): BudgetStep | null {
  const { period } = status;
  if (before && before.latch.periodStartMs > period.startMs) return null;
  if (before && before.latch.periodStartMs < period.startMs && before.latch.told.length > 0) {
    return endPeriod(status, before, time);
  }
  const latch =
    before?.latch.periodStartMs === period.startMs
      ? before.latch
      : newLatch(period.startMs, before);
  const { after, lines } = moveLatch(budget, status, latch, time.hush !== null);
  return stepTo(status, before?.state ?? null, { latch: after, lines }, time);
}

/** What is to be told now, and what was told from now on. */
function moveLatch(
  budget: BudgetRule,
  status: BudgetStatus,
  latch: BudgetLatch,
  isHushed: boolean,
): { readonly after: BudgetLatch; readonly lines: readonly BudgetLine[] } {
  const hourMs = Math.floor(status.toMs / HOUR_MS) * HOUR_MS;
  const isNewHour = latch.forecastAtMs === null || hourMs > latch.forecastAtMs;
  const reached = budget.lines.filter((line) => isReached(line, status));
  if (isHushed) return { after: latch, lines: [] };
  const lines = reached.filter((line) => {
    if (latch.told.includes(lineKey(line))) return false;
    return line.kind === 'actual' || (isNewHour && latch.forecastReached.includes(lineKey(line)));
  });
  const told = [...latch.told, ...lines.map(lineKey)];
  if (!isNewHour) return { after: { ...latch, told }, lines };
  const forecastReached = reached.filter(({ kind }) => kind === 'forecast').map(lineKey);
  return { after: { ...latch, told, forecastAtMs: hourMs, forecastReached }, lines };
}

function newLatch(
  periodStartMs: number,
  before: Pick<BudgetStep, 'state' | 'latch'> | null,
): BudgetLatch {
  const closed = before && {
    startMs: before.latch.periodStartMs,
    spentUsd: String(before.state.lastValue ?? '0'),
    told: before.latch.told,
    isRevised: false,
  };
  return { periodStartMs, told: [], forecastAtMs: null, forecastReached: [], closed };
}

function isReached(line: BudgetLine, status: BudgetStatus): boolean {
  const { spentAttoUsd, forecastAttoUsd, amountAttoUsd } = status;
  const attoUsd = line.kind === 'actual' ? spentAttoUsd : forecastAttoUsd;
  return attoUsd !== null && reaches(attoUsd, line, amountAttoUsd);
}

/** The text under which a line is kept as told. */
export function lineKey({ kind, hundredths }: BudgetLine): string {
  return `${kind} ${hundredths}`;
}

/** Numbers of messages in a period; the last ends it. A replay of the period numbers them alike. */
export const PERIOD_SEQUENCES = 1000;

/** The number of a message, from the period that it tells of. */
export function sequenceOf(periodStartMs: number, number: number): number {
  return Math.floor(periodStartMs / HOUR_MS) * PERIOD_SEQUENCES + number;
}

function stepTo(
  status: BudgetStatus,
  before: AlarmState | null,
  { latch, lines }: Pick<BudgetStep, 'latch' | 'lines'>,
  { nowMs, hush }: BudgetTime,
): BudgetStep {
  const known = before ?? newAlarmState(nowMs);
  const to = latch.told.length > 0 ? 'ALARM' : 'OK';
  const isTold = lines.length > 0;
  const standing = {
    openedAtMs: known.openedAtMs ?? nowMs,
    toldAtMs: isTold ? nowMs : known.toldAtMs,
  };
  const state: AlarmState = {
    ...(to === 'ALARM' ? standing : { openedAtMs: null, toldAtMs: null }),
    state: to,
    sinceMs: known.state === to ? known.sinceMs : nowMs,
    sequence: sequenceOf(latch.periodStartMs, latch.told.length),
    goodSinceMs: null,
    lastValue: formatAttoUsd(status.spentAttoUsd),
    reason: [describeStatus(status, lines), hush].filter(Boolean).join(' '),
    evaluatedAtMs: nowMs,
    evaluatedToMs: status.toMs,
  };
  const from = before?.state ?? 'OK';
  const transition = isTold ? transitionOf(state, { from, notice: 'firing' }, status) : null;
  return { state, latch, transition, lines };
}

function transitionOf(
  state: AlarmState,
  { from, notice }: Pick<AlarmTransition, 'from' | 'notice'>,
  { period, toMs }: BudgetStatus,
): AlarmTransition {
  return {
    from,
    to: state.state,
    notice,
    reason: state.reason,
    occurredAtMs: state.evaluatedAtMs,
    openedAtMs: state.openedAtMs ?? state.sinceMs,
    sequence: state.sequence,
    value: state.lastValue,
    window: { startMs: period.startMs, endMs: Math.max(toMs, period.startMs) },
    completeToMs: toMs,
    points: [],
  };
}

/** Whoever was told is told that the period is over; the next one begins with nothing told. */
function endPeriod(
  status: BudgetStatus,
  step: Pick<BudgetStep, 'state' | 'latch'>,
  { nowMs }: BudgetTime,
): BudgetStep {
  const { state: before, latch } = step;
  const ended = `Its period ended at ${isoTime(status.period.startMs)}; the next one has begun.`;
  const state: AlarmState = {
    ...before,
    state: 'OK',
    sinceMs: nowMs,
    sequence: sequenceOf(latch.periodStartMs, PERIOD_SEQUENCES - 1),
    openedAtMs: null,
    toldAtMs: null,
    reason: ended,
    evaluatedAtMs: nowMs,
  };
  const from = before.state;
  const transition = transitionOf(state, { from, notice: 'resolved' }, status);
  const openedAtMs = before.openedAtMs ?? nowMs;
  const window = { startMs: latch.periodStartMs, endMs: status.period.startMs };
  return {
    state,
    latch: newLatch(status.period.startMs, step),
    transition: { ...transition, openedAtMs, window },
    lines: [],
  };
}

/** `Reached 80 % spent: $81.2 of $100 in 2026-11; forecast $150, reached on ...` */
function describeStatus(status: BudgetStatus, lines: readonly BudgetLine[]): string {
  const money = (attoUsd: bigint): string => formatAmount('cost', formatAttoUsd(attoUsd));
  const head = lines.length === 0 ? '' : `Reached ${lines.map(lineText).join(', ')}: `;
  const { amountAttoUsd, carriedAttoUsd, forecastAttoUsd, reachedOn } = status;
  const carried = carriedAttoUsd > 0n ? ` (${money(carriedAttoUsd)} carried over)` : '';
  const spent = `${money(status.spentAttoUsd)} of ${money(amountAttoUsd)}${carried}`;
  const isOver = status.spentAttoUsd >= amountAttoUsd;
  const when = reachedOn ? `, ${isOver ? 'reached' : 'reaching the amount'} on ${reachedOn}` : '';
  const forecast = forecastAttoUsd === null ? '' : `; forecast ${money(forecastAttoUsd)}`;
  return `${head}${spent} in ${status.period.label}${forecast}${when}.`;
}
