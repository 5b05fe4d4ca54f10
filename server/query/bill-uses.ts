/** The bill as an answer to the one question: what it knows itself, and our shares for the rest. */
import { NONE, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { passesFilter, type Filter } from '../../shared/filter.ts';
import { makerOf } from '../../shared/model-id.ts';
import { DAY_MS, HOUR_MS, isoTime, type Window } from '../../shared/window.ts';
import { rateWords, type BilledUsage, type BillKind } from '../price/bill-line.ts';
import type { PriceBook } from '../price/price-book.ts';
import { allocate } from './allocate.ts';
import {
  addAmounts,
  BILL_AMOUNTS,
  mapAmounts,
  NO_AMOUNTS,
  type BillAmounts,
} from './bill-figures.ts';
import { billedDayTest } from './billed-to.ts';
import { pricedLines, type PricedLine } from './priced-lines.ts';
import type { Query } from './query.ts';
import { reconcile } from './reconcile.ts';
import type { QueryStore } from './query-store.ts';

/** What the bill tells of one group on one day. */
export interface BillUse {
  readonly group: readonly string[];
  readonly atMs: number;
  readonly amounts: BillAmounts;
}

/** A day of the bill is one of UTC. At its noon it falls into the day of any zone it is most of. */
const NOON_MS = 12 * HOUR_MS;

const BILL_DIMENSIONS: readonly string[] = ['account', 'region', 'model', 'provider'];

/**
 * Bill lines by the groups of a question.
 *
 * A bill knows day, account, Region and model. By any other dimension what it charges for a usage
 * type is shared out by our quantities of that day and usage type, by largest remainder, so that
 * parts sum to the bill; what we have no usage of is unattributed.
 *
 * @returns [] where no bill was read.
 */
export function billUses(
  { filter, groupBy, window }: Pick<Query, 'filter' | 'groupBy' | 'window'>,
  store: QueryStore,
  book: PriceBook,
): readonly BillUse[] {
  const days = daysOf(window);
  if (store.bills.periods().length === 0 || days.endMs <= days.startMs) return [];
  const terms = filter.terms.map(({ dimension }) => dimension);
  const fine = [...new Set([...groupBy, ...terms])].filter((one) => !BILL_DIMENSIONS.includes(one));
  const known = { terms: filter.terms.filter((term) => BILL_DIMENSIONS.includes(term.dimension)) };
  const groups = ['account', 'region', ...fine] as const;
  const asked = { filter: known, groupBy: groups, window: days } as const;
  const byDay = { ...asked, step: '1d', timeZone: 'UTC' } as const;
  const ours = pricedLines(byDay, store, { ...book, discounts: [] });
  const between = { from: dayText(days.startMs), to: dayText(days.endMs) };
  const lines = store.bills.lines(between).filter((line) => passesFilter(known, valueIn(line)));
  const shares = new Shares(ours, fine);
  const uses = [...placesOf(ours, lines, billedDayTest(store.bills)).values()];
  return uses.flatMap((place) => partsOf(place, { fine, shares, filter, groupBy }));
}

/** Whole days of UTC whose noon lies in the window. */
function daysOf({ startMs, endMs }: Window): Window {
  const from = (atMs: number): number => Math.ceil((atMs - NOON_MS) / DAY_MS) * DAY_MS;
  return { startMs: from(startMs), endMs: from(endMs) };
}

function dayText(atMs: number): string {
  return isoTime(atMs).slice(0, 10);
}

type PlaceKey = Pick<BilledUsage, 'day' | 'account' | 'region' | 'model' | 'usage'>;

interface BilledPlace {
  readonly key: PlaceKey;
  readonly amounts: BillAmounts;
}

function keyOf({ day, account, region, model, usage }: PlaceKey): string {
  return JSON.stringify([day, account, region, model, usage]);
}

function placesOf(
  ours: readonly PricedLine[],
  lines: readonly BilledUsage[],
  isBilled: (day: string) => boolean,
): ReadonlyMap<string, BilledPlace> {
  const places = new Map<string, BilledPlace>();
  const add = (key: PlaceKey, amounts: Partial<BillAmounts>): void => {
    const before = places.get(keyOf(key))?.amounts ?? NO_AMOUNTS;
    places.set(keyOf(key), { key, amounts: addAmounts(before, { ...NO_AMOUNTS, ...amounts }) });
  };
  for (const line of lines) add(line, AMOUNTS_OF[line.kind](line));
  for (const row of reconcile(ours, lines, { isBilled }).rows) {
    if (!isBilled(row.day)) continue;
    const comparedList = row.billedAttoUsd ?? 0n;
    const drift = comparedList - (row.estimatedAttoUsd ?? 0n);
    const size = drift < 0n ? -drift : drift;
    add(row, { comparedList, drift, unmatched: row.state === 'reconciled' ? 0n : size });
  }
  return places;
}

type AmountsOf = (line: BilledUsage) => Partial<BillAmounts>;

const charged: AmountsOf = ({ costAttoUsd: cost, listAttoUsd: list }) => ({ cost, list });
const credited: AmountsOf = ({ costAttoUsd: credits }) => ({ credits });
const AMOUNTS_OF: Record<BillKind, AmountsOf> = {
  usage: charged,
  fee: charged,
  discount: ({ costAttoUsd: cost }) => ({ cost }),
  credit: credited,
  refund: credited,
  tax: ({ costAttoUsd: tax }) => ({ tax }),
};

/** Who used what by our own count: quantities by place and by what the bill does not know. */
class Shares {
  readonly #byPlace = new Map<string, Map<string, bigint>>();
  readonly #nobody: string;

  constructor(ours: readonly PricedLine[], fine: readonly Dimension[]) {
    this.#nobody = JSON.stringify(fine.map((one) => (one === 'tenant' ? UNATTRIBUTED : NONE)));
    if (fine.length === 0) return;
    for (const { group, startMs, type, quantity } of ours) {
      const [account = '', region = '', ...rest] = group;
      const usage = rateWords(type);
      const place = keyOf({ day: dayText(startMs), account, region, model: type.model, usage });
      const own = this.#byPlace.get(place) ?? new Map<string, bigint>();
      const key = JSON.stringify(rest);
      own.set(key, (own.get(key) ?? 0n) + quantity);
      this.#byPlace.set(place, own);
    }
  }

  /** Values of what the bill does not know, each with its part; parts sum to the whole. */
  split({ key, amounts }: BilledPlace): readonly (readonly [string, BillAmounts])[] {
    const own = [...(this.#byPlace.get(keyOf(key)) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const weights = own.map(([, quantity]) => quantity);
    if (weights.every((weight) => weight <= 0n)) return [[this.#nobody, amounts]];
    const parts = partsByWeight(amounts, weights);
    return own.map(([name], index) => [name, parts[index] ?? NO_AMOUNTS]);
  }
}

function partsByWeight(whole: BillAmounts, weights: readonly bigint[]): readonly BillAmounts[] {
  const parts = new Map(BILL_AMOUNTS.map((name) => [name, allocate(whole[name], weights)]));
  return weights.map((_, index) => mapAmounts((name) => parts.get(name)?.[index] ?? 0n));
}

function partsOf(
  place: BilledPlace,
  asked: {
    readonly fine: readonly Dimension[];
    readonly shares: Shares;
    readonly filter: Filter;
    readonly groupBy: readonly Dimension[];
  },
): readonly BillUse[] {
  const { fine, shares, filter, groupBy } = asked;
  const known = valueIn(place.key);
  const atMs = Date.parse(`${place.key.day}T00:00:00Z`) + NOON_MS;
  return shares.split(place).flatMap(([values, amounts]) => {
    // The guarantee: the key is a list of texts, written by Shares.
    const own = JSON.parse(values) as readonly string[];
    const valueOf = (dimension: Dimension): string =>
      own[fine.indexOf(dimension)] ?? known(dimension);
    if (!passesFilter(filter, valueOf)) return [];
    return [{ group: groupBy.map(valueOf), atMs, amounts }];
  });
}

/** What a bill itself tells of a line. */
function valueIn(key: PlaceKey): (dimension: Dimension) => string {
  const model = key.model === '' ? NONE : key.model;
  const values = new Map<Dimension, string>([
    ['account', key.account],
    ['region', key.region],
    ['model', model],
    ['provider', makerOf(model) ?? NONE],
  ]);
  return (dimension) => values.get(dimension) ?? NONE;
}
