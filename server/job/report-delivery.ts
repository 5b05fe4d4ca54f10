/** Hands made reports out: to a folder and to channels; what was cut short goes out again. */
import { join } from 'node:path';
import type { ReportDefinition } from '../config/config.ts';
import type { Channel, EmailChannel } from '../notify/channel.ts';
import { sendReport } from '../notify/email.ts';
import { failed, type DeliveryOutcome } from '../notify/post.ts';
import { ATTEMPTS_MAX, nextAttemptAtMs } from '../notify/retry-schedule.ts';
import type {
  OwedReport,
  ReportAttempt,
  ReportLedger,
  StoredReportFile,
} from '../store/report-ledger.ts';
import { writeWholeFile } from './write-file.ts';

export interface DeliveryParts {
  readonly reports: ReportLedger;
  readonly definitions: readonly ReportDefinition[];
  readonly channels: readonly Channel[];
  readonly nowMs: () => number;
  /** A random number from 0 to 1, so that retries of many do not come in step. */
  readonly jitter: () => number;
  readonly signal: AbortSignal;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

const DISK = 'disk';

/** Where a report goes: its folder, and every channel that is named. */
export function reportTargets({
  directory,
  channels,
}: Pick<ReportDefinition, 'directory' | 'channels'>): readonly string[] {
  return [...(directory === null ? [] : [DISK]), ...channels];
}

/**
 * Delivers what is owed and due, each to its own place, so that one that fails holds up no other.
 *
 * The bytes are those that were made. A repeat writes the same names, and a message bears the same
 * id. Each attempt is written down, and waits as those of alarms do before the next.
 */
export async function deliverReports(parts: DeliveryParts): Promise<void> {
  const { reports, nowMs, signal } = parts;
  for (const owed of reports.owed()) {
    if (signal.aborted) return;
    if (owed.dueAtMs > nowMs()) continue;
    await attempt(owed, parts);
  }
}

async function attempt(owed: OwedReport, parts: DeliveryParts): Promise<void> {
  const { reports, nowMs, log } = parts;
  const atMs = nowMs();
  const outcome = await handOut(owed, parts);
  const made = settled(owed, outcome, { atMs, nowMs: nowMs(), jitter: parts.jitter() });
  reports.saveAttempt(owed, made);
  const { name, date, revision, target } = owed;
  const fields = { report: name, date, revision, target };
  if (made.state === 'delivered') log('report delivered', fields);
  else log('report not delivered', { ...fields, detail: made.detail });
}

/** How a delivery stands after an attempt. */
function settled(
  { attempts }: OwedReport,
  { kind, detail, retryAfterMs }: DeliveryOutcome,
  time: { readonly atMs: number; readonly nowMs: number; readonly jitter: number },
): ReportAttempt {
  const attempt = attempts + 1;
  const made = { attempt, atMs: time.atMs, tookMs: Math.max(0, time.nowMs - time.atMs), detail };
  if (kind === 'delivered') return { ...made, state: 'delivered', dueAtMs: null };
  if (kind !== 'retry') return { ...made, state: 'dead', dueAtMs: null };
  const dueAtMs = nextAttemptAtMs(attempt, time.nowMs, retryAfterMs, time.jitter);
  if (dueAtMs !== null) return { ...made, state: 'pending', dueAtMs };
  const given = `${detail} Given up after ${ATTEMPTS_MAX} attempts.`;
  return { ...made, detail: given, state: 'dead', dueAtMs: null };
}

async function handOut(owed: OwedReport, parts: DeliveryParts): Promise<DeliveryOutcome> {
  const definition = parts.definitions.find(({ name }) => name === owed.name);
  if (!definition) return failed('dead', 'The config no longer has this report.');
  const files = parts.reports.files(owed);
  if (owed.target === DISK) return toDisk(files, definition.directory);
  const channel = parts.channels.find(({ id }) => id === owed.target);
  if (!definition.channels.includes(owed.target) || channel?.kind !== 'email') {
    return failed('dead', 'The config no longer sends it there.');
  }
  return byMail(owed, files, channel, parts);
}

function toDisk(files: readonly StoredReportFile[], directory: string | null): DeliveryOutcome {
  if (directory === null) return failed('dead', 'The config no longer names a folder.');
  try {
    for (const { name, bytes } of files) writeWholeFile(join(directory, name), [bytes]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return failed('retry', `${directory} cannot be written to: ${code}.`);
  }
  return delivered(`Written to ${directory}.`);
}

function delivered(detail: string): DeliveryOutcome {
  return { kind: 'delivered', statusCode: null, retryAfterMs: null, detail, reply: '' };
}

function byMail(
  owed: OwedReport,
  files: readonly StoredReportFile[],
  channel: EmailChannel,
  { nowMs, signal }: DeliveryParts,
): Promise<DeliveryOutcome> {
  const { name, date, revision } = owed;
  const page = files.find((file) => file.name.endsWith('.html'));
  const again = revision === 1 ? '' : ` (revision ${revision})`;
  const mail = {
    id: `${name}-${date}-${revision}`,
    subject: `Amazon Bedrock cost on ${date}${again}`,
    text: `The cost report of ${date}${again} is attached.\n`,
    html: page ? Buffer.from(page.bytes).toString('utf8') : null,
    files,
  };
  return sendReport(channel, mail, { nowMs: nowMs(), signal });
}
