/** Reads what a row says of its call back from the dictionaries. */
import type { RowDetail } from '../row-texts.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { CopyFacts } from './preferred-copy.ts';
import { decodeQuantities } from './rollup-table.ts';
import type { InvocationRow } from './row-reader.ts';
import { indexInKey, parseSeriesKey } from './series.ts';

/** @param row one of ours: its ids stand in the dictionaries. */
export function factsOf(row: InvocationRow, dictionaries: Dictionaries): CopyFacts {
  const { usageSet, series, detail, tagSet } = dictionaries;
  const { values, usageSetId } = parseSeriesKey(series.keyOf(row.series_id));
  const typeKeys = usageSet.keyOf(usageSetId).split('\n');
  return {
    timestampMs: row.timestamp_ms,
    model: values[indexInKey('model')] ?? '',
    tenant: values[indexInKey('tenant')] ?? '',
    usage: decodeQuantities(row.quantities).map((quantity, i) => [typeKeys[i] ?? '', quantity]),
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    // The guarantee: only blocks write these two dictionaries.
    details: JSON.parse(detail.keyOf(row.detail_id)) as RowDetail,
    tags: JSON.parse(tagSet.keyOf(row.tag_set_id)) as readonly unknown[],
    dimensions: values,
  };
}
