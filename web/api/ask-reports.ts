/** What the page of reports asks and orders, each as one call. */
import { API } from '../../shared/contract.ts';
import type {
  ReportFormat,
  ReportKind,
  ReportsReply,
  StoredReport,
} from '../../shared/report-contract.ts';
import { call, send } from './call.ts';

export function askReports(signal: AbortSignal): Promise<ReportsReply> {
  return call<ReportsReply>(API.reports, [], signal);
}

/** A report that is wanted now. */
export interface ReportWish {
  readonly kind: ReportKind;
  readonly date: string;
  readonly formats: readonly ReportFormat[];
  /** Left out for all of them. */
  readonly tenant?: string;
}

export function sendMake(wish: ReportWish, signal: AbortSignal): Promise<ReportsReply> {
  return send<ReportsReply>(API.makeReport, wish, signal);
}

/** Sends a report again to a place whose delivery was given up. */
export function sendResend(
  { name, date, revision }: Pick<StoredReport, 'name' | 'date' | 'revision'>,
  target: string,
  signal: AbortSignal,
): Promise<ReportsReply> {
  return send<ReportsReply>(API.resendReport, { name, date, revision, target }, signal);
}

/** Where a file of a report is. @param isShown looks at it instead of saving it */
export function reportFileUrl(
  { name, date, revision }: Pick<StoredReport, 'name' | 'date' | 'revision'>,
  file: string,
  isShown = false,
): string {
  const parameters = { name, date, revision: String(revision), file };
  const view = isShown ? { view: '1' } : {};
  return `${API.reportFile}?${new URLSearchParams({ ...parameters, ...view })}`;
}
