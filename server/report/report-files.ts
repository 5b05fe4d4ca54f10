/** The files of one nightly report: for people, for spreadsheets, for programs. */
import { nightlyCsv } from './nightly-csv.ts';
import type { NightlyReportData } from './nightly-data.ts';
import { nightlyHtml } from './nightly-html.ts';
import { nightlyJson } from './nightly-json.ts';

export interface ReportFile {
  /** Date and fixed letters only, safe as a file name. */
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
}

/**
 * The report of one day as files, in the order html, csv, json; same data, same bytes.
 *
 * @throws Error when the date is none of the calendar, or rows hold more than the total.
 */
export function nightlyFiles(data: NightlyReportData): readonly ReportFile[] {
  const stem = `nightly-${data.date}`;
  return [
    { name: `${stem}.html`, contentType: 'text/html; charset=utf-8', text: nightlyHtml(data) },
    { name: `${stem}.csv`, contentType: 'text/csv; charset=utf-8', text: nightlyCsv(data) },
    { name: `${stem}.json`, contentType: 'application/json', text: nightlyJson(data) },
  ];
}
