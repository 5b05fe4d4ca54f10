/** The month at hand by day: what was spent, and what the forecast of budgets expects. */
import type { QueryRow } from '../../shared/contract.ts';
import { forecastSlots, LEARNT_MS, spendOf, type SpendSlot } from '../../shared/forecast.ts';
import { approximateUsd } from '../../shared/money.ts';
import { dayWindow, localDate, stepBoundaries, type Window } from '../../shared/window.ts';
import { attoOf, formatUsd, formatUsdShort } from '../format/money.ts';
import { axisOf } from './axis.ts';
import { stepLabels, stepTicks, type Steps } from './steps.ts';
import { timeTable, type ColourToken, type TimeSeries, type TimeSpec } from './time-spec.ts';

export interface Month {
  readonly window: Window;
  /** What has to be asked for: the month, and the weeks that the forecast learns from. */
  readonly asked: Window;
}

/** The calendar month of an instant in a zone, and the span that its forecast needs. */
export function monthAt(nowMs: number, timeZone: string): Month {
  const [year = 1970, month = 1] = localDate(nowMs, timeZone).split('-').map(Number);
  const startMs = startOf(year, month, timeZone);
  const endMs = startOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, timeZone);
  const back = dayWindow(localDate(nowMs - LEARNT_MS, timeZone), timeZone);
  const learntMs = back.ok ? back.value.startMs : startMs;
  return { window: { startMs, endMs }, asked: { startMs: Math.min(startMs, learntMs), endMs } };
}

function startOf(year: number, month: number, timeZone: string): number {
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  const day = dayWindow(date, timeZone);
  return day.ok ? day.value.startMs : Date.parse(date);
}

export interface MonthEnd {
  readonly spentAttoUsd: bigint;
  /** Null while fewer than three whole days are known. */
  readonly forecastAttoUsd: bigint | null;
  readonly spec: TimeSpec;
  readonly steps: Steps;
}

interface MonthInput {
  readonly month: Month;
  /** Cost by day over `asked`. */
  readonly rows: readonly QueryRow[];
  /** Up to where spend is whole, epoch ms. */
  readonly toMs: number;
  readonly timeZone: string;
}

/** Works out the month; the method is that of budgets, so the two agree. Never throws. */
export function monthEnd({ month, rows, toMs, timeZone }: MonthInput): MonthEnd {
  const slots = slotsOf(month.asked, rows, timeZone);
  const inMonth = slots.filter(({ startMs }) => startMs >= month.window.startMs);
  const expected = forecastSlots({ period: month.window, slots, toMs, timeZone });
  const steps: Steps = {
    startsMs: inMonth.map(({ startMs }) => startMs),
    endMs: month.window.endMs,
    step: '1d',
    timeZone,
    completeToMs: toMs,
  };
  const spent = inMonth.map(({ startMs, attoUsd }) => (startMs < toMs ? attoUsd : null));
  const more = inMonth.map(({ attoUsd, endMs }, index) => {
    return expected && endMs > toMs ? (expected[index]?.attoUsd ?? attoUsd) - attoUsd : null;
  });
  const spentAttoUsd = spendOf(inMonth);
  const forecastAttoUsd = expected && spendOf(expected);
  const spec = specOf(steps, { spent, more }, { spentAttoUsd, forecastAttoUsd });
  return { spentAttoUsd, forecastAttoUsd, steps, spec };
}

function slotsOf(asked: Window, rows: readonly QueryRow[], timeZone: string): readonly SpendSlot[] {
  const cuts = stepBoundaries(asked, '1d', timeZone) ?? [];
  const amounts = new Map(rows.map((row) => [Date.parse(row.start), attoOf(row.values.cost)]));
  return cuts.slice(0, -1).map((startMs, index) => {
    const endMs = cuts[index + 1] ?? asked.endMs;
    return { startMs, endMs, attoUsd: amounts.get(startMs) ?? 0n };
  });
}

type Amounts = readonly (bigint | null)[];

function specOf(
  steps: Steps,
  { spent, more }: { readonly spent: Amounts; readonly more: Amounts },
  end: { readonly spentAttoUsd: bigint; readonly forecastAttoUsd: bigint | null },
): TimeSpec {
  const labels = stepLabels(steps);
  const series = [
    seriesOf('Spent', 'percentile-2', spent),
    ...(end.forecastAttoUsd === null ? [] : [seriesOf('Expected', 'unattributed', more)]),
  ];
  const reach = labels.map((_, at) => approximateUsd((spent[at] ?? 0n) + (more[at] ?? 0n)));
  const words =
    end.forecastAttoUsd === null ? '' : ` of ${formatUsd(end.forecastAttoUsd)} expected`;
  return {
    kind: 'bars',
    unit: 'usd',
    labels,
    ticks: stepTicks(steps),
    series,
    thresholds: [],
    marks: [],
    provisionalFrom: null,
    axis: axisOf(Math.max(0, ...reach), 'usd'),
    summary: `${formatUsd(end.spentAttoUsd)} spent${words} this month, by day.`,
    table: timeTable(labels, series, steps.timeZone),
    isEmpty: end.spentAttoUsd === 0n,
  };
}

function seriesOf(name: string, colour: ColourToken, amounts: Amounts): TimeSeries {
  return {
    name,
    colour,
    values: amounts.map((amount) => (amount === null ? null : approximateUsd(amount))),
    texts: amounts.map((amount) => (amount === null ? '' : formatUsd(amount))),
    total: formatUsdShort(amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n)),
    terms: null,
  };
}
