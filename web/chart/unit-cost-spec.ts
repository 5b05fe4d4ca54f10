/** What one unit of work costs, by group, with charges and idle capacity on lines of their own. */
import type { QueryRow } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { METRICS, type MetricKey } from '../../shared/metrics.ts';
import type { DataTable } from '../format/csv.ts';
import { groupKey, groupLabel } from '../format/group-key.ts';
import { formatValue } from '../format/metric.ts';
import { attoOf, formatUsd, shareOf } from '../format/money.ts';
import { formatRatio } from '../format/number.ts';

/** Columns beside the name, in their order. */
export const UNIT_COST_METRICS = [
  'cost',
  'invocations',
  'costPerInvocation',
  'costPerMillionTokens',
  'costPerImage',
  'chargeCost',
  'allocatedCost',
  'idleCost',
] as const satisfies readonly MetricKey[];

export interface UnitCostTable extends DataTable {
  /** Key of the group by row; null of the row of everything. */
  readonly names: readonly (string | null)[];
}

/**
 * Lays out one row a group, dearest first, and one of everything on top.
 *
 * @param total the row of everything; null when nothing is known.
 */
export function unitCostTable(
  total: QueryRow | null,
  rows: readonly QueryRow[],
  dimensions: readonly Dimension[],
): UnitCostTable {
  const whole = attoOf(total?.values.cost) ?? 0n;
  const sorted = [...rows].sort((a, b) => {
    const [left, right] = [attoOf(a.values.cost) ?? 0n, attoOf(b.values.cost) ?? 0n];
    return left === right ? 0 : left > right ? -1 : 1;
  });
  const keys = sorted.map((row) => groupKey(row, dimensions));
  const cells = (name: string, row?: QueryRow): readonly string[] => {
    const cost = attoOf(row?.values.cost);
    const share = cost === null || whole === 0n ? '' : formatRatio(shareOf(cost, whole));
    return [name, share, ...UNIT_COST_METRICS.map((key) => formatValue(key, row?.values[key]))];
  };
  const groups = keys.map((key, at) => cells(groupLabel(key), sorted[at]));
  const mean = meanOf(whole, rows.length, dimensions);
  return {
    columns: [
      { label: dimensions.join(' \u00b7 '), isNumber: false },
      { label: 'Share', isNumber: true },
      ...UNIT_COST_METRICS.map((key) => ({ label: METRICS[key].label, isNumber: true })),
    ],
    rows: [...(total ? [cells('All', total)] : []), ...mean, ...groups],
    names: [...(total ? [null] : []), ...mean.map(() => null), ...keys],
  };
}

function meanOf(
  whole: bigint,
  count: number,
  dimensions: readonly Dimension[],
): readonly (readonly string[])[] {
  if (count < 2) return [];
  const blanks = UNIT_COST_METRICS.slice(1).map(() => '');
  return [
    [
      `Mean of ${count} by ${dimensions.join(' and ')}`,
      '',
      formatUsd(whole / BigInt(count)),
      ...blanks,
    ],
  ];
}
