/** How fast each group is, and how that compares with the span before. */
import type { QueryRow } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import type { DataTable } from '../format/csv.ts';
import { groupKey, groupLabel } from '../format/group-key.ts';
import { formatValue } from '../format/metric.ts';
import { formatChange } from '../format/number.ts';

/** Columns beside the name, in their order. */
export const SPEED_METRICS = [
  'invocations',
  'latencyP50',
  'latencyP90',
  'latencyP99',
  'firstTokenP50',
  'outputTokensPerSecond',
] as const satisfies readonly MetricKey[];

/** Those whose change is told beside them. */
const COMPARED: readonly MetricKey[] = ['latencyP50', 'latencyP99', 'outputTokensPerSecond'];

/** Fewer calls on either side tell of chance. */
const CALLS_MIN = 30;

export interface SpeedTable extends DataTable {
  /** Key of the group by row; null for that of everything. */
  readonly keys: readonly (string | null)[];
  /** The group whose median rose most, and by how much; null when none rose by a tenth. */
  readonly slowest: { readonly label: string; readonly change: string } | null;
}

interface SpeedInput {
  readonly now: readonly QueryRow[];
  /** Empty when the data do not reach back so far. */
  readonly before: readonly QueryRow[];
  /** Everything together, in both spans. */
  readonly total: { readonly now: QueryRow | null; readonly before: QueryRow | null };
  readonly dimensions: readonly Dimension[];
}

/** One row a group, the most called first, under one of everything. Never throws. */
export function speedTable({ now, before, total, dimensions }: SpeedInput): SpeedTable {
  const earlier = new Map(before.map((row) => [groupKey(row, dimensions), row]));
  const rows = [...now].sort((a, b) => callsOf(b) - callsOf(a));
  const keys = rows.map((row) => groupKey(row, dimensions));
  const lines = rows.map((row, at) => {
    const key = keys[at] ?? '';
    return cellsOf(groupLabel(key), row, earlier.get(key) ?? null);
  });
  const all = total.now === null ? [] : [cellsOf('All', total.now, total.before)];
  return {
    columns: [
      { label: dimensions.join(' \u00b7 '), isNumber: false },
      ...SPEED_METRICS.flatMap((metric) => {
        const column = { label: METRICS[metric].label, isNumber: true };
        return COMPARED.includes(metric) ? [column, { label: 'Change', isNumber: true }] : [column];
      }),
    ],
    rows: [...all, ...lines],
    keys: [...all.map(() => null), ...keys],
    slowest: slowestOf(rows, earlier, dimensions),
  };
}

function cellsOf(label: string, now: QueryRow, before: QueryRow | null): readonly string[] {
  const cells = SPEED_METRICS.flatMap((metric) => {
    const value = formatValue(metric, now.values[metric]);
    return COMPARED.includes(metric) ? [value, changeOf(metric, now, before)] : [value];
  });
  return [label, ...cells];
}

function changeOf(metric: MetricKey, now: QueryRow, before: QueryRow | null): string {
  const [after, earlier] = [now.values[metric], before?.values[metric]];
  if (typeof after !== 'number' || typeof earlier !== 'number') return '';
  return formatChange(after, earlier) ?? '';
}

const CHANGE_MIN = 0.1;

function slowestOf(
  rows: readonly QueryRow[],
  earlier: ReadonlyMap<string, QueryRow>,
  dimensions: readonly Dimension[],
): SpeedTable['slowest'] {
  let most: SpeedTable['slowest'] = null;
  let mostRatio = 1 + CHANGE_MIN;
  for (const row of rows) {
    const key = groupKey(row, dimensions);
    const before = earlier.get(key);
    const [after, ago] = [row.values.latencyP50, before?.values.latencyP50];
    if (!before || typeof after !== 'number' || typeof ago !== 'number' || ago === 0) continue;
    if (Math.min(callsOf(row), callsOf(before)) < CALLS_MIN || after / ago < mostRatio) continue;
    mostRatio = after / ago;
    most = { label: groupLabel(key), change: formatChange(after, ago) ?? '' };
  }
  return most;
}

function callsOf(row: QueryRow): number {
  return Number(row.values.invocations ?? 0);
}
