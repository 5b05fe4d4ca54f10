/** How the latencies of calls lie in bands over time: the cells of a heat map. */
import type { QueryRow } from '../../shared/contract.ts';
import { BANDS_MS } from '../../shared/latency-metrics.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { DataTable } from '../format/csv.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatCount, formatRatio } from '../format/number.ts';
import { stepLabels, stepNumbers, stepTicks, type Steps, type Tick } from './steps.ts';

const WITHIN: readonly MetricKey[] = [
  'within250Ms',
  'within500Ms',
  'within1000Ms',
  'within2000Ms',
  'within4000Ms',
  'within8000Ms',
  'within16000Ms',
  'within32000Ms',
  'within64000Ms',
];
/** What the heat map asks for: calls up to each bound, and all of them. */
export const HEAT_METRICS: readonly MetricKey[] = [...WITHIN, 'timedInvocations'];

/** Strengths of ink; the strongest band of a step is rarely all of its calls. */
export const LEVELS = 5;

export interface HeatBand {
  readonly label: string;
  /** 0 for nothing, up to LEVELS, by step; null where the step has no call. */
  readonly levels: readonly (number | null)[];
}

export interface HeatSpec {
  /** The slowest first, as they lie; empty bands at both ends are left out. */
  readonly bands: readonly HeatBand[];
  readonly ticks: readonly Tick[];
  readonly labels: readonly string[];
  readonly summary: string;
  readonly table: DataTable;
  readonly isEmpty: boolean;
}

/** Lays out the bands; each cell is the share of the calls of its step. Never throws. */
export function heatSpec(rows: readonly QueryRow[], steps: Steps): HeatSpec {
  const upTo = HEAT_METRICS.map((metric) => stepNumbers(rows, metric, steps));
  const all = upTo.at(-1) ?? [];
  const bands = upTo.map((counts, band) => ({
    label: labelOf(band),
    counts: counts.map((count, at) => (count ?? 0) - (upTo[band - 1]?.[at] ?? 0)),
  }));
  const sums = bands.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const used = sums.flatMap((sum, index) => (sum > 0 ? [index] : []));
  const shown = bands.slice(used[0] ?? 0, (used.at(-1) ?? -1) + 1);
  const labels = stepLabels(steps);
  const total = sums.reduce((sum, count) => sum + count, 0);
  const top = sums.indexOf(Math.max(...sums));
  const share = total === 0 ? 0 : (sums[top] ?? 0) / total;
  return {
    bands: shown
      .map(({ label, counts }) => ({
        label,
        levels: counts.map((count, at) => levelOf(count, all[at] ?? 0)),
      }))
      .reverse(),
    ticks: stepTicks(steps),
    labels,
    summary:
      total === 0
        ? 'No invocation with a latency in this range.'
        : `${formatRatio(share)} of ${formatCount(total)} calls took ${labelOf(top)}.`,
    table: {
      columns: [
        { label: `Time (${steps.timeZone})`, isNumber: false },
        ...shown.map(({ label }) => ({ label, isNumber: true })),
      ],
      rows: labels.map((text, at) => [
        text,
        ...shown.map(({ counts }) => (all[at] ? formatCount(counts[at] ?? 0) : UNKNOWN)),
      ]),
    },
    isEmpty: total === 0,
  };
}

/** One step in words: how many calls took how long. */
export function cellText({ labels, table }: HeatSpec, index: number): string {
  const counts = (table.rows[index] ?? []).slice(1);
  const named = counts.flatMap((count, band) => {
    const label = table.columns[band + 1]?.label ?? '';
    return count === '0' || count === UNKNOWN ? [] : [`${label}: ${count}`];
  });
  return `${labels[index] ?? ''}: ${named.length === 0 ? 'no call' : named.join(', ')}`;
}

function levelOf(count: number, of: number): number | null {
  if (of === 0) return null;
  return count <= 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(count / of) * LEVELS));
}

function labelOf(band: number): string {
  const to = BANDS_MS[band];
  const from = BANDS_MS[band - 1];
  if (to === undefined) return `over ${spanOf(from ?? 0)}`;
  return from === undefined ? `up to ${spanOf(to)}` : `${spanOf(from)} to ${spanOf(to)}`;
}

function spanOf(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}
