/** The price book for readers: its layers and models, its rates, and how two of it differ. */
import type {
  PriceDiffReply,
  PricedModel,
  PriceLayerName,
  PriceLayerStatus,
  PricesReply,
  RateDifference,
  RatesReply,
  ShownRate,
} from '../../shared/prices.ts';
import { PRICE_LAYERS } from '../../shared/prices.ts';
import { isoTime } from '../../shared/window.ts';
import { listRate } from '../price/overrides.ts';
import { BOOK_START_MS, type PriceBook } from '../price/price-book.ts';
import { listPrices, type ListingFilter } from '../price/price-listing.ts';
import type { PriceRow } from '../price/price-row.ts';
import {
  layerOfRow,
  modelNameOf,
  usageKeyOf,
  type PricesInForce,
} from '../price/prices-in-force.ts';
import { axesText, perText } from './price-text.ts';

/** Rows of one answer; more cannot be read by anyone. */
const ROWS_MAX = 500;

/** What the book is made of, and which models it prices. */
export function pricesReply({ book, layer, version }: PricesInForce): PricesReply {
  const sources = new Map<string, { label: string; date: string; rates: number }>();
  for (const { source } of book.rows) {
    const { label, date } = source;
    const known = sources.get(source.key) ?? { label, date, rates: 0 };
    sources.set(source.key, { ...known, rates: known.rates + 1 });
  }
  return {
    version,
    layers: PRICE_LAYERS.map((name) => layerStatus(name, book, layer)),
    sources: [...sources.values()].sort((a, b) => b.rates - a.rates),
    models: modelsOf(book),
    discounts: book.discounts.length,
  };
}

function layerStatus(
  name: PriceLayerName,
  book: PriceBook,
  layer: PricesInForce['layer'],
): PriceLayerStatus {
  const rows = book.rows.filter((row) => layerOfRow(row) === name);
  const dates = rows.map(({ source }) => source.date).sort();
  const listed = layer === null ? null : isoTime(layer.refreshedAtMs);
  return {
    layer: name,
    rates: rows.length,
    models: new Set(rows.map(({ model }) => model)).size,
    date: name === 'priceList' ? listed : dates.at(-1) || null,
    refused: name === 'priceList' ? (layer?.refused.length ?? 0) : 0,
  };
}

function modelsOf(book: PriceBook): readonly PricedModel[] {
  const rowsOf = new Map<string, PriceRow[]>();
  for (const row of book.rows) {
    const rows = rowsOf.get(row.model) ?? [];
    rows.push(row);
    rowsOf.set(row.model, rows);
  }
  const models = [...rowsOf].map(([model, rows]): PricedModel => {
    const usages = new Set(rows.map(usageKeyOf));
    return {
      model,
      name: modelNameOf(model),
      rates: rows.length,
      regions: new Set(rows.map(({ region }) => region).filter((region) => region !== '*')).size,
      layers: PRICE_LAYERS.filter((name) => rows.some((row) => layerOfRow(row) === name)),
      changes: rows.length - usages.size,
    };
  });
  return models.sort((a, b) => (a.model < b.model ? -1 : 1));
}

/** Rates that pass a filter; those of one usage stand together, the oldest first. */
export function ratesReply({ book }: PricesInForce, filter: ListingFilter): RatesReply {
  const rows = listPrices(book, filter);
  return { rates: rows.slice(0, ROWS_MAX).map(shownRate), total: rows.length };
}

function shownRate(row: PriceRow): ShownRate {
  const { effectiveFromMs, effectiveToMs } = row;
  return {
    ...useOf(row),
    layer: layerOfRow(row),
    usd: row.usd,
    per: row.per,
    source: row.source.label,
    sourceDate: row.source.date,
    from: effectiveFromMs > BOOK_START_MS ? isoTime(effectiveFromMs) : null,
    to: effectiveToMs === null ? null : isoTime(effectiveToMs),
    note: row.note,
  };
}

function useOf(row: PriceRow) {
  const { model, dimension, region } = row;
  return { model, dimension, region, kind: axesText(row) };
}

/** The rows of a layer that say otherwise than the layers behind it. */
export function layerDifferences(
  { book, list, bundled }: PricesInForce,
  layer: Exclude<PriceLayerName, 'bundled'>,
): Omit<PriceDiffReply, 'cost'> {
  const behind = layer === 'own' ? list : bundled;
  const rows = book.rows.filter((row) => layerOfRow(row) === layer);
  return sorted(rows.map((row) => differenceOf(row, listRate(row, behind), row.picoUsdPerMillion)));
}

/** Usages whose rate at the second instant is not that of the first, layer by layer. */
export function dateDifferences(
  { book }: PricesInForce,
  { beforeMs, afterMs }: { readonly beforeMs: number; readonly afterMs: number },
): Omit<PriceDiffReply, 'cost'> {
  const sides = new Map<string, { before?: PriceRow; after?: PriceRow }>();
  for (const row of book.rows) {
    const side = sides.get(usageKeyOf(row)) ?? {};
    if (isInForce(row, beforeMs)) side.before = row;
    if (isInForce(row, afterMs)) side.after = row;
    sides.set(usageKeyOf(row), side);
  }
  const differences = [...sides.values()].flatMap(({ before, after }) => {
    const row = after ?? before;
    if (!row) return [];
    const [old, now] = [before?.picoUsdPerMillion ?? null, after?.picoUsdPerMillion ?? null];
    return [differenceOf(row, old, now)];
  });
  return sorted(differences);
}

function isInForce({ effectiveFromMs, effectiveToMs }: PriceRow, atMs: number): boolean {
  return effectiveFromMs <= atMs && atMs < (effectiveToMs ?? Infinity);
}

interface Difference {
  readonly shown: RateDifference;
  readonly isSame: boolean;
}

function differenceOf(row: PriceRow, before: bigint | null, after: bigint | null): Difference {
  const shown = {
    ...useOf(row),
    per: row.per,
    before: before === null ? null : perText(row, before),
    after: after === null ? null : perText(row, after),
    percent: before === null || after === null || before === 0n ? null : percentOf(after, before),
  };
  return { shown, isSame: before === after };
}

/** In percent with one decimal, rounded. */
export function percentOf(part: bigint, whole: bigint): number {
  return Number((part * 1000n + whole / 2n) / whole) / 10;
}

function sorted(all: readonly Difference[]): Omit<PriceDiffReply, 'cost'> {
  const different = all.filter(({ isSame }) => !isSame).map(({ shown }) => shown);
  const far = ({ percent }: RateDifference): number =>
    percent === null ? Infinity : Math.abs(Math.log(Math.max(percent, 0.1) / 100));
  const ordered = different.toSorted((a, b) => far(b) - far(a) || 0);
  return { differences: ordered.slice(0, ROWS_MAX), total: different.length };
}
