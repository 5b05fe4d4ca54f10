/** What the prompt cache saved, as a table: the whole first, then groups by what they saved. */
import type { QueryRow } from '../../shared/contract.ts';
import { NONE } from '../../shared/dimensions.ts';
import type { DataTable } from '../format/csv.ts';
import { formatValue, UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatCount } from '../format/number.ts';

type Values = QueryRow['values'];

/** Tells whether any call used the cache: a part of its input came from there or went there. */
export function usesCache(values: Values): boolean {
  const amounts = [values.cacheSavings, values.cacheWriteExtra];
  const isPriced = amounts.some((value) => (attoOf(value) ?? 0n) !== 0n);
  const isHit = Number(values.cacheHitRatio ?? 0) > 0;
  return isPriced || isHit || Number(values.cacheUnpricedTokens ?? 0) > 0;
}

/**
 * One row a group that uses the cache, and one for all of them.
 *
 * @param total the same figures without grouping: a ratio of parts is none of the whole.
 */
export function cacheTable(rows: readonly QueryRow[], total: Values, dimension: string): DataTable {
  const used = rows.filter(({ values }) => usesCache(values)).sort(compareNet);
  const lines = used.map(({ group, values }) => lineOf(group[dimension] || NONE, values));
  const numbers = [
    'Hit ratio',
    'Saved by reads',
    'Extra for writes',
    'Net saved',
    'Unpriced tokens',
  ];
  return {
    columns: [
      { label: dimension, isNumber: false },
      ...numbers.map((label) => ({ label, isNumber: true })),
    ],
    rows: [lineOf('All', total), ...lines],
  };
}

function lineOf(name: string, values: Values): readonly string[] {
  return [
    name,
    formatValue('cacheHitRatio', values.cacheHitRatio),
    moneyText(values.cacheSavings),
    moneyText(values.cacheWriteExtra),
    moneyText(values.cacheNetSavings),
    formatCount(Number(values.cacheUnpricedTokens ?? 0)),
  ];
}

/** What has no rate is unknown, and never nothing. */
function moneyText(value: Values[keyof Values]): string {
  const attoUsd = attoOf(value);
  return attoUsd === null ? UNKNOWN : formatUsd(attoUsd);
}

/** The most saved first; what is not known last, by name. */
function compareNet(a: QueryRow, b: QueryRow): number {
  const left = attoOf(a.values.cacheNetSavings);
  const right = attoOf(b.values.cacheNetSavings);
  if (left === right) return JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1;
  if (left === null || right === null) return left === null ? 1 : -1;
  return left > right ? -1 : 1;
}
