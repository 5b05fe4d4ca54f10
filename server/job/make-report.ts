/** Makes one report of any kind as files in memory. */
import { createHash } from 'node:crypto';
import type { Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, passesFilter, type Filter } from '../../shared/filter.ts';
import {
  NIGHTLY_SECTIONS,
  type MadeFormat,
  type NightlySectionName,
  type ReportFormat,
  type ReportKind,
} from '../../shared/report-contract.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { Window } from '../../shared/window.ts';
import type { Adjustment } from '../config/config.ts';
import type { CapacitySettings } from '../meter/capacity.ts';
import { runQuery } from '../query/run-query.ts';
import { completeToOf } from '../query/status.ts';
import type { FocusVersion } from '../report/focus/focus-columns.ts';
import { focusRequired, focusTable } from '../report/focus/focus-table.ts';
import { formatCents } from '../report/format.ts';
import { nightlyAnswer } from '../report/nightly-answer.ts';
import { periodWindow } from '../report/period.ts';
import { CONTENT_TYPES, nightlyFiles } from '../report/report-files.ts';
import { tableCsv } from '../report/table-csv.ts';
import { tableParquet } from '../report/table-parquet.ts';
import type { ReportHead, StoredReportFile } from '../store/report-ledger.ts';
import { focusLines } from './focus-export.ts';
import { NIGHTLY_FIGURES, nightlyData, ReportError } from './nightly-report.ts';
import type { NightlyContext } from './report-context.ts';
import { monthStatements, statementFiles, type NamedFile } from './statements.ts';

/** What is to be made; all of it can be sent to another thread. */
export interface ReportOrder {
  /** Of its definition; its files are called by it. */
  readonly name: string;
  readonly kind: ReportKind;
  /** The period that it is of; see `periodWindow`. */
  readonly date: string;
  readonly timeZone: string;
  readonly formats: readonly ReportFormat[];
  readonly filter: Filter;
  readonly groupBy: readonly Dimension[] | null;
  readonly sections: readonly NightlySectionName[];
  /** What the nightly report calls itself; null for none. */
  readonly revision: number | null;
  readonly focus: { readonly version: FocusVersion; readonly step: '1h' | '1d' };
}

/** What reports are made from, beside the order. */
export interface ReportMaker extends Omit<NightlyContext, 'timeZone'> {
  readonly adjustments: readonly Adjustment[];
  readonly capacity: CapacitySettings;
  readonly sharedCost: readonly SharedCostRule[];
  /** Keys of declared tags. */
  readonly tagKeys: readonly string[];
}

export interface MadeReport extends Pick<ReportHead, 'state' | 'fingerprint' | 'summary'> {
  readonly files: readonly StoredReportFile[];
}

/** Makes a report, here or in a thread; told how far it is, in parts of the whole. */
export type MakeReport = (
  order: ReportOrder,
  onProgress: (done: number, total: number) => void,
) => Promise<MadeReport>;

/** A file is kept in the database and held in memory while it is made. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Makes the files of a report from one state of the store.
 *
 * @throws ReportError for a period that is none, one without usage, and files that are too large;
 *   QueryError; StoreError
 */
export function makeReport(
  order: ReportOrder,
  maker: ReportMaker,
  onProgress: Parameters<MakeReport>[1],
): MadeReport {
  return maker.store.atOnce(() => {
    const window = orderWindow(order);
    const { summary, files } = contentOf(order, window, { ...maker, onProgress });
    return {
      state: isComplete(window, maker.store) ? 'final' : 'preliminary',
      fingerprint: fingerprintOf(order, maker),
      summary,
      files: files.map((file) => ({ ...file, name: fileName(order, file.name) })),
    };
  });
}

/** Two definitions may write to one folder. */
function fileName({ name, kind }: ReportOrder, file: string): string {
  return name === kind ? file : `${name}-${file}`;
}

/** @throws ReportError */
export function orderWindow({ kind, date, timeZone }: ReportOrder): Window {
  const window = periodWindow(date, kind === 'focus' ? 'UTC' : timeZone);
  if (window.ok) return window.value;
  throw new ReportError(`There is no period ${date}: ${window.problem}.`);
}

/** Tells whether the logs of a window have been read to its end. */
export function isComplete(window: Window, store: NightlyContext['store']): boolean {
  const completeToMs = completeToOf(store.sourceStates());
  return completeToMs !== null && completeToMs >= window.endMs;
}

/** Equal for equal figures, whatever else has changed. */
export function fingerprintOf(order: ReportOrder, maker: ReportMaker): string {
  const { filter, date, timeZone } = order;
  const window = orderWindow(order);
  const all = { metrics: NIGHTLY_FIGURES, filter, step: 'all', timeZone } as const;
  const { rows } = runQuery(
    { ...all, groupBy: ['tenant', 'model'], window },
    maker.store,
    maker.book,
  );
  const text = rows.map(({ group, values }) => [...group, ...[...values.values()].map(String)]);
  const agreed = maker.adjustments.filter(({ month }) => month === date).map(adjustmentText);
  const rules = maker.sharedCost.map((one) => ({ ...one, among: [...one.among] }));
  return createHash('sha256')
    .update(JSON.stringify([...text, ...agreed, ...(order.kind === 'statement' ? rules : [])]))
    .digest('hex');
}

function adjustmentText({ tenant, label, amountAttoUsd }: Adjustment): readonly string[] {
  return [tenant, label, String(amountAttoUsd)];
}

interface Making extends ReportMaker {
  readonly onProgress: Parameters<MakeReport>[1];
}

interface Content {
  readonly summary: string;
  readonly files: readonly StoredReportFile[];
}

function contentOf(order: ReportOrder, window: Window, making: Making): Content {
  switch (order.kind) {
    case 'nightly':
      return nightlyOf(order, making);
    case 'statement':
      return statementsOf(order, window, making);
    case 'focus':
      return focusOf(order, window, making);
  }
}

/** A PDF needs the page that is printed. */
function madeFormats({ formats }: ReportOrder): readonly MadeFormat[] {
  const made = formats.flatMap((format) => (format === 'pdf' ? [] : [format]));
  return formats.includes('pdf') && !made.includes('html') ? ['html', ...made] : made;
}

function contextOf({ timeZone }: ReportOrder, making: Making): NightlyContext {
  return { ...making, timeZone };
}

function nightlyOf(order: ReportOrder, making: Making): Content {
  const { revision, date } = order;
  const data = { ...nightlyData(date, contextOf(order, making), order), revision };
  const files = nightlyFiles(data, madeFormats(order)).map(({ name, contentType, content }) => {
    return { name, contentType, bytes: Buffer.from(content) };
  });
  return { summary: nightlyAnswer(data), files };
}

function statementsOf(order: ReportOrder, window: Window, making: Making): Content {
  const { adjustments, capacity, sharedCost } = making;
  const { date, filter } = order;
  const asked = { month: date, window, tenant: null, adjustments, capacity, sharedCost };
  const all = monthStatements(asked, contextOf(order, making));
  const statements = all.filter(({ tenant }) => passesFilter(filter, () => tenant));
  const [first] = statements;
  if (!first) throw new ReportError(`No tenant that is asked for has usage in ${date}.`);
  const cents = statements.reduce((sum, { totalCents }) => sum + totalCents, 0n);
  const whose = statements.length === 1 ? `${first.tenant} owes` : `${statements.length} owe`;
  const files = statementFiles(statements, date, madeFormats(order)).map(gathered);
  return { summary: `${whose} ${formatCents(cents)} for ${date}.`, files };
}

function focusOf(order: ReportOrder, window: Window, making: Making): Content {
  const { store, book, tagKeys, onProgress } = making;
  const { focus, filter, date } = order;
  const formats = madeFormats(order);
  const settings = { version: focus.version, payerAccount: null, tagKeys };
  const files = formats.map((format, index) => {
    const told = (done: number, total: number): void =>
      onProgress(index * total + done, formats.length * total);
    const asked = { window, step: focus.step, filter, settings, onProgress: told };
    const table = focusTable(focusLines(asked, store, book), settings);
    const pieces =
      format === 'parquet' ? tableParquet(table, focusRequired(focus.version)) : tableCsv(table);
    return gathered({ name: `focus-${focus.version}-${date}.${format}`, pieces });
  });
  return { summary: `FOCUS ${focus.version} of ${date.replace('_', ' to ')}.`, files };
}

/** @throws ReportError for a file that is too large to be kept. */
function gathered({ name, pieces }: NamedFile): StoredReportFile {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    size += bytes.length;
    if (size > FILE_BYTES_MAX) {
      const most = `${FILE_BYTES_MAX / 1024 / 1024} MB`;
      const mend = 'Ask for a shorter period, or write it by `outcrop report export`.';
      throw new ReportError(`${name} is larger than ${most}. ${mend}`);
    }
    parts.push(bytes);
  }
  return { name, contentType: contentTypeOf(name), bytes: Buffer.concat(parts) };
}

function contentTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const known = Object.entries(CONTENT_TYPES).find(([format]) => format === ending);
  return known?.[1] ?? 'application/octet-stream';
}

/** An order for what somebody asks for by hand: everything, in the usual form. */
export const WHOLE: Pick<ReportOrder, 'filter' | 'groupBy' | 'sections' | 'focus'> = {
  sections: NIGHTLY_SECTIONS,
  filter: EMPTY_FILTER,
  groupBy: null,
  focus: { version: '1.4', step: '1d' },
};
