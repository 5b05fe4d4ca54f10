/** The nightly report as CSV: every row of every section, exact to the last digit. */
import { formatAttoUsd, formatDecimal } from '../../shared/money.ts';
import { type CsvCell, csvLine } from './csv.ts';
import { isWhollyUnpriced, sectionRows } from './figures.ts';
import type { DayFigures, NightlyReportData } from './nightly-data.ts';

export const NIGHTLY_CSV_COLUMNS = [
  'date',
  'dimension',
  'name',
  'cost_usd',
  'invocations',
  'errors',
  'throttles',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'images',
  'video_seconds',
  'latency_p50_ms',
  'latency_p99_ms',
  'unpriced_invocations',
  'contracted_cost_usd',
  'inexact_cost_usd',
] as const;

/**
 * Writes one `total` row, then the rows of each section, dearest first; the rows of one dimension
 * sum to the total in each column but latency.
 *
 * @returns RFC 4180 with CRLF and a header. `cost_usd` is an exact decimal, empty where nothing
 *   could be priced; latency is in whole ms, empty where unknown. Same data, same text.
 * @throws Error when a section holds more than the total.
 */
export function nightlyCsv(data: NightlyReportData): string {
  const lines = [csvLine(NIGHTLY_CSV_COLUMNS)];
  lines.push(csvLine([data.date, 'total', '', ...figureCells(data.total)]));
  for (const section of data.sections) {
    for (const { name, figures } of sectionRows(section, data.total)) {
      lines.push(csvLine([data.date, section.dimension, name, ...figureCells(figures)]));
    }
  }
  return lines.join('');
}

/** In the order of the columns from `cost_usd` on. */
function figureCells(figures: DayFigures): readonly CsvCell[] {
  const isUnknown = isWhollyUnpriced(figures);
  const usd = (attoUsd: bigint): CsvCell => {
    return isUnknown ? null : { decimal: formatAttoUsd(attoUsd) };
  };
  return [
    usd(figures.costAttoUsd),
    figures.invocations,
    figures.errors,
    figures.throttles,
    figures.inputTokens,
    figures.outputTokens,
    figures.cacheReadTokens,
    figures.cacheWriteTokens,
    figures.images,
    { decimal: formatDecimal(BigInt(figures.videoMs), 3) },
    wholeMs(figures.latencyP50Ms),
    wholeMs(figures.latencyP99Ms),
    figures.unpricedInvocations,
    usd(figures.contractedCostAttoUsd),
    usd(figures.inexactCostAttoUsd),
  ];
}

function wholeMs(latencyMs: number | null): number | null {
  return latencyMs === null ? null : Math.round(latencyMs);
}
