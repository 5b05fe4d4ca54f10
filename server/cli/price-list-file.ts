/** Keeps the prices that AWS lists in a file beside the database, and reads them again. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { encodeLayer, parseLayer, type PriceListLayer } from '../price/price-list-layer.ts';
import { UsageError } from './root.ts';

/** A file and not a table: it is public data, made anew at will, and prices need no database. */
export function priceListPath(database: string): string {
  return `${database}.prices.json`;
}

/** @returns null when prices were never refreshed. @throws UsageError for a file that is broken. */
export function readPriceLayer(database: string): PriceListLayer | null {
  const path = priceListPath(database);
  if (!existsSync(path)) return null;
  const layer = parseLayer(readJsonFile(path));
  if (layer.ok) return layer.value;
  const hint = `${layer.problem}. Delete it and run \`outcrop prices refresh\` again.`;
  throw new UsageError(`The kept prices in ${path} are broken.`, hint);
}

/** Writes the whole file or, where that fails, leaves the old one. */
export function writePriceLayer(database: string, layer: PriceListLayer): void {
  const path = priceListPath(database);
  writeFileSync(`${path}.part`, JSON.stringify(encodeLayer(layer)));
  renameSync(`${path}.part`, path);
}

/** @throws UsageError */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`Cannot read ${path}.`, 'Name a file that this process may read.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${path} is no JSON.`, 'It may have been cut off: download it again.');
  }
}
