/** The layer of AWS prices that is kept between runs: what each refresh found, with its dates. */
import { z } from 'zod';
import { USAGE_DIMENSIONS } from '../../shared/usage-dimension.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { isoTime } from '../../shared/window.ts';
import { BOOK_START_MS, createPriceBook, priceConflict, type PriceBook } from './price-book.ts';
import type { PriceRefusal } from './price-list.ts';
import { firstIssue } from './price-list-shape.ts';
import { parseRate, rateKey, type PriceRow, type PriceSource } from './price-row.ts';
import { classText, parseDetail } from './usage-class.ts';

export interface PriceListLayer {
  readonly refreshedAtMs: number;
  readonly rows: readonly PriceRow[];
  readonly refused: readonly PriceRefusal[];
}

export const NO_LAYER: PriceListLayer = { refreshedAtMs: 0, rows: [], refused: [] };

/**
 * Puts newer rows to older ones: a price that has changed ends where the new one begins, one that
 * is the same goes on, and what the newer list leaves out stays.
 *
 * @param newer rows whose beginning is the day from which they are known to hold.
 */
export function mergeRows(
  older: readonly PriceRow[],
  newer: readonly PriceRow[],
): readonly PriceRow[] {
  const histories = new Map<string, PriceRow[]>();
  for (const row of [...older, ...newer]) {
    const key = usageKey(row);
    const history = histories.get(key) ?? [];
    addToHistory(history, row);
    histories.set(key, history);
  }
  return [...histories.values()].flat();
}

/** @param history ascending in time, each row ending where the next begins, or before. */
function addToHistory(history: PriceRow[], row: PriceRow): void {
  const startMs = row.effectiveFromMs;
  // The newer list is right about all days from its own first day on.
  while ((history.at(-1)?.effectiveFromMs ?? -1) >= startMs) history.pop();
  const last = history.pop();
  if (!last) {
    history.push(row);
    return;
  }
  const endMs = Math.min(last.effectiveToMs ?? startMs, startMs);
  const goesOn = endMs === startMs && last.picoUsdPerMillion === row.picoUsdPerMillion;
  if (goesOn) history.push({ ...last, effectiveToMs: row.effectiveToMs });
  else history.push({ ...last, effectiveToMs: endMs }, row);
}

/**
 * Rows of a version that came into force at an instant: none of them holds before it.
 *
 * @param beginsAtMs null for the current version, whose rows know their own first days.
 */
export function clipRows(
  rows: readonly PriceRow[],
  beginsAtMs: number | null,
): readonly PriceRow[] {
  if (beginsAtMs === null) return rows;
  const inForce = rows.filter(({ effectiveToMs }) => (effectiveToMs ?? Infinity) > beginsAtMs);
  return inForce.map((row) => {
    return { ...row, effectiveFromMs: Math.max(row.effectiveFromMs, beginsAtMs) };
  });
}

/** Two rates of one usage, the second in force after the first. */
export interface ChangedRate {
  readonly before: PriceRow;
  readonly after: PriceRow;
}

/** The usages whose latest price is another one than in an older layer. */
export function changedRates(
  older: readonly PriceRow[],
  newer: readonly PriceRow[],
): readonly ChangedRate[] {
  const lastOf = (rows: readonly PriceRow[]): ReadonlyMap<string, PriceRow> => {
    const ascending = rows.toSorted((a, b) => a.effectiveFromMs - b.effectiveFromMs);
    return new Map(ascending.map((row) => [usageKey(row), row]));
  };
  const before = lastOf(older);
  return [...lastOf(newer)].flatMap(([key, after]) => {
    const known = before.get(key);
    const isChanged = known && known.picoUsdPerMillion !== after.picoUsdPerMillion;
    return isChanged ? [{ before: known, after }] : [];
  });
}

function usageKey(row: PriceRow): string {
  return `${rateKey(row)} ${classText(row.match)}`;
}

/** The layer as a book, to stand before the bundled one. */
export function bookOfLayer({ rows }: PriceListLayer): PriceBook {
  return createPriceBook(rows);
}

const instant = z.iso.datetime();
const Row = z.strictObject({
  id: z.string(),
  model: z.string(),
  dimension: z.enum(USAGE_DIMENSIONS),
  region: z.string(),
  api: z.enum(['any', 'runtime', 'mantle']),
  routing: z.enum(['regional', 'geo', 'global']),
  tier: z.enum(['standard', 'priority', 'flex', 'batch', 'reserved']),
  latency: z.enum(['standard', 'optimized']),
  context: z.enum(['standard', 'long']),
  variant: z.enum(['base', 'custom', 'imported', 'provisioned']),
  cacheTtl: z.enum(['5m', '30m', '1h']).nullable(),
  match: z.string(),
  usd: z.string(),
  per: z.union([z.literal(1), z.literal(1000), z.literal(1_000_000)]),
  from: instant.nullable(),
  to: instant.nullable(),
  note: z.string(),
  /** Index in `sources`. */
  source: z.int().nonnegative(),
});
const Layer = z.strictObject({
  format: z.literal(1),
  refreshedAt: instant,
  sources: z.array(z.strictObject({ key: z.string(), label: z.string(), date: z.string() })),
  rows: z.array(Row),
  refused: z.array(
    z.strictObject({
      offer: z.string(),
      sku: z.string(),
      region: z.string(),
      usageType: z.string(),
      service: z.string(),
      reason: z.string(),
    }),
  ),
});

/** The layer as plain JSON, as parseLayer reads it. */
export function encodeLayer({ refreshedAtMs, rows, refused }: PriceListLayer): unknown {
  const sources = [...new Map(rows.map(({ source }) => [sourceText(source), source])).values()];
  const places = new Map(sources.map((source, index) => [sourceText(source), index]));
  return {
    format: 1,
    refreshedAt: isoTime(refreshedAtMs),
    sources,
    rows: rows.map((row): z.input<typeof Row> => {
      // The exact price is read from its text again, so that the two cannot differ.
      const { source, match, effectiveFromMs, effectiveToMs, picoUsdPerMillion: _, ...rest } = row;
      return {
        ...rest,
        match: classText(match),
        from: effectiveFromMs > BOOK_START_MS ? isoTime(effectiveFromMs) : null,
        to: effectiveToMs === null ? null : isoTime(effectiveToMs),
        source: places.get(sourceText(source)) ?? 0,
      };
    }),
    refused,
  };
}

function sourceText({ key, label, date }: PriceSource): string {
  return [key, label, date].join('|');
}

/**
 * Reads a kept layer.
 *
 * @param value parsed JSON.
 * @returns the layer; or, for a file that was cut off or edited, where it is wrong. Never throws.
 */
export function parseLayer(value: unknown): Result<PriceListLayer, string> {
  const parsed = Layer.safeParse(value);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const { refreshedAt, sources, rows, refused } = parsed.data;
  const read = rows.map((row) => rowOf(row, sources));
  const wrong = read.findIndex((row) => row === null);
  if (wrong >= 0) return err(`rows.${wrong}: the price or the source is none`);
  const sound = read.filter((row) => row !== null);
  const conflict = priceConflict(sound);
  if (conflict !== null) return err(conflict);
  return ok({ refreshedAtMs: Date.parse(refreshedAt), rows: sound, refused });
}

function rowOf(
  { match, from, to, source, ...rest }: z.output<typeof Row>,
  sources: readonly PriceSource[],
): PriceRow | null {
  const picoUsdPerMillion = parseRate(rest.usd, rest.per, rest.dimension);
  const found = sources[source];
  if (picoUsdPerMillion === null || !found) return null;
  return {
    ...rest,
    source: found,
    match: parseDetail(match),
    picoUsdPerMillion,
    effectiveFromMs: from === null ? BOOK_START_MS : Date.parse(from),
    effectiveToMs: to === null ? null : Date.parse(to),
  };
}
