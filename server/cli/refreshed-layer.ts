/** The layer of AWS prices as it is after a refresh: what was kept, and what is listed now. */
import type { Config } from '../config/config.ts';
import { bundledPriceBook } from '../price/bundled-book.ts';
import { clipRows, mergeRows, type PriceListLayer } from '../price/price-list-layer.ts';
import { readPriceList } from '../price/price-list.ts';
import type { PriceRow } from '../price/price-row.ts';
import { readPriceLists, type ListOptions } from './read-price-lists.ts';
import type { OfferReading } from './refresh-text.ts';
import type { Root } from './root.ts';

/** @throws UsageError for a file that is no price list; SourceError for what AWS did not answer. */
export async function refreshedLayer(
  before: PriceListLayer,
  options: ListOptions,
  { config, root }: { readonly config: Config; readonly root: Root },
): Promise<{ readonly layer: PriceListLayer; readonly readings: readonly OfferReading[] }> {
  const regions = options.region ? new Set(options.region) : null;
  const readings: OfferReading[] = [];
  let rows: readonly PriceRow[] = before.rows;
  for await (const { file, beginsAtMs } of readPriceLists(options, config, root)) {
    const reading = readPriceList(file, bundledPriceBook());
    const wanted = reading.rows.filter(({ region }) => regions?.has(region) ?? true);
    rows = mergeRows(rows, clipRows(wanted, beginsAtMs));
    readings.push({ ...reading, rows: wanted, offer: file.offer });
  }
  const refused = readings.flatMap((reading) => reading.refused);
  return { layer: { refreshedAtMs: root.nowMs(), rows, refused }, readings };
}
