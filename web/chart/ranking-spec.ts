/** Cost by one dimension as horizontal bars, and what changed most against the span before. */
import type { QueryRow } from '../../shared/contract.ts';
import { NONE, UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { DataTable } from '../format/csv.ts';
import {
  attoOf,
  formatUsd,
  formatUsdChange,
  formatUsdShort,
  shareOf,
  sumAtto,
} from '../format/money.ts';
import { formatChange, formatPlural, formatRatio } from '../format/number.ts';

export const BARS_MAX = 8;
export const MOVERS_MAX = 6;

export interface RankBar {
  readonly label: string;
  /** Value to filter by; null for what is left over. */
  readonly group: string | null;
  /** Length of the bar against the longest, 0 to 1. */
  readonly length: number;
  readonly cost: string;
  readonly exact: string;
  readonly share: string;
  readonly look: 'named' | 'nobody' | 'other' | 'unpriced';
}

export interface RankSpec {
  readonly bars: readonly RankBar[];
  readonly summary: string;
  readonly table: DataTable;
  readonly isEmpty: boolean;
}

/**
 * The dearest groups and, exactly, what they leave over.
 *
 * @param rows dearest first.
 */
export function rankSpec(rows: readonly QueryRow[], dimension: string): RankSpec {
  const groups = rows.map((row) => ({
    name: row.group[dimension] ?? '',
    attoUsd: attoOf(row.values.cost) ?? 0n,
    isUnpriced: Number(row.values.unpricedInvocations ?? 0) > 0,
  }));
  const total = sumAtto(groups.map(({ attoUsd }) => attoUsd));
  const shown = groups.slice(0, BARS_MAX);
  const rest = groups.slice(BARS_MAX);
  const restAtto = sumAtto(rest.map(({ attoUsd }) => attoUsd));
  const top = [...shown.map(({ attoUsd }) => attoUsd), restAtto].reduce(
    (a, b) => (a > b ? a : b),
    0n,
  );
  const bars = shown.map(({ name, attoUsd, isUnpriced }): RankBar => {
    const look = lookOf(name, attoUsd === 0n && isUnpriced);
    return { label: name === '' ? NONE : name, group: name, look, ...amount(attoUsd, top, total) };
  });
  if (rest.length > 0) {
    const label = formatPlural(rest.length, 'other');
    bars.push({ label, group: null, look: 'other', ...amount(restAtto, top, total) });
  }
  return {
    bars,
    summary: rankSummary(bars, total),
    table: {
      columns: [
        { label: dimension, isNumber: false },
        { label: 'Cost', isNumber: true },
        { label: 'Share', isNumber: true },
      ],
      rows: groups.map(({ name, attoUsd }) => {
        return [
          name === '' ? NONE : name,
          formatUsd(attoUsd),
          formatRatio(shareOf(attoUsd, total)),
        ];
      }),
    },
    isEmpty: groups.length === 0,
  };
}

function lookOf(name: string, isOnlyUnpriced: boolean): RankBar['look'] {
  if (name === UNATTRIBUTED || name === NONE || name === '') return 'nobody';
  return isOnlyUnpriced ? 'unpriced' : 'named';
}

function amount(attoUsd: bigint, top: bigint, total: bigint) {
  return {
    length: shareOf(attoUsd, top),
    cost: formatUsdShort(attoUsd),
    exact: formatUsd(attoUsd),
    share: formatRatio(shareOf(attoUsd, total)),
  };
}

function rankSummary(bars: readonly RankBar[], total: bigint): string {
  const [first] = bars;
  if (!first) return 'No invocation in this range.';
  return `${formatUsd(total)} in all; ${first.exact} (${first.share}) of it on ${first.label}.`;
}

export interface Mover {
  readonly name: string;
  readonly label: string;
  readonly change: string;
  readonly changeShort: string;
  readonly isRise: boolean;
  /** Length of the bar against the largest move, 0 to 1. */
  readonly length: number;
  /** Why: calls, or cost of each call. */
  readonly reason: string;
  readonly isNobody: boolean;
  readonly deltaAtto: bigint;
}

/** The movers as a table. */
export function moversTable(moved: readonly Mover[], dimension: string): DataTable {
  return {
    columns: [
      { label: dimension, isNumber: false },
      { label: 'Change in US dollars', isNumber: true },
      { label: 'Reason', isNumber: false },
    ],
    rows: moved.map(({ label, change, reason }) => [label, change, reason]),
  };
}

interface Pair {
  readonly name: string;
  readonly nowAtto: bigint;
  readonly beforeAtto: bigint;
  readonly nowCalls: number;
  readonly beforeCalls: number;
}

/** Groups whose cost moved most, either way; empty without an earlier span to compare with. */
export function movers(
  now: readonly QueryRow[],
  before: readonly QueryRow[],
  dimension: string,
): readonly Mover[] {
  if (before.length === 0) return [];
  const pairs = pairsOf(now, before, dimension);
  const moved = pairs
    .map((pair) => ({ pair, delta: pair.nowAtto - pair.beforeAtto }))
    .filter(({ delta }) => delta !== 0n)
    .sort((a, b) => Number(sizeOf(b.delta) - sizeOf(a.delta)))
    .slice(0, MOVERS_MAX);
  const top = moved[0] ? sizeOf(moved[0].delta) : 0n;
  return moved.map(({ pair, delta }) => ({
    name: pair.name,
    label: pair.name === '' ? NONE : pair.name,
    change: formatUsdChange(delta),
    changeShort: `${delta > 0n ? '+' : ''}${formatUsdShort(delta)}`,
    isRise: delta > 0n,
    length: shareOf(sizeOf(delta), top),
    reason: reasonOf(pair),
    isNobody: pair.name === UNATTRIBUTED || pair.name === NONE || pair.name === '',
    deltaAtto: delta,
  }));
}

function pairsOf(
  now: readonly QueryRow[],
  before: readonly QueryRow[],
  dimension: string,
): readonly Pair[] {
  const rowsNow = new Map(now.map((row) => [row.group[dimension] ?? '', row]));
  const rowsBefore = new Map(before.map((row) => [row.group[dimension] ?? '', row]));
  return [...new Set([...rowsNow.keys(), ...rowsBefore.keys()])].map((name) => ({
    name,
    nowAtto: attoOf(rowsNow.get(name)?.values.cost) ?? 0n,
    beforeAtto: attoOf(rowsBefore.get(name)?.values.cost) ?? 0n,
    nowCalls: Number(rowsNow.get(name)?.values.invocations ?? 0),
    beforeCalls: Number(rowsBefore.get(name)?.values.invocations ?? 0),
  }));
}

/** Splits a move into the number of calls and the cost of each, and names the larger part. */
function reasonOf(pair: Pair): string {
  if (pair.beforeCalls === 0) return 'not seen before';
  if (pair.nowCalls === 0) return 'no calls any more';
  const calls = pair.nowCalls / pair.beforeCalls;
  const cost = shareOf(pair.nowAtto, pair.beforeAtto);
  if (cost === 0) return pair.beforeAtto === 0n ? 'had no cost before' : 'no cost any more';
  const each = cost / calls;
  const isByCalls = Math.abs(Math.log(calls)) >= Math.abs(Math.log(each));
  const text = formatChange(isByCalls ? calls : each, 1) ?? '';
  return isByCalls ? `calls ${text}` : `cost of a call ${text}`;
}

function sizeOf(amountAtto: bigint): bigint {
  return amountAtto < 0n ? -amountAtto : amountAtto;
}
