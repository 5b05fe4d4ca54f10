/** What a chart over time shows, as plain data: computed and tested without a canvas. */
import type { FilterTerm } from '../../shared/filter.ts';
import type { MetricUnit } from '../../shared/metric.ts';
import type { DataTable } from '../format/csv.ts';
import type { Axis } from './axis.ts';
import type { Tick } from './steps.ts';
import type { ThresholdLine } from './threshold.ts';

/** Name of a colour token of the style sheet, without its dashes. */
export type ColourToken =
  `series-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}` | 'other' | 'unattributed' | `percentile-${1 | 2 | 3}`;

export interface TimeSeries {
  readonly name: string;
  readonly colour: ColourToken;
  /** Pixels: floats by step; null is a gap. */
  readonly values: readonly (number | null)[];
  /** Exact texts by step, for the crosshair and the table. */
  readonly texts: readonly string[];
  /** Whole window in one text, for the legend; '' where a sum makes no sense. */
  readonly total: string;
  /** What passes exactly the calls of the series; null when no filter does. */
  readonly terms: readonly FilterTerm[] | null;
  /** Of the span that is compared with: a dashed line, in no stack. */
  readonly isBefore?: true;
}

export const MARK_KINDS = ['alarm', 'price', 'gap', 'lost'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** What happened beside the figures. */
export interface ChartMark {
  readonly kind: MarkKind;
  /** In steps from the left edge of the first, with fractions; equal ends are an instant. */
  readonly from: number;
  readonly to: number;
  /** What happened, for the crosshair, the table and the summary. */
  readonly text: string;
}

export interface TimeSpec {
  readonly kind: 'bars' | 'lines';
  readonly unit: MetricUnit;
  readonly labels: readonly string[];
  readonly ticks: readonly Tick[];
  readonly series: readonly TimeSeries[];
  readonly thresholds: readonly ThresholdLine[];
  readonly marks: readonly ChartMark[];
  /** Steps from here on are not read to their end; null when all are. */
  readonly provisionalFrom: number | null;
  readonly axis: Axis;
  /** One sentence that says what the chart shows. */
  readonly summary: string;
  readonly table: DataTable;
  readonly isEmpty: boolean;
}

/** The series as a table: one row a step, exact texts. */
export function timeTable(
  labels: readonly string[],
  series: readonly TimeSeries[],
  timeZone: string,
): DataTable {
  return {
    columns: [
      { label: `Time (${timeZone})`, isNumber: false },
      ...series.map(({ name }) => ({ label: name, isNumber: true })),
    ],
    rows: labels.map((label, index) => [label, ...series.map(({ texts }) => texts[index] ?? '')]),
  };
}
