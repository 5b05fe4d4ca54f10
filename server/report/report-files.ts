/** The files of one nightly report: for people, for spreadsheets, for programs. */
import type { MadeFormat } from '../../shared/report-contract.ts';
import { nightlyCsv, nightlyTable } from './nightly-csv.ts';
import type { NightlyReportData } from './nightly-data.ts';
import { nightlyHtml } from './nightly-html.ts';
import { nightlyJson } from './nightly-json.ts';
import { tableParquet } from './table-parquet.ts';
import { workbook } from './workbook.ts';

export interface ReportFile {
  /** Date and fixed letters only, safe as a file name. */
  readonly name: string;
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

export const CONTENT_TYPES: Record<MadeFormat, string> = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

/**
 * The report of one day as files, in the order of the formats; same data, same bytes.
 *
 * @throws Error when the date is none of the calendar, or rows hold more than the total.
 */
export function nightlyFiles(
  data: NightlyReportData,
  formats: readonly MadeFormat[] = ['html', 'csv', 'json'],
): readonly ReportFile[] {
  return formats.map((format) => ({
    name: `nightly-${data.date}.${format}`,
    contentType: CONTENT_TYPES[format],
    content: contentOf(data, format),
  }));
}

function contentOf(data: NightlyReportData, format: MadeFormat): string | Uint8Array {
  switch (format) {
    case 'html':
      return nightlyHtml(data);
    case 'csv':
      return nightlyCsv(data);
    case 'json':
      return nightlyJson(data);
    case 'xlsx':
      return workbook([nightlyTable(data)]);
    case 'parquet': {
      const required = new Set(['date', 'dimension', 'name']);
      return Buffer.concat([...tableParquet(nightlyTable(data), required)]);
    }
  }
}
