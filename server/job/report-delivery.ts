/** Hands made reports out, each place by itself; what was cut short or failed goes out again. */
import type { ReportDefinition } from '../config/config.ts';
import type { Channel } from '../notify/channel.ts';
import { offWords } from '../notify/channel-health.ts';
import { failed, type DeliveryOutcome } from '../notify/post.ts';
import { ATTEMPTS_MAX, nextAttemptAtMs } from '../notify/retry-schedule.ts';
import type { OwedReport, ReportAttempt, StoredReportFile } from '../store/report-ledger.ts';
import type { Store } from '../store/store.ts';
import { endTurn, healthOf, takeTurn } from './receiver-turn.ts';
import { byMail, byWebhook, toBucket, toFolder } from './report-carriers.ts';

export interface DeliveryParts {
  readonly store: Store;
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
  const { store, nowMs, signal } = parts;
  for (const owed of store.reports.owed()) {
    if (signal.aborted) return;
    if (owed.dueAtMs > nowMs()) continue;
    await attempt(owed, parts);
  }
}

async function attempt(owed: OwedReport, parts: DeliveryParts): Promise<void> {
  const { store, nowMs, log } = parts;
  const atMs = nowMs();
  const outcome = await handOut(owed, parts);
  const made = settled(owed, outcome, { atMs, nowMs: nowMs(), jitter: parts.jitter() });
  store.reports.saveAttempt(owed, made);
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
  const files = parts.store.reports.files(owed);
  if (owed.target === DISK && directory !== null) return toFolder(files, directory);
  if (owed.target === BUCKET && bucket) return toBucket(owed, files, bucket, parts.signal);
  const channel = parts.channels.find(({ id }) => id === owed.target);
  if (channel && channels.includes(owed.target)) return toChannel(owed, files, channel, parts);
  return failed('dead', 'The config no longer sends it there.');
}

/** A receiver of reports has its turn as one of alarms, and can be switched off like it. */
async function toChannel(
  owed: OwedReport,
  files: readonly StoredReportFile[],
  channel: Channel,
  parts: DeliveryParts,
): Promise<DeliveryOutcome> {
  if (channel.kind !== 'email' && channel.kind !== 'webhook') {
    return failed('dead', 'Reports go out by e-mail and webhook only.');
  }
  const health = healthOf(channel, parts);
  if (health.offSinceMs !== null) return failed('dead', offWords(health));
  const asked = await takeTurn(channel, parts);
  const options = { nowMs: parts.nowMs(), signal: parts.signal, pageUrl: parts.pageUrl };
  const outcome = await (channel.kind === 'email'
    ? byMail(owed, files, channel, options)
    : byWebhook(owed, files, channel, options));
  endTurn(asked, outcome, null, parts);
  return outcome;
}
