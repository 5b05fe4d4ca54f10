/** What the page of reports says, worked out of what the API tells of them. */
import {
  BY_HAND,
  type ReportDeliveryReply,
  type ReportKind,
  type ReportsReply,
  type StoredReport,
} from '../../shared/report-contract.ts';
import { formatPlural } from '../format/number.ts';

export const KIND_WORDS: Readonly<Record<ReportKind, string>> = {
  nightly: 'Nightly report',
  statement: 'Statements',
  focus: 'FOCUS export',
};

/** One revision that counts, with those that it replaced. */
export interface ReportLine {
  readonly report: StoredReport;
  /** The newest first. */
  readonly before: readonly StoredReport[];
}

/** The reports of one kind: the last period first, each once. */
export function linesOf(reports: readonly StoredReport[], kind: ReportKind): readonly ReportLine[] {
  const own = reports.filter((one) => one.kind === kind);
  return own
    .filter(({ isReplaced }) => !isReplaced)
    .toSorted((a, b) => (a.date === b.date ? compare(a.name, b.name) : compare(b.date, a.date)))
    .map((report) => ({
      report,
      before: own
        .filter(({ name, date }) => name === report.name && date === report.date)
        .filter(({ revision }) => revision < report.revision)
        .toSorted((a, b) => b.revision - a.revision),
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Files that tell of the same, in several formats. */
export interface FileGroup {
  /** A tenant of a statement, or '' for what holds all. */
  readonly word: string;
  readonly files: readonly {
    readonly name: string;
    readonly format: string;
    readonly bytes: number;
  }[];
}

/** Files of a report; statements by tenant, as each tenant gets one. */
export function fileGroups({ kind, date, files }: StoredReport): readonly FileGroup[] {
  const groups = new Map<string, FileGroup['files'][number][]>();
  for (const { name, bytes } of files) {
    const at = name.lastIndexOf('.');
    const stem = name.slice(0, at);
    const mark = `statement-${date}-`;
    const begin = kind === 'statement' ? stem.indexOf(mark) : -1;
    const word = begin === -1 ? '' : stem.slice(begin + mark.length);
    groups.set(word, [...(groups.get(word) ?? []), { name, format: name.slice(at + 1), bytes }]);
  }
  return [...groups].map(([word, own]) => ({ word, files: own }));
}

/** `nightly`, or `by hand` for one that somebody asked for. */
export function originOf({ name }: Pick<StoredReport, 'name'>): string {
  return name.endsWith(BY_HAND) ? 'by hand' : name;
}

/** How far its deliveries are, in a few words. */
export function deliveryWords(deliveries: readonly ReportDeliveryReply[]): string {
  if (deliveries.length === 0) return 'here only';
  const count = (state: ReportDeliveryReply['state']): number =>
    deliveries.filter((one) => one.state === state).length;
  const dead = count('dead');
  if (dead > 0) return `${dead} of ${deliveries.length} given up`;
  const done = count('delivered');
  if (done === deliveries.length) return `arrived at ${formatPlural(done, 'place')}`;
  return `${done} of ${deliveries.length} arrived`;
}

/** The answer of the page: how the last nightly report stands, or when the first one is due. */
export function headlineOf(
  { reports, definitions }: ReportsReply,
  at: (iso: string) => string,
): string {
  const dead = reports.flatMap(({ deliveries }) => deliveries).filter(isDead).length;
  const noun = dead === 1 ? 'delivery was' : 'deliveries were';
  const failed = dead === 0 ? '' : `; ${dead} ${noun} given up`;
  const [last] = linesOf(reports, 'nightly').filter(({ report }) => !isByHand(report));
  if (last) {
    const { date, state, deliveries } = last.report;
    const sent = deliveries.length === 0 ? '' : ` and ${deliveryWords(deliveries)}`;
    return `The report of ${date} is ${state}${sent}${failed}.`;
  }
  const [next] = definitions.map((one) => one.next).toSorted();
  if (next === undefined) return 'No report is made by itself: add `report` to the config.';
  return `No report has been made yet; the first is due ${at(next)}.`;
}

export function isByHand({ name }: Pick<StoredReport, 'name'>): boolean {
  return name.endsWith(BY_HAND);
}

function isDead({ state }: ReportDeliveryReply): boolean {
  return state === 'dead';
}
