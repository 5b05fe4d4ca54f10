/** Lays the bill beside what was estimated: quantity first, then rate, then what is taken off. */
import { isoTime } from '../../shared/window.ts';
import { rateWords, type BilledUsage } from '../price/bill-line.ts';
import { lineCost, type PricedLine } from './priced-lines.ts';

/** Where a day's usage of one kind stands. */
export type ReconcileState = 'pending' | 'estimated' | 'reconciled' | 'unmatched';

/** What a difference comes from; the first that explains it. */
export type DifferenceClass =
  'none' | 'notLogged' | 'notBilled' | 'quantity' | 'rate' | 'unpriced' | 'unread' | 'rounding';

export interface ReconciledRow {
  readonly day: string;
  readonly account: string;
  readonly region: string;
  readonly model: string;
  /** Dimension and what else selects a rate, such as `input_tokens global batch`. */
  readonly usage: string;
  readonly state: ReconcileState;
  readonly differs: DifferenceClass;
  readonly estimatedQuantity: bigint;
  readonly billedQuantity: bigint;
  /** List cost by the book; null where it is unpriced. */
  readonly estimatedAttoUsd: bigint | null;
  /** List cost by the bill: that of its public rate, else what was charged. */
  readonly billedAttoUsd: bigint | null;
  /** Billed less estimated, in two parts that sum to it; null where either is unknown. */
  readonly quantityAttoUsd: bigint | null;
  readonly rateAttoUsd: bigint | null;
}

export interface Reconciliation {
  readonly rows: readonly ReconciledRow[];
  readonly estimatedAttoUsd: bigint;
  /** List cost of the bill's usage. */
  readonly billedListAttoUsd: bigint;
  /** What was charged for usage and fees, after the prices of a contract. */
  readonly billedAttoUsd: bigint;
  /** Billed less list: discounts within usage lines, and lines of their own by kind. */
  readonly takenOff: readonly { readonly kind: string; readonly attoUsd: bigint }[];
}

export interface ReconcileOptions {
  /** Tells whether the bill tells a day such as `2026-11-20` in full; others are pending. */
  readonly isBilled: (day: string) => boolean;
}

/**
 * Matches bill and estimate by day of UTC, account, Region, model and what selects a rate.
 *
 * Both spellings of a usage type are the same usage. Differences of less than a millionth, and of
 * less than a hundredth of a cent, are what bills lose by being floats.
 *
 * @param estimated priced lines grouped by account and Region, in days of UTC.
 * @returns rows by day, account, Region, model and usage. Never throws.
 */
export function reconcile(
  estimated: readonly PricedLine[],
  bill: readonly BilledUsage[],
  options: ReconcileOptions,
): Reconciliation {
  const places = new Map<string, Place>();
  for (const line of estimated) addEstimate(places, line);
  const usage = bill.filter(({ kind }) => kind === 'usage' || kind === 'fee');
  for (const line of usage) addBilled(places, line);
  const rows = [...places.values()].map((place) => rowOf(place, options));
  const billedListAttoUsd = sum(usage.map(({ listAttoUsd }) => listAttoUsd));
  const billedAttoUsd = sum(usage.map(({ costAttoUsd }) => costAttoUsd));
  return {
    rows: rows.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    estimatedAttoUsd: sum(rows.map(({ estimatedAttoUsd }) => estimatedAttoUsd ?? 0n)),
    billedListAttoUsd,
    billedAttoUsd,
    takenOff: takenOff(bill, billedAttoUsd - billedListAttoUsd),
  };
}

interface Place {
  readonly key: readonly [string, string, string, string, string];
  estimatedQuantity: bigint;
  billedQuantity: bigint;
  estimatedAttoUsd: bigint;
  billedAttoUsd: bigint;
  isUnpriced: boolean;
  isUnread: boolean;
  hasEstimate: boolean;
  hasBill: boolean;
}

function placeAt(places: Map<string, Place>, key: Place['key']): Place {
  const text = JSON.stringify(key);
  const known = places.get(text);
  if (known) return known;
  const place: Place = {
    key,
    estimatedQuantity: 0n,
    billedQuantity: 0n,
    estimatedAttoUsd: 0n,
    billedAttoUsd: 0n,
    isUnpriced: false,
    isUnread: false,
    hasEstimate: false,
    hasBill: false,
  };
  places.set(text, place);
  return place;
}

function addEstimate(places: Map<string, Place>, line: PricedLine): void {
  const [account = '', region = ''] = line.group;
  const day = isoTime(line.startMs).slice(0, 10);
  const place = placeAt(places, [day, account, region, line.type.model, rateWords(line.type)]);
  const cost = lineCost(line);
  place.hasEstimate = true;
  place.estimatedQuantity += line.quantity;
  place.estimatedAttoUsd += cost?.listAttoUsd ?? 0n;
  if (cost === null) place.isUnpriced = true;
}

function addBilled(places: Map<string, Place>, line: BilledUsage): void {
  const { day, account, region, model, usage } = line;
  const place = placeAt(places, [day, account, region, model, usage]);
  place.hasBill = true;
  place.isUnread ||= !line.isRead;
  place.billedQuantity += line.quantity;
  place.billedAttoUsd += line.listAttoUsd;
}

function rowOf(place: Place, { isBilled }: ReconcileOptions): ReconciledRow {
  const [day, account, region, model, usage] = place.key;
  const { hasBill, estimatedQuantity, billedQuantity } = place;
  const isLater = !isBilled(day);
  const differs = differenceOf(place, isLater);
  const estimatedAttoUsd = isPriced(place) ? place.estimatedAttoUsd : null;
  const parts = isPriced(place) && hasBill ? partsOf(place) : { quantity: null, rate: null };
  return {
    day,
    account,
    region,
    model,
    usage,
    state: stateOf(place, isLater, differs),
    differs,
    estimatedQuantity,
    billedQuantity,
    estimatedAttoUsd,
    billedAttoUsd: hasBill ? place.billedAttoUsd : null,
    quantityAttoUsd: parts.quantity,
    rateAttoUsd: parts.rate,
  };
}

function isPriced({ hasEstimate, isUnpriced }: Place): boolean {
  return hasEstimate && !isUnpriced;
}

function stateOf(place: Place, isLater: boolean, differs: DifferenceClass): ReconcileState {
  if (isLater && !isSame(place)) return 'pending';
  if (!place.hasBill) return 'estimated';
  return differs === 'none' || differs === 'rounding' ? 'reconciled' : 'unmatched';
}

/** A day that the bill does not tell in full may agree already. */
function isSame({ hasBill, hasEstimate, billedAttoUsd, estimatedAttoUsd }: Place): boolean {
  return hasBill && hasEstimate && isClose(billedAttoUsd, estimatedAttoUsd, ATTO_MIN);
}

function differenceOf(place: Place, isLater: boolean): DifferenceClass {
  if (place.isUnread) return 'unread';
  if (!place.hasEstimate) return 'notLogged';
  if (!place.hasBill) return isLater ? 'none' : 'notBilled';
  if (!isClose(place.estimatedQuantity, place.billedQuantity, 0n)) return 'quantity';
  if (place.isUnpriced) return 'unpriced';
  if (place.estimatedAttoUsd === place.billedAttoUsd) return 'none';
  return isClose(place.estimatedAttoUsd, place.billedAttoUsd, ATTO_MIN) ? 'rounding' : 'rate';
}

/** Quantity at the book's own price; what is left is the price. */
function partsOf(place: Place): { readonly quantity: bigint; readonly rate: bigint } {
  const { estimatedQuantity, billedQuantity, estimatedAttoUsd, billedAttoUsd } = place;
  const difference = billedAttoUsd - estimatedAttoUsd;
  if (estimatedQuantity === 0n) return { quantity: difference, rate: 0n };
  const quantity = (estimatedAttoUsd * (billedQuantity - estimatedQuantity)) / estimatedQuantity;
  return { quantity, rate: difference - quantity };
}

const ATTO_MIN = 100_000_000_000_000n;
const MILLION = 1_000_000n;

function isClose(a: bigint, b: bigint, atLeast: bigint): boolean {
  const difference = a < b ? b - a : a - b;
  return difference <= atLeast || difference * MILLION <= (a > b ? a : b);
}

function takenOff(bill: readonly BilledUsage[], within: bigint): Reconciliation['takenOff'] {
  const kinds = ['discount', 'credit', 'refund', 'tax'] as const;
  const own = kinds.map((kind) => ({
    kind,
    attoUsd: sum(bill.filter((line) => line.kind === kind).map((line) => line.costAttoUsd)),
  }));
  const all = [{ kind: 'contract', attoUsd: within }, ...own];
  return all.filter(({ attoUsd }) => attoUsd !== 0n);
}

function orderOf({ day, account, region, model, usage }: ReconciledRow): string {
  return JSON.stringify([day, account, region, model, usage]);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n);
}
