/** AWS's own price list as rows of the book; what is not understood is told and never dropped. */
import { implausiblePrice, listRate } from './overrides.ts';
import type { PriceBook } from './price-book.ts';
import { rowsOfProduct } from './price-list-rows.ts';
import type { ListedProduct, PriceListFile } from './price-list-shape.ts';
import { rateKey, type PriceRow, type PriceSource } from './price-row.ts';
import { classText } from './usage-class.ts';

/** A product that gave no row. */
export interface PriceRefusal {
  readonly offer: string;
  readonly sku: string;
  readonly region: string;
  readonly usageType: string;
  /** What the list calls it, for a usage type that names no model. */
  readonly service: string;
  readonly reason: string;
}

export interface PriceListReading {
  readonly rows: readonly PriceRow[];
  readonly refused: readonly PriceRefusal[];
  /** Products that list what another one lists as well, at the same price. */
  readonly repeated: number;
  readonly products: number;
}

/** Word by which rows of this layer are known. */
export const PRICE_LIST_SOURCE = 'aws-pricelist';

interface Found {
  readonly product: ListedProduct;
  readonly rows: readonly PriceRow[];
}

/**
 * Reads all products of a file.
 *
 * @param bundled what prices must be plausible against: one that is off by a factor of a hundred
 *   has a unit that was not understood, and a zero where another list has a price is unknown.
 * @returns every product in exactly one of rows, refused and repeated. Never throws.
 */
export function readPriceList(file: PriceListFile, bundled: PriceBook): PriceListReading {
  const source: PriceSource = {
    key: PRICE_LIST_SOURCE,
    label: `AWS Price List, ${file.offer}`,
    date: file.publishedOn,
  };
  const found: Found[] = [];
  const refused: PriceRefusal[] = [];
  for (const product of file.products) {
    const rows = rowsOfProduct(product, source);
    const reason = rows.ok ? doubtOf(rows.value, bundled) : rows.problem;
    if (rows.ok && reason === null) found.push({ product, rows: rows.value });
    else refused.push(refusalOf(product, file.offer, reason ?? ''));
  }
  const { kept, contradicted, repeated } = settle(found);
  const conflicts = contradicted.map(({ product, rival }) => {
    return refusalOf(product, file.offer, `${rival.sku} lists another price for the same usage`);
  });
  return {
    rows: kept,
    refused: [...refused, ...conflicts],
    repeated,
    products: file.products.length,
  };
}

function refusalOf({ sku, attributes }: ListedProduct, offer: string, reason: string) {
  return {
    offer,
    sku,
    region: attributes.get('regionCode') ?? '',
    usageType: attributes.get('usagetype') ?? '',
    service: attributes.get('servicename') ?? '',
    reason,
  };
}

function doubtOf(rows: readonly PriceRow[], bundled: PriceBook): string | null {
  for (const row of rows) {
    const isZero = row.picoUsdPerMillion === 0n;
    const isPricedElsewhere = isZero && (listRate(row, bundled) ?? 0n) > 0n;
    if (isPricedElsewhere) return 'a zero where the bundled book has a price';
    if (implausiblePrice(row, bundled) !== null) {
      return 'off from the bundled price by a factor of a hundred: its unit is in doubt';
    }
  }
  return null;
}

interface Settled {
  readonly kept: readonly PriceRow[];
  readonly contradicted: readonly {
    readonly product: ListedProduct;
    readonly rival: ListedProduct;
  }[];
  readonly repeated: number;
}

/**
 * Twins at one price are one row. Of two prices for one usage neither is taken: what tells them
 * apart was not understood, and a choice would be a guess.
 */
function settle(found: readonly Found[]): Settled {
  const groups = new Map<string, [Found, ...Found[]]>();
  for (const one of found) {
    const key = usageKey(one.rows);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const settled = [...groups.values()].map(([first, ...others]): Settled => {
    const rival = others.find((other) => pricesOf(other.rows) !== pricesOf(first.rows));
    if (!rival) return { kept: first.rows, contradicted: [], repeated: others.length };
    const contradicted = [first, ...others].map((one) => {
      return { product: one.product, rival: one === first ? rival.product : first.product };
    });
    return { kept: [], contradicted, repeated: 0 };
  });
  return {
    kept: settled.flatMap(({ kept }) => kept),
    contradicted: settled.flatMap(({ contradicted }) => contradicted),
    repeated: settled.reduce((sum, { repeated }) => sum + repeated, 0),
  };
}

function usageKey([row]: readonly PriceRow[]): string {
  return row ? `${rateKey(row)} ${classText(row.match)}` : '';
}

/** Prices alone: twins may have been published on different days. */
function pricesOf(rows: readonly PriceRow[]): string {
  return rows.map((row) => row.picoUsdPerMillion).join(' ');
}
