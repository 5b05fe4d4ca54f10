/** The book of a process that runs on: its content is exchanged when one of its files changes. */
import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { PriceBook } from '../price/price-book.ts';
import type { PricesInForce } from '../price/prices-in-force.ts';
import { priceBookOf, type PricePlaces } from './book.ts';
import { priceListPath } from './price-list-file.ts';

/** Two looks at a file's date are nothing; a price that was mended is seen soon. */
const LOOK_EVERY_MS = 5_000;

export interface LiveBook {
  /** Always what is in force: whoever holds it, or its book, reads the new rates. */
  readonly prices: PricesInForce;
  /**
   * Looks whether a file has changed, at most every five seconds.
   *
   * @returns what changed; `broken` with the reason keeps the rates that were in force.
   */
  refresh(nowMs: number): BookChange;
}

export type BookChange =
  { readonly kind: 'same' | 'changed' } | { readonly kind: 'broken'; readonly message: string };

/** @throws UsageError when the files are wrong at the start. */
export function openLiveBook(places: PricePlaces): LiveBook {
  let stamp = stampOf(places);
  let inForce = priceBookOf(places);
  let lookedAtMs = -Infinity;
  const book: PriceBook = {
    get rows() {
      return inForce.book.rows;
    },
    get layers() {
      return inForce.book.layers;
    },
    get discounts() {
      return inForce.book.discounts;
    },
  };
  const prices: PricesInForce = {
    book,
    get list() {
      return inForce.list;
    },
    get bundled() {
      return inForce.bundled;
    },
    get layer() {
      return inForce.layer;
    },
    get version() {
      return inForce.version;
    },
  };
  return {
    prices,
    refresh(nowMs) {
      if (nowMs - lookedAtMs < LOOK_EVERY_MS) return { kind: 'same' };
      lookedAtMs = nowMs;
      const now = stampOf(places);
      if (now === stamp) return { kind: 'same' };
      stamp = now;
      try {
        inForce = priceBookOf(places);
        return { kind: 'changed' };
      } catch (error) {
        const message = error instanceof Error ? error.message : 'not an error';
        return { kind: 'broken', message };
      }
    },
  };
}

/** Changes when a file is written, made or deleted. */
function stampOf({ pricesPath, database }: PricePlaces): string {
  const paths = [priceListPath(database), ...(pricesPath === null ? [] : [pricesPath])];
  return paths
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
    })
    .join('\n');
}

/**
 * Looks again and again.
 *
 * @param log is written to what came of it; a process says it once. @returns ends that.
 */
export function followPrices(live: LiveBook, nowMs: () => number, log?: Logger): () => void {
  const timer = setInterval(() => {
    const change = live.refresh(nowMs());
    if (change.kind === 'changed') log?.info({ version: live.prices.version }, 'prices changed');
    if (change.kind === 'broken') log?.warn({ message: change.message }, 'prices are broken');
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
