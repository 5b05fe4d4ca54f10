/** The table of groups: share, trend, cost and its change, speed, throttles, alarms. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import { NONE, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { approximateUsd } from '../../shared/money.ts';
import type { DataTable } from '../format/csv.ts';
import { formatValue, UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, formatUsdChange, shareOf, sumAtto } from '../format/money.ts';
import { formatChange, formatRatio } from '../format/number.ts';
import { groupColour } from './spend-spec.ts';
import { thinned } from './spark-spec.ts';
import { stepAmounts, wholeOnly, type Steps } from './steps.ts';
import type { ColourToken } from './time-spec.ts';

const TREND_POINTS_MAX = 60;

export const GROUP_SORTS = [
  'name',
  'cost',
  'change',
  'invocations',
  'costPerMillionTokens',
  'latencyP99',
  'throttles',
  'alarm',
] as const;
export type GroupSort = (typeof GROUP_SORTS)[number];

export type AlarmMark = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | null;

export interface GroupLine {
  readonly name: string;
  readonly label: string;
  readonly colour: ColourToken;
  readonly isUnattributed: boolean;
  readonly share: number;
  readonly shareText: string;
  /** Null when the course of this group was not fetched. */
  readonly trend: readonly (number | null)[] | null;
  readonly cost: string;
  /** After discounts; '' where that is the cost itself. */
  readonly contracted: string;
  readonly change: string;
  readonly changeUsd: string;
  readonly invocations: string;
  readonly costPerMillionTokens: string;
  readonly latencyP99: string;
  readonly throttles: string;
  readonly hasThrottles: boolean;
  readonly isUnpriced: boolean;
  readonly alarm: AlarmMark;
  readonly alarmNames: string;
  /** For sorting; floats order rows and are never shown. */
  readonly order: Readonly<Record<Exclude<GroupSort, 'name'>, number>>;
}

export interface GroupsInput {
  readonly dimension: string;
  readonly now: readonly QueryRow[];
  readonly before: readonly QueryRow[];
  readonly trends: readonly QueryRow[];
  readonly steps: Steps;
  readonly slots: ReadonlyMap<string, number>;
  readonly alarms: readonly AlarmStatus[];
}

/** One line a group, in the order of the rows. Never throws. */
export function groupLines(input: GroupsInput): readonly GroupLine[] {
  const { dimension } = input;
  const total = sumAtto(input.now.map((row) => attoOf(row.values.cost)));
  const before = new Map(input.before.map((row) => [row.group[dimension] ?? '', row]));
  const trends = rowsByName(input.trends, dimension);
  return input.now.map((row) => {
    const name = row.group[dimension] ?? '';
    const trend = trends.get(name);
    const hasBefore = input.before.length > 0;
    return {
      ...namePart(name, input.slots),
      ...costPart(row, { before: before.get(name), hasBefore, total }),
      ...trafficPart(row),
      ...alarmPart(input.alarms, dimension, name),
      trend: trend ? trendOf(trend, input.steps) : null,
      order: orderOf(row, before.get(name), alarmPart(input.alarms, dimension, name).alarm),
    };
  });
}

function rowsByName(rows: readonly QueryRow[], dimension: string): Map<string, QueryRow[]> {
  const groups = new Map<string, QueryRow[]>();
  for (const row of rows) {
    const name = row.group[dimension] ?? '';
    const known = groups.get(name);
    if (known) known.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

function namePart(name: string, slots: ReadonlyMap<string, number>) {
  return {
    name,
    label: name === '' ? NONE : name,
    colour: groupColour(name, slots),
    isUnattributed: name === UNATTRIBUTED,
  };
}

function costPart(
  row: QueryRow,
  against: {
    readonly before: QueryRow | undefined;
    readonly hasBefore: boolean;
    readonly total: bigint;
  },
) {
  const cost = attoOf(row.values.cost);
  const now = cost ?? 0n;
  const before = attoOf(against.before?.values.cost) ?? 0n;
  const share = shareOf(now, against.total);
  return {
    share,
    shareText: formatRatio(share),
    cost: costText(cost, isUnpriced(row)),
    contracted: contractedText(row),
    change: against.hasBefore ? changeText(now, before) : UNKNOWN,
    changeUsd: against.hasBefore ? formatUsdChange(now - before) : UNKNOWN,
  };
}

function changeText(now: bigint, before: bigint): string {
  const change = formatChange(approximateUsd(now), approximateUsd(before));
  return change ?? (now > 0n ? 'new' : UNKNOWN);
}

/** Usage without a rate is never shown as free. */
function costText(cost: bigint | null, isPartlyUnpriced: boolean): string {
  if ((cost ?? 0n) === 0n && isPartlyUnpriced) return 'unpriced';
  return cost === null ? UNKNOWN : formatUsd(cost);
}

function contractedText({ values }: QueryRow): string {
  const contracted = attoOf(values.contractedCost);
  return contracted === null || contracted === attoOf(values.cost) ? '' : formatUsd(contracted);
}

/** Tells whether any discount is in the lines: only then is there a second cost to show. */
export function hasContract(lines: readonly GroupLine[]): boolean {
  return lines.some(({ contracted }) => contracted !== '');
}

function isUnpriced({ values }: QueryRow): boolean {
  return Number(values.unpricedInvocations ?? 0) > 0;
}

function trafficPart(row: QueryRow) {
  const { values } = row;
  const isFree = (attoOf(values.cost) ?? 0n) === 0n && isUnpriced(row);
  return {
    invocations: formatValue('invocations', values.invocations),
    costPerMillionTokens: isFree
      ? UNKNOWN
      : formatValue('costPerMillionTokens', values.costPerMillionTokens),
    latencyP99: formatValue('latencyP99', values.latencyP99),
    throttles: formatValue('throttles', values.throttles),
    hasThrottles: Number(values.throttles ?? 0) > 0,
    isUnpriced: isUnpriced(row) && !isFree,
  };
}

const ALARM_ORDER = { ALARM: 3, INSUFFICIENT_DATA: 2, OK: 1 } as const;

function alarmPart(
  alarms: readonly AlarmStatus[],
  dimension: string,
  name: string,
): { readonly alarm: AlarmMark; readonly alarmNames: string } {
  const own = alarms
    .filter((alarm) => alarm.group[dimension] === name)
    .sort((a, b) => ALARM_ORDER[b.state] - ALARM_ORDER[a.state]);
  const [worst] = own;
  if (!worst) return { alarm: null, alarmNames: '' };
  const names = own.filter(({ state }) => state === worst.state).map((alarm) => alarm.name);
  return { alarm: worst.state, alarmNames: names.join(', ') };
}

function trendOf(rows: readonly QueryRow[], steps: Steps): readonly (number | null)[] {
  const amounts = stepAmounts(rows, steps);
  const values = amounts.map((amount) => (amount === null ? null : approximateUsd(amount)));
  return thinned(wholeOnly(values, steps), TREND_POINTS_MAX);
}

function orderOf(
  row: QueryRow,
  before: QueryRow | undefined,
  alarm: AlarmMark,
): GroupLine['order'] {
  const usd = approximateUsd(attoOf(row.values.cost) ?? 0n);
  const beforeUsd = approximateUsd(attoOf(before?.values.cost) ?? 0n);
  return {
    cost: usd,
    change: usd - beforeUsd,
    invocations: Number(row.values.invocations ?? 0),
    costPerMillionTokens: Number(row.values.costPerMillionTokens ?? 0),
    latencyP99: Number(row.values.latencyP99 ?? 0),
    throttles: Number(row.values.throttles ?? 0),
    alarm: alarm === null ? 0 : ALARM_ORDER[alarm],
  };
}

/** The lines by one column, largest first; names from a to z. */
export function sortedLines(
  lines: readonly GroupLine[],
  sort: GroupSort,
  isReversed: boolean,
): readonly GroupLine[] {
  const sign = isReversed ? -1 : 1;
  return [...lines].sort((a, b) => {
    if (sort === 'name') return sign * a.label.localeCompare(b.label);
    return sign * (b.order[sort] - a.order[sort]);
  });
}

/** The lines as a table for CSV. */
export function groupsTable(lines: readonly GroupLine[], dimension: string): DataTable {
  const isContracted = hasContract(lines);
  const numbers = [
    'Share',
    'Cost',
    ...(isContracted ? ['Contracted'] : []),
    'Change',
    'Invocations',
    'Cost per 1M tokens',
    'p99',
    'Throttles',
  ];
  return {
    columns: [
      { label: dimension, isNumber: false },
      ...numbers.map((label) => ({ label, isNumber: true })),
      { label: 'Alarm', isNumber: false },
    ],
    rows: lines.map((line) => [
      line.label,
      line.shareText,
      line.cost,
      ...(isContracted ? [line.contracted || line.cost] : []),
      line.changeUsd,
      line.invocations,
      line.costPerMillionTokens,
      line.latencyP99,
      line.throttles,
      line.alarm ?? '',
    ]),
  };
}
