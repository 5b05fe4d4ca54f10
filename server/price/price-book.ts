/** The price book: all rates by what selects them, and the one rate of a usage at an instant. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { UsageType } from '../meter/usage.ts';
import type { Discount } from './discount.ts';
import {
  lookupPlan,
  outcomeOf,
  type Attempt,
  type LookupPlan,
  type RateQuality,
} from './lookup-plan.ts';
import { aliasesOf } from './model-names.ts';
import { isFlatDimension, rateKey, type PriceRow } from './price-row.ts';
import { classText, compareClasses, fitsClass, parseDetail } from './usage-class.ts';

/** Rows of one rank by key; a layer answers before all that come after it. */
export interface PriceLayer {
  readonly rowsOfKey: ReadonlyMap<string, readonly PriceRow[]>;
  readonly longModels: ReadonlySet<string>;
}

export interface PriceBook {
  /** All rows, those of the first layer first. */
  readonly rows: readonly PriceRow[];
  readonly layers: readonly PriceLayer[];
  /** What a contract takes off the rates; the first that fits holds. */
  readonly discounts: readonly Discount[];
}

/** The rate of a usage type, and how far to trust it. */
export interface RateMatch {
  /** Pico-dollars for 1,000,000 counted units, after the ratio of an estimate. */
  readonly picoUsdPerMillion: bigint;
  readonly row: PriceRow;
  readonly quality: RateQuality;
  /** What was done where no row fits exactly, in the order of the look-up; empty when one does. */
  readonly steps: readonly string[];
}

/**
 * Makes a book of rows in any order.
 *
 * @throws Error naming both rows when two prices of the same usage overlap in time; the same price
 *   twice is kept once.
 */
export function createPriceBook(rows: readonly PriceRow[]): PriceBook {
  const { layer, kept, conflict } = layerOf(rows);
  if (conflict !== null) throw new Error(conflict);
  return { rows: kept, layers: [layer], discounts: [] };
}

/** Tells which two rows contradict each other, in a sentence; null when none do. Never throws. */
export function priceConflict(rows: readonly PriceRow[]): string | null {
  return layerOf(rows).conflict;
}

interface Sorted {
  readonly layer: PriceLayer;
  readonly kept: readonly PriceRow[];
  readonly conflict: string | null;
}

function layerOf(rows: readonly PriceRow[]): Sorted {
  const rowsOfKey = new Map<string, PriceRow[]>();
  const longModels = new Set<string>();
  const kept: PriceRow[] = [];
  let conflict: string | null = null;
  for (const row of rows) {
    const key = rateKey(row);
    const others = rowsOfKey.get(key) ?? [];
    const rivals = others.filter((other) => isRival(row, other));
    const different = rivals.find((other) => other.picoUsdPerMillion !== row.picoUsdPerMillion);
    if (different) conflict ??= conflictOf(different, row);
    if (rivals.some((other) => covers(other, row))) continue;
    others.push(row);
    rowsOfKey.set(key, others);
    kept.push(row);
    if (row.context === 'long') longModels.add(row.model);
  }
  for (const others of rowsOfKey.values()) others.sort((a, b) => compareClasses(a.match, b.match));
  return { layer: { rowsOfKey, longModels }, kept, conflict };
}

function isRival(one: PriceRow, other: PriceRow): boolean {
  return overlaps(one, other) && classText(one.match) === classText(other.match);
}

function conflictOf(one: PriceRow, other: PriceRow): string {
  return (
    `Two prices hold at the same time: ${one.usd} USD (${one.id}) and ` +
    `${other.usd} USD (${other.id}). End one with "to" before the other begins.`
  );
}

function overlaps(one: PriceRow, other: PriceRow): boolean {
  return one.effectiveFromMs < endOf(other) && other.effectiveFromMs < endOf(one);
}

function covers(outer: PriceRow, inner: PriceRow): boolean {
  return outer.effectiveFromMs <= inner.effectiveFromMs && endOf(inner) <= endOf(outer);
}

function endOf(row: PriceRow): number {
  return row.effectiveToMs ?? Number.POSITIVE_INFINITY;
}

/** Puts a book before another: where the first has a listed rate, the second is not asked. */
export function layerBooks(first: PriceBook, second: PriceBook): PriceBook {
  return {
    rows: [...first.rows, ...second.rows],
    layers: [...first.layers, ...second.layers],
    discounts: [...first.discounts, ...second.discounts],
  };
}

/**
 * Finds the rate of a usage type.
 *
 * @param atMs when it was used, epoch ms.
 * @returns null when the usage is unpriced: no row, no ratio, or a call that tells no quantity.
 *   A rate of zero comes back only where a source says zero, or where hours pay for the usage.
 */
export function findRate(book: PriceBook, type: UsageType, atMs: number): RateMatch | null {
  if (type.dimension === 'unmetered_calls') return null;
  const covered = coveredRate(type);
  if (covered) return covered;
  const plan = planFor(book, type);
  const search: Search = { detail: parseDetail(type.detail), region: type.region, atMs };
  return searchLayers(book, plan.listed, search) ?? searchLayers(book, plan.estimated(), search);
}

interface Search {
  readonly detail: ReadonlyMap<string, string>;
  readonly region: string;
  readonly atMs: number;
}

function planFor(book: PriceBook, type: UsageType): LookupPlan {
  const aliases = aliasesOf(type.model);
  const names = [type.model, ...aliases];
  const hasLongRows = book.layers.some(({ longModels }) => names.some((n) => longModels.has(n)));
  return lookupPlan(type, { aliases, hasLongRows });
}

/** An exact answer of any layer goes before a weaker one of an earlier layer. */
function searchLayers(
  book: PriceBook,
  attempts: readonly Attempt[],
  search: Search,
): RateMatch | null {
  let weaker: RateMatch | null = null;
  for (const layer of book.layers) {
    const match = searchLayer(layer, attempts, search);
    if (match?.quality === 'exact') return match;
    weaker ??= match;
  }
  return weaker;
}

/** Attempts stand best first, so that the first answer of a layer is its best. */
function searchLayer(
  { rowsOfKey }: PriceLayer,
  attempts: readonly Attempt[],
  search: Search,
): RateMatch | null {
  for (const attempt of attempts) {
    const rows = rowsOfKey.get(attempt.key) ?? [];
    const row = rows.find((candidate) => fits(candidate, attempt, search));
    if (row) return matchOf(row, attempt);
  }
  return null;
}

function fits(row: PriceRow, attempt: Attempt, { detail, region, atMs }: Search): boolean {
  if (atMs < row.effectiveFromMs || atMs >= endOf(row)) return false;
  if (attempt.place.region === '*' && !isOverride(row) && isOtherPartition(region)) return false;
  return fitsClass(row.match, detail);
}

function isOverride(row: PriceRow): boolean {
  return row.source.key === 'override';
}

/** GovCloud and China have price lists of their own, with other prices. */
function isOtherPartition(region: string): boolean {
  return /^(us-gov|cn|us-iso|eu-isoe)[a-z]*-/.test(region);
}

function matchOf(row: PriceRow, attempt: Attempt): RateMatch {
  const { numerator, denominator } = attempt.estimate ?? { numerator: 1n, denominator: 1n };
  const picoUsdPerMillion = (row.picoUsdPerMillion * numerator) / denominator;
  const { quality, steps } = outcomeOf(attempt);
  // What users say about any Region they mean for each Region: that is no fallback.
  const isMeant = isOverride(row) && quality === 'fallback';
  if (isMeant) return { picoUsdPerMillion, row, quality: 'exact', steps: [] };
  return { picoUsdPerMillion, row, quality, steps };
}

const COVERED_BY = new Map<UsageType['variant'], string>([
  ['provisioned', 'covered by model unit hours'],
  ['imported', 'covered by custom model unit minutes'],
]);

/** Capacity that is paid by the hour has no price per token: a zero that is known. */
function coveredRate(type: UsageType): RateMatch | null {
  const note = COVERED_BY.get(type.variant);
  if (note === undefined || isFlatDimension(type.dimension)) return null;
  return {
    picoUsdPerMillion: 0n,
    row: coveredRow(type, note),
    quality: 'exact',
    steps: [`The usage is ${note}.`],
  };
}

function coveredRow(type: UsageType, note: string): PriceRow {
  const { detail: _detail, ...axes } = type;
  return {
    ...axes,
    id: `covered/${type.variant}`,
    source: { key: 'covered', label: `Bedrock capacity, ${note}`, date: '' },
    cacheTtl: null,
    match: new Map(),
    usd: '0',
    per: 1,
    picoUsdPerMillion: 0n,
    effectiveFromMs: BOOK_START_MS,
    effectiveToMs: null,
    note: '',
  };
}

/**
 * The instants at which the rate of a usage type, or its quality, changes.
 *
 * @returns ascending epoch ms; empty when one rate, or none, holds for ever.
 */
export function rateBoundaries(book: PriceBook, type: UsageType): readonly number[] {
  const rows = rowsBehind(book, type);
  const changing = rows.filter((row) => {
    return row.effectiveFromMs > BOOK_START_MS || row.effectiveToMs !== null;
  });
  if (changing.length === 0) return []; // So it is for nearly all usage, and this is asked a lot.
  const cuts = new Set(changing.flatMap((row) => [row.effectiveFromMs, endOf(row)]));
  const isChange = (cutMs: number): boolean => {
    const before = findRate(book, type, cutMs - 1);
    const after = findRate(book, type, cutMs);
    // The start of the bundled book is no change of price: nothing is older than it.
    if (before === null && cutMs <= BOOK_START_MS) return false;
    return (
      before?.picoUsdPerMillion !== after?.picoUsdPerMillion || before?.quality !== after?.quality
    );
  };
  return [...cuts]
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .filter(isChange);
}

function rowsBehind(book: PriceBook, type: UsageType): readonly PriceRow[] {
  const { listed, estimated } = planFor(book, type);
  const keys = new Set([...listed, ...estimated()].map(({ key }) => key));
  return book.layers.flatMap(({ rowsOfKey }) => {
    return [...keys].flatMap((key) => rowsOfKey.get(key) ?? []);
  });
}

/** Rows whose source names no first day hold since 2000-01-01: before there was any Bedrock. */
export const BOOK_START_MS = Date.UTC(2000, 0, 1);

/**
 * What a quantity costs at a rate.
 *
 * @param quantity as usage lines count: tokens, images, ms of seconds, thousandths of hours.
 * @returns atto-dollars, exact.
 */
export function costAttoUsd(quantity: bigint, match: RateMatch): bigint {
  return quantity * match.picoUsdPerMillion;
}

/** What a dimension is called in a sentence, such as `input tokens`. */
export function dimensionWords(dimension: UsageDimension): string {
  return dimension.replaceAll('_', ' ');
}
