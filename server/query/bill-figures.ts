/** Sums of what the bill tells of one group and step, and the figures made of them. */
import type { BillPart } from '../../shared/metric.ts';

/** Atto-dollars. `compared...` and what follows hold days that the bill tells in full. */
export interface BillAmounts {
  readonly cost: bigint;
  readonly list: bigint;
  readonly credits: bigint;
  readonly tax: bigint;
  readonly comparedList: bigint;
  readonly drift: bigint;
  readonly unmatched: bigint;
}

export const BILL_AMOUNTS = [
  'cost',
  'list',
  'credits',
  'tax',
  'comparedList',
  'drift',
  'unmatched',
] as const satisfies readonly (keyof BillAmounts)[];

export const NO_AMOUNTS: BillAmounts = {
  cost: 0n,
  list: 0n,
  credits: 0n,
  tax: 0n,
  comparedList: 0n,
  drift: 0n,
  unmatched: 0n,
};

/** One for one, each of its kind. */
export function addAmounts(a: BillAmounts, b: BillAmounts): BillAmounts {
  return mapAmounts((name) => a[name] + b[name]);
}

/** Amounts by a function of their names. */
export function mapAmounts(amountOf: (name: keyof BillAmounts) => bigint): BillAmounts {
  const pairs = BILL_AMOUNTS.map((name) => [name, amountOf(name)]);
  return Object.fromEntries(pairs) as unknown as BillAmounts; // The list holds every name.
}

const DIGITS = 10n ** 12n;

/** @returns atto-dollars, or a share to twelve digits; null over nothing. Never throws. */
export function billValue(sums: BillAmounts, part: BillPart): bigint | number | null {
  if (part === 'driftRatio') return shareOf(sums.drift, sums.comparedList);
  if (part === 'unmatchedRatio') return shareOf(sums.unmatched, sums.comparedList);
  return sums[part];
}

function shareOf(over: bigint, under: bigint): number | null {
  return under === 0n ? null : Number((over * DIGITS) / under) / Number(DIGITS);
}
