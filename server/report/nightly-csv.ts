/** The nightly report as CSV: every row of every section, exact to the last digit. */
import { formatAttoUsd, formatDecimal } from '../../shared/money.ts';
import type { Cell, Column, Table } from './table.ts';
import { tableCsv } from './table-csv.ts';
import { isWhollyUnpriced, sectionRows } from './figures.ts';
import type { DayFigures, NightlyReportData } from './nightly-data.ts';

const TEXTS: readonly string[] = ['date', 'dimension', 'name'];
const DECIMALS = /_usd$|_seconds$/;

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

const COLUMNS: readonly Column[] = NIGHTLY_CSV_COLUMNS.map((name) => {
  if (TEXTS.includes(name)) return { name, kind: 'text' };
  return { name, kind: DECIMALS.test(name) ? 'decimal' : 'count' };
});

/**
 * Writes one `total` row, then the rows of each section, dearest first, then those of usage types;
 * the rows of one dimension sum to the total in each column but latency, those of usage types have
 * costs alone.
 *
 * @returns RFC 4180 with CRLF and a header. `cost_usd` is an exact decimal, empty where nothing
 *   could be priced; latency is in whole ms, empty where unknown. Same data, same text.
 * @throws Error when a section holds more than the total.
 */
export function nightlyCsv(data: NightlyReportData): string {
  return [...tableCsv(nightlyTable(data))].join('');
}

/** The same rows as a table, for workbooks and Parquet. */
export function nightlyTable(data: NightlyReportData): Table {
  const rows: (readonly Cell[])[] = [[data.date, 'total', '', ...figureCells(data.total)]];
  for (const section of data.sections) {
    for (const { name, figures } of sectionRows(section, data.total)) {
      rows.push([data.date, section.dimension, name, ...figureCells(figures)]);
    }
  }
  for (const { name, costAttoUsd, contractedCostAttoUsd } of data.usage) {
    const costs = new Map([
      ['cost_usd', costAttoUsd],
      ['contracted_cost_usd', contractedCostAttoUsd],
    ]);
    const cells = NIGHTLY_CSV_COLUMNS.slice(TEXTS.length).map((column): Cell => {
      const cost = costs.get(column) ?? null;
      return cost === null ? null : formatAttoUsd(cost);
    });
    rows.push([data.date, 'usage type', name, ...cells]);
  }
  return { name: `Nightly ${data.date}`, columns: COLUMNS, rows };
}

/** In the order of the columns from `cost_usd` on. */
function figureCells(figures: DayFigures): readonly Cell[] {
  const isUnknown = isWhollyUnpriced(figures);
  const usd = (attoUsd: bigint): Cell => {
    return isUnknown ? null : formatAttoUsd(attoUsd);
  };
  return [
    usd(figures.costAttoUsd),
    String(figures.invocations),
    String(figures.errors),
    String(figures.throttles),
    String(figures.inputTokens),
    String(figures.outputTokens),
    String(figures.cacheReadTokens),
    String(figures.cacheWriteTokens),
    String(figures.images),
    formatDecimal(BigInt(figures.videoMs), 3),
    wholeMs(figures.latencyP50Ms),
    wholeMs(figures.latencyP99Ms),
    String(figures.unpricedInvocations),
    usd(figures.contractedCostAttoUsd),
    usd(figures.inexactCostAttoUsd),
  ];
}

function wholeMs(latencyMs: number | null): Cell {
  return latencyMs === null ? null : String(Math.round(latencyMs));
}
