/** Hands made reports out: to the folder, and by mail; what was cut short goes out again. */
import { join } from 'node:path';
import type { Channel } from '../notify/channel.ts';
import { sendReport } from '../notify/email.ts';
import type { OwedReport, ReportLedger, StoredReportFile } from '../store/report-ledger.ts';
import { writeWholeFile } from './write-file.ts';

export interface ReportDelivery {
  readonly reports: ReportLedger;
  readonly directory: string;
  readonly channels: readonly Channel[];
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

const DISK = 'disk';

/** Where a report goes: the folder, and every channel of mail that is named. */
export function reportTargets(mailTo: readonly string[]): readonly string[] {
  return [DISK, ...mailTo];
}

/**
 * Delivers what is owed, each to its own place, so that one that fails holds up no other.
 *
 * The bytes are those that were made. A repeat writes the same names, and a mail bears the same
 * Message-ID.
 *
 * @throws the disk's own errors.
 */
export async function deliverReports(delivery: ReportDelivery): Promise<void> {
  const { reports, nowMs, log, signal } = delivery;
  for (const owed of reports.owed()) {
    if (signal.aborted) return;
    const files = reports.files(owed);
    const isDone =
      owed.target === DISK ? toDisk(files, delivery) : await byMail(owed, files, delivery);
    if (!isDone) continue;
    reports.markDelivered(owed, nowMs());
    const { date, revision, target } = owed;
    log('report delivered', { date, revision, target });
  }
}

function toDisk(files: readonly StoredReportFile[], { directory }: ReportDelivery): boolean {
  for (const { name, bytes } of files) writeWholeFile(join(directory, name), [bytes]);
  return true;
}

/** True when it was taken, and when trying again is no use. */
async function byMail(
  owed: OwedReport,
  files: readonly StoredReportFile[],
  { channels, nowMs, signal, log }: ReportDelivery,
): Promise<boolean> {
  const channel = channels.find(({ id }) => id === owed.target);
  if (channel?.kind !== 'email') return true; // The config no longer names it.
  const outcome = await sendReport(channel, mailOf(owed, files), { nowMs: nowMs(), signal });
  if (outcome.kind === 'delivered') return true;
  log('report not delivered', { date: owed.date, target: owed.target, detail: outcome.detail });
  return outcome.kind === 'dead';
}

function mailOf(
  { name, date, revision }: OwedReport,
  files: readonly StoredReportFile[],
): Parameters<typeof sendReport>[1] {
  const page = files.find((file) => file.name.endsWith('.html'));
  const again = revision === 1 ? '' : ` (revision ${revision})`;
  return {
    id: `${name}-${date}-${revision}`,
    subject: `Amazon Bedrock cost on ${date}${again}`,
    text: `The cost report of ${date}${again} is attached.\n`,
    html: page ? Buffer.from(page.bytes).toString('utf8') : null,
    files,
  };
}
