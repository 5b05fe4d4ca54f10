/** Hands made reports out, each place by itself; what was cut short or failed goes out again. */
import type { ReportDefinition } from '../config/config.ts';
import type { Channel } from '../notify/channel.ts';
import { failed, type DeliveryOutcome } from '../notify/post.ts';
import { ATTEMPTS_MAX, nextAttemptAtMs } from '../notify/retry-schedule.ts';
import type { OwedReport, ReportAttempt, ReportLedger } from '../store/report-ledger.ts';
import { byMail, byWebhook, toBucket, toFolder } from './report-carriers.ts';

export interface DeliveryParts {
  readonly reports: ReportLedger;
  readonly definitions: readonly ReportDefinition[];
  readonly channels: readonly Channel[];
  /** Where the page is, for links. */
  readonly pageUrl: string;
  readonly nowMs: () => number;
  /** A random number from 0 to 1, so that retries of many do not come in step. */
  readonly jitter: () => number;
  readonly signal: AbortSignal;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

const DISK = 'disk';
const BUCKET = 's3';

/** Where a report goes: its folder, its bucket, and every channel that is named. */
export function reportTargets({
  directory,
  bucket,
  channels,
}: Pick<ReportDefinition, 'directory' | 'bucket' | 'channels'>): readonly string[] {
  return [...(directory === null ? [] : [DISK]), ...(bucket ? [BUCKET] : []), ...channels];
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
  const { directory, bucket, channels } = definition;
  const files = parts.reports.files(owed);
  if (owed.target === DISK && directory !== null) return toFolder(files, directory);
  if (owed.target === BUCKET && bucket) return toBucket(owed, files, bucket, parts.signal);
  const channel = parts.channels.find(({ id }) => id === owed.target);
  const options = { nowMs: parts.nowMs(), signal: parts.signal, pageUrl: parts.pageUrl };
  if (channel && channels.includes(owed.target)) {
    if (channel.kind === 'email') return byMail(owed, files, channel, options);
    if (channel.kind === 'webhook') return byWebhook(owed, files, channel, options);
  }
  return failed('dead', 'The config no longer sends it there.');
}
