/** Fills a database with a month of calls through its face, and a table for the peer. */
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { bundledPriceBook } from '../../../server/price/bundled-book.ts';
import { findRate } from '../../../server/price/price-book.ts';
import { openSqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { batch } from '../../support/metered.ts';
import { MONTH_END_MS, kindsOf, monthBlocks, type Kind, type MonthRow } from './month.ts';
import type { MonthSize } from './month.ts';

const MINUTES_DAYS = 14;

export interface Filled {
  readonly rows: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Opens the store that the bench fills and asks. */
export function openMonth(path: string): Store {
  return openSqliteStore({ path, promotedTags: ['feature'] });
}

/**
 * Writes a month; a database of this name that is whole is left as it is.
 *
 * @param table CSV for the peer: time, kind, latency, tokens and nano-dollars; null for none.
 */
export function fillMonth(path: string, table: string | null, size: MonthSize): Filled | null {
  if (path !== ':memory:' && existsSync(path)) return null;
  const building = path === ':memory:' ? path : `${path}.building`;
  const store = openMonth(building);
  const startMs = performance.now();
  const csv = table === null ? null : new CsvWriter(table, kindsOf(size.tuples));
  fillStore(store, size, csv && ((row) => csv.add(row)));
  csv?.close();
  store.close();
  const seconds = (performance.now() - startMs) / 1000;
  renameSync(building, path);
  return { rows: size.rows, seconds, bytes: statSync(path).size };
}

/** Counts per minute are kept for two weeks, as they are by default. */
export function fillStore(
  store: Store,
  size: MonthSize,
  onRow: ((row: MonthRow) => void) | null,
): void {
  const minutesMs = MONTH_END_MS - MINUTES_DAYS * DAY_MS;
  store.prune({ rowsMs: 0, minutesMs, hoursMs: 0, metricsMs: 0, noticesMs: 0 });
  for (const block of monthBlocks(size, onRow)) store.ingest({ ...batch([]), blocks: [block] });
  while (store.prepareReading(MONTH_END_MS));
}

const NANO_USD_PER_PICO = 1_000;
const CHUNK_LINES = 20_000;

/** Lines of numbers; what they stand for is told by the number of their kind. */
class CsvWriter {
  readonly #file: number;
  readonly #nanoUsdPerUnit: readonly (readonly number[])[];
  #lines: string[] = [];

  constructor(path: string, kinds: readonly Kind[]) {
    this.#file = openSync(path, 'w');
    const book = bundledPriceBook();
    this.#nanoUsdPerUnit = kinds.map(({ types }) =>
      types.map((type) => {
        const rate = findRate(book, type, MONTH_END_MS);
        return Number(rate?.picoUsdPerMillion ?? 0n) / 1e6 / NANO_USD_PER_PICO;
      }),
    );
  }

  add({ atMs, kind, latencyMs, quantities }: MonthRow): void {
    const rates = this.#nanoUsdPerUnit[kind] ?? [];
    let tokens = 0;
    let nanoUsd = 0;
    for (let line = 0; line < quantities.length; line += 1) {
      const quantity = quantities[line] ?? 0;
      tokens += quantity;
      nanoUsd += quantity * (rates[line] ?? 0);
    }
    this.#lines.push(`${atMs},${kind},${latencyMs},${tokens},${Math.round(nanoUsd)}`);
    if (this.#lines.length >= CHUNK_LINES) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#lines.length > 0) writeSync(this.#file, `${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }
}
