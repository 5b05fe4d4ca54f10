/** Any metric over time by group: stacked where it adds up, lines where it does not. */
import type { AlarmStatus, MetricValue, QueryRow } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { Metric } from '../../shared/metric.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import { approximateUsd } from '../../shared/money.ts';
import { formatValue, UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, formatUsdShort } from '../format/money.ts';
import { formatShort } from '../format/number.ts';
import { axisOf } from './axis.ts';
import { groupKey, groupLabel, groupTerms, otherTerms } from '../format/group-key.ts';
import { groupColour, shownNames } from './spend-spec.ts';
import { isRead, provisionalFrom, stepLabels, stepTicks, stepValues, type Steps } from './steps.ts';
import { axisReach, thresholdLines, thresholdWords } from './threshold.ts';
import { timeTable, type ColourToken, type TimeSeries, type TimeSpec } from './time-spec.ts';

/** An exact amount in atto-dollars, or any other quantity. */
type Exact = bigint | number;

export interface ExploreInput {
  readonly metric: MetricKey;
  /** What does not add up is drawn as lines in any case. */
  readonly look: 'bars' | 'lines';
  readonly steps: Steps;
  readonly totals: readonly QueryRow[];
  /** By step, of the named groups. */
  readonly trends: readonly QueryRow[];
  readonly dimensions: readonly Dimension[];
  /** Keys of all groups, the largest first. */
  readonly names: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
  /** The earlier span by its own steps; null when there is none to compare with. */
  readonly before: { readonly rows: readonly QueryRow[]; readonly steps: Steps } | null;
  readonly alarms: readonly AlarmStatus[];
  readonly filter: string;
}

/** Tells whether the parts of a metric make up its whole, so that they can be stacked. */
export function addsUp(key: MetricKey): boolean {
  const { formula }: Metric = METRICS[key];
  if (formula.kind === 'cloudWatch') return formula.statistic !== 'Maximum';
  return !NO_SUMS.has(formula.kind);
}

/** Parts of these do not make up the whole. */
const NO_SUMS = new Set<Metric['formula']['kind']>(['ratio', 'percentile', 'minutePeak']);

/** Lays out the groups; what the named ones leave of a sum is `other`. Never throws. */
export function exploreSpec(input: ExploreInput): TimeSpec {
  const { metric, steps, alarms, filter } = input;
  const labels = stepLabels(steps);
  const total = exactValues(input.totals, metric, steps);
  const named = shownNames(input.names)
    .map((name) => ({ name, values: exactValues(rowsOf(input, name), metric, steps) }))
    .filter(({ values }) => values.some((value) => value !== null && Number(value) !== 0));
  const groups = named.map(({ name, values }) =>
    seriesOf(metric, groupLabel(name), {
      colour: groupColour(name, input.slots),
      values,
      terms: groupTerms(name, input.dimensions),
    }),
  );
  const rest = restOf(input, total, named);
  const kind = addsUp(metric) ? input.look : 'lines';
  const series = [...groups, ...rest];
  const before = beforeOf(input);
  const drawn = [...series, ...before];
  const dataMax = Math.max(
    kind === 'bars' ? stackMax(series, labels.length) : peakOf(series),
    peakOf(before),
  );
  const thresholds = thresholdLines({
    alarms,
    metrics: [metric],
    filter,
    step: steps.step,
    dataMax,
  });
  const { unit } = METRICS[metric];
  const axis = axisOf(axisReach(dataMax, thresholds), unit);
  const whole = addsUp(metric) ? [plain(metric, 'Total', total)] : [];
  return {
    kind,
    unit,
    labels,
    ticks: stepTicks(steps),
    series: drawn,
    thresholds,
    marks: [],
    provisionalFrom: provisionalFrom(steps),
    axis,
    summary: summaryOf(metric, total, groups, labels) + thresholdWords(thresholds),
    table: timeTable(labels, [...drawn, ...whole], steps.timeZone),
    isEmpty: series.length === 0,
  };
}

function rowsOf({ trends, dimensions }: ExploreInput, name: string): readonly QueryRow[] {
  return trends.filter((row) => groupKey(row, dimensions) === name);
}

/** A sum of nothing is zero where the logs are read; of a rate nothing is known there. */
function exactValues(
  rows: readonly QueryRow[],
  metric: MetricKey,
  steps: Steps,
): readonly (Exact | null)[] {
  const nothing = METRICS[metric].unit === 'usd' ? 0n : 0;
  const { formula }: Metric = METRICS[metric];
  const fills = addsUp(metric) && formula.kind !== 'cloudWatch';
  return stepValues(rows, metric, steps).map((value, index) => {
    const exact = exactOf(metric, value);
    if (exact !== null || !fills || !isRead(steps, index)) return exact;
    return nothing;
  });
}

function exactOf(metric: MetricKey, value: MetricValue): Exact | null {
  if (METRICS[metric].unit === 'usd') return attoOf(value);
  return typeof value === 'number' ? value : null;
}

interface Named {
  readonly name: string;
  readonly values: readonly (Exact | null)[];
}

/** `other` under a stack; the line of everything beside lines that do not add up. */
function restOf(
  { metric, names, dimensions }: ExploreInput,
  total: readonly (Exact | null)[],
  named: readonly Named[],
): readonly TimeSeries[] {
  if (!addsUp(metric)) {
    const isKnown = total.some((value) => value !== null);
    return isKnown && named.length !== 1 ? [plain(metric, 'all together', total)] : [];
  }
  const rest = total.map((whole, index) => {
    if (whole === null) return null;
    return less(
      whole,
      named.map(({ values }) => values[index] ?? 0),
    );
  });
  // Rows that came between two requests would make the rest negative; it is then left out.
  if (!(Number(sumOf(rest) ?? 0) > 1e-6)) return [];
  const count = names.length - named.length;
  const name = count > 0 ? `${count} other${count === 1 ? '' : 's'}` : 'other';
  const keys = named.map((one) => one.name);
  return [{ ...plain(metric, name, rest), terms: otherTerms(keys, dimensions) }];
}

function beforeOf({ metric, before }: ExploreInput): readonly TimeSeries[] {
  if (before === null) return [];
  const values = exactValues(before.rows, metric, before.steps);
  if (values.every((value) => value === null)) return [];
  return [{ ...plain(metric, 'Before, all together', values), isBefore: true }];
}

function less(whole: Exact, parts: readonly Exact[]): Exact {
  if (typeof whole === 'bigint') {
    return parts.reduce<bigint>((left, part) => left - BigInt(part), whole);
  }
  return parts.reduce<number>((left, part) => left - Number(part), whole);
}

function sumOf(values: readonly (Exact | null)[]): Exact | null {
  return values.reduce<Exact | null>((sum, value) => {
    if (value === null) return sum;
    if (sum === null) return value;
    return typeof sum === 'bigint' ? sum + BigInt(value) : sum + Number(value);
  }, null);
}

function plain(metric: MetricKey, name: string, values: readonly (Exact | null)[]): TimeSeries {
  return seriesOf(metric, name, { colour: 'other', values, terms: null });
}

function seriesOf(
  metric: MetricKey,
  name: string,
  part: {
    readonly colour: ColourToken;
    readonly values: readonly (Exact | null)[];
    readonly terms: TimeSeries['terms'];
  },
): TimeSeries {
  return {
    name,
    colour: part.colour,
    values: part.values.map(pixelOf),
    texts: part.values.map((value) => textOf(metric, value)),
    total: addsUp(metric) ? shortOf(sumOf(part.values)) : '',
    terms: part.terms,
  };
}

function pixelOf(value: Exact | null): number | null {
  return typeof value === 'bigint' ? approximateUsd(value) : value;
}

function textOf(metric: MetricKey, value: Exact | null): string {
  if (value === null) return UNKNOWN;
  return typeof value === 'bigint' ? formatUsd(value) : formatValue(metric, value);
}

function shortOf(value: Exact | null): string {
  if (value === null) return UNKNOWN;
  return typeof value === 'bigint' ? formatUsdShort(value) : formatShort(value);
}

function peakOf(series: readonly TimeSeries[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

function stackMax(series: readonly TimeSeries[], length: number): number {
  const stacks = Array.from({ length }, (_, index) =>
    series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  );
  return Math.max(0, ...stacks);
}

function summaryOf(
  metric: MetricKey,
  total: readonly (Exact | null)[],
  groups: readonly TimeSeries[],
  labels: readonly string[],
): string {
  const { label } = METRICS[metric];
  const known = total.map((value) => pixelOf(value) ?? 0);
  const peak = known.indexOf(Math.max(...known));
  if (groups.length === 0 || peak < 0) return `${label}: nothing in this range.`;
  const high = `highest at ${labels[peak] ?? ''} with ${textOf(metric, total[peak] ?? null)}`;
  const first = groups[0];
  if (!addsUp(metric)) return `${label} of ${groups.length} groups; ${high} over all.`;
  const most = first ? `; ${first.total} of it of ${first.name}` : '';
  return `${label}: ${textOf(metric, sumOf(total))} in all${most}; ${high}.`;
}
