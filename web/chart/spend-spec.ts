/** Spend over time, stacked by the groups of one dimension. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { NONE, OTHER, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { approximateUsd } from '../../shared/money.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatUsd, formatUsdShort, sumAtto } from '../format/money.ts';
import { axisOf } from './axis.ts';
import { groupTerms, otherTerms } from '../format/group-key.ts';
import { provisionalFrom, stepAmounts, stepLabels, stepTicks, type Steps } from './steps.ts';
import { axisReach, thresholdLines, thresholdWords } from './threshold.ts';
import { timeTable, type ColourToken, type TimeSeries, type TimeSpec } from './time-spec.ts';

/** Named series at the most; the rest is one grey `other`. */
export const NAMED_MAX = 8;

export interface SpendInput {
  readonly steps: Steps;
  /** Cost by step of everything that passes the filter. */
  readonly totals: readonly QueryRow[];
  /** Cost by step of the dearest groups. */
  readonly trends: readonly QueryRow[];
  readonly dimension: Dimension;
  /** All groups, dearest first. */
  readonly names: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
  readonly alarms: readonly AlarmStatus[];
  readonly filter: string;
}

/**
 * Lays out the stack; what the named groups leave of the total is `other`, exactly.
 *
 * @returns the spec; empty when the whole window holds no cost. Never throws.
 */
export function spendSpec(input: SpendInput): TimeSpec {
  const { steps, totals, names } = input;
  const labels = stepLabels(steps);
  const total = stepAmounts(totals, steps);
  const shown = shownNames(names);
  const named = shown
    .map((name) => ({ name, amounts: amountsOf(input, name) }))
    .filter(({ amounts }) => sumAtto(amounts) !== 0n); // What has no price is told elsewhere.
  const rest = total.map((amount, index) => {
    if (amount === null) return null;
    return amount - sumAtto(named.map(({ amounts }) => amounts[index] ?? null));
  });
  const series = named.map(({ name, amounts }) => {
    const terms = groupTerms(name, [input.dimension]);
    return seriesOf(name, { colour: groupColour(name, input.slots), amounts, terms });
  });
  // Rows that came between two requests would make the rest negative; it is then left out.
  if (sumAtto(rest) > 0n) {
    const count = names.length - named.length;
    const name = count > 0 ? `${count} other${count === 1 ? '' : 's'}` : 'other';
    const terms = otherTerms(
      named.map((one) => one.name),
      [input.dimension],
    );
    series.push(seriesOf(name, { colour: 'other', amounts: rest, terms }));
  }
  const dataMax = Math.max(0, ...total.map((amount) => approximateUsd(amount ?? 0n)));
  const { alarms, filter } = input;
  const thresholds = thresholdLines({
    alarms,
    metrics: ['cost'],
    filter,
    step: steps.step,
    dataMax,
  });
  const whole = totalSeries(total);
  const axis = axisOf(axisReach(dataMax, thresholds), 'usd');
  return {
    kind: 'bars',
    unit: 'usd',
    labels,
    ticks: stepTicks(steps),
    series,
    thresholds,
    marks: [],
    provisionalFrom: provisionalFrom(steps),
    axis,
    summary: spendSummary(total, named, labels) + thresholdWords(thresholds),
    table: timeTable(labels, [...series, whole], steps.timeZone),
    isEmpty: sumAtto(total) === 0n,
  };
}

/** The named groups: the dearest, and Unattributed in any case. */
export function shownNames(names: readonly string[]): readonly string[] {
  const named = names.slice(0, NAMED_MAX);
  if (!names.includes(UNATTRIBUTED) || named.includes(UNATTRIBUTED)) return named;
  return [...named.slice(0, NAMED_MAX - 1), UNATTRIBUTED];
}

/** Hue of a group; what nobody is named for has its own grey. */
export function groupColour(name: string, slots: ReadonlyMap<string, number>): ColourToken {
  if (name === UNATTRIBUTED || name === NONE || name === '') return 'unattributed';
  const slot = slots.get(name);
  if (name === OTHER || slot === undefined) return 'other';
  return SERIES_TOKENS[slot] ?? 'other';
}

export const SERIES_TOKENS: readonly ColourToken[] = [
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-7',
  'series-8',
];

function amountsOf(
  { trends, dimension, steps }: SpendInput,
  name: string,
): readonly (bigint | null)[] {
  return stepAmounts(
    trends.filter((row) => row.group[dimension] === name),
    steps,
  );
}

function seriesOf(
  name: string,
  part: {
    readonly colour: ColourToken;
    readonly amounts: readonly (bigint | null)[];
    readonly terms: TimeSeries['terms'];
  },
): TimeSeries {
  return {
    name: name === '' ? NONE : name,
    colour: part.colour,
    values: part.amounts.map((amount) => (amount === null ? null : approximateUsd(amount))),
    texts: part.amounts.map((amount) => (amount === null ? UNKNOWN : formatUsd(amount))),
    total: formatUsdShort(sumAtto(part.amounts)),
    terms: part.terms,
  };
}

function totalSeries(total: readonly (bigint | null)[]): TimeSeries {
  return seriesOf('Total', { colour: 'other', amounts: total, terms: null });
}

function spendSummary(
  total: readonly (bigint | null)[],
  named: readonly { readonly name: string; readonly amounts: readonly (bigint | null)[] }[],
  labels: readonly string[],
): string {
  const sum = sumAtto(total);
  if (sum === 0n) return 'No cost in this range.';
  const peak = total.reduce<number>((best, amount, index) => {
    return (amount ?? 0n) > (total[best] ?? 0n) ? index : best;
  }, 0);
  const first = named[0];
  const dearest = first ? `; ${formatUsd(sumAtto(first.amounts))} of it on ${first.name}` : '';
  const high = `the highest bar is ${formatUsd(total[peak] ?? 0n)} at ${labels[peak] ?? ''}`;
  return `${formatUsd(sum)} in all${dearest}; ${high}.`;
}
