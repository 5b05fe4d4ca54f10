/** The ways in which a report leaves the house: a folder, a bucket, a mail, a signed webhook. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { API } from '../../shared/contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { ReportBucket } from '../config/config.ts';
import type { EmailChannel, WebhookChannel } from '../notify/channel.ts';
import { deliver } from '../notify/deliver.ts';
import { sendReport } from '../notify/email.ts';
import { failed, type DeliveryOptions, type DeliveryOutcome } from '../notify/post.ts';
import { putObjects, type NewObject } from '../source/put-objects.ts';
import type { OwedReport, StoredReportFile } from '../store/report-ledger.ts';
import { writeWholeFile } from './write-file.ts';

type Files = readonly StoredReportFile[];

/** Writes the files whole; a repeat writes the same names. */
export function toFolder(files: Files, directory: string): DeliveryOutcome {
  try {
    for (const { name, bytes } of files) writeWholeFile(join(directory, name), [bytes]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return failed('retry', `${directory} cannot be written to: ${code}.`);
  }
  return delivered(`Written to ${directory}.`);
}

/**
 * Puts the files under a key with report, date and revision, where they stay as they are, and then
 * `latest.json`, which says what the newest revision is.
 */
export async function toBucket(
  owed: OwedReport,
  files: Files,
  bucket: ReportBucket,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { name, date, revision } = owed;
  const folder = `${bucket.prefix}${name}/${date}/`;
  const objects = files.map(({ name: file, contentType, bytes }): NewObject => {
    return { key: `${folder}r${revision}/${file}`, contentType, bytes, isReplacing: false };
  });
  const latest = {
    key: `${folder}latest.json`,
    contentType: 'application/json',
    bytes: Buffer.from(`${JSON.stringify(manifest(owed, files, objects), null, 2)}\n`),
    isReplacing: true,
  };
  const put = await putObjects(bucket, [...objects, latest], signal);
  const where = `s3://${bucket.bucket}/${folder}`;
  if (put.kind === 'taken') return delivered(`Put under ${where}r${revision}/.`);
  const mend = put.kind === 'denied' ? ' Allow s3:PutObject there: see outcrop iam-policy.' : '';
  return failed(put.kind === 'denied' ? 'dead' : 'retry', `${where}: ${put.code}.${mend}`);
}

function manifest(owed: OwedReport, files: Files, objects: readonly NewObject[]) {
  const { name, date, revision, kind, state, madeAtMs } = owed;
  return {
    schema: 'outcrop.report.v1',
    report: name,
    kind,
    date,
    revision,
    state,
    madeAt: isoTime(madeAtMs),
    files: files.map((file, index) => ({
      key: objects[index]?.key ?? '',
      contentType: file.contentType,
      bytes: file.bytes.length,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
    })),
  };
}

/** Mails the HTML with all files beside it; a repeat bears the same Message-ID. */
export function byMail(
  owed: OwedReport,
  files: Files,
  channel: EmailChannel,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const { name, date, revision, summary } = owed;
  // A statement has a page for each tenant: none of them speaks for all.
  const pages = files.filter((file) => file.name.endsWith('.html'));
  const page = pages.length === 1 ? pages[0] : undefined;
  const mail = {
    id: `${name}-${date}-${revision}`,
    subject: `${TITLE[owed.kind]} ${date}${again(owed)}`,
    text: `${summary}\n\nThe files are attached.\n`,
    html: page ? Buffer.from(page.bytes).toString('utf8') : null,
    files,
  };
  return sendReport(channel, mail, options);
}

const TITLE = {
  nightly: 'Amazon Bedrock cost on',
  statement: 'Amazon Bedrock statements of',
  focus: 'Amazon Bedrock FOCUS export of',
} as const;

function again({ revision, state }: OwedReport): string {
  const number = revision === 1 ? '' : ` (revision ${revision})`;
  return state === 'preliminary' ? `${number} (preliminary)` : number;
}

/** Tells a webhook where the files are; signed, and with the same id for a repeat. */
export function byWebhook(
  owed: OwedReport,
  files: Files,
  channel: WebhookChannel,
  options: DeliveryOptions & { readonly pageUrl: string },
): Promise<DeliveryOutcome> {
  const { name, date, revision, kind, state, summary, madeAtMs } = owed;
  const body = {
    type: 'report.made',
    timestamp: isoTime(madeAtMs),
    data: {
      report: name,
      kind,
      date,
      revision,
      state,
      summary,
      links: { reports: new URL('?view=reports', options.pageUrl).href },
      files: files.map((file) => ({
        name: file.name,
        contentType: file.contentType,
        bytes: file.bytes.length,
        url: fileUrl(owed, file.name, options.pageUrl),
      })),
    },
  };
  const id = `rpt_${createHash('sha256')
    .update(JSON.stringify([name, date, revision]))
    .digest('hex')
    .slice(0, 32)}`;
  const message = { id, alarmKey: '', body: JSON.stringify(body) };
  return deliver(channel, message, options);
}

function fileUrl({ name, date, revision }: OwedReport, file: string, pageUrl: string): string {
  const url = new URL(API.reportFile, pageUrl);
  url.search = new URLSearchParams({ name, date, revision: String(revision), file }).toString();
  return url.href;
}

function delivered(detail: string): DeliveryOutcome {
  return { kind: 'delivered', statusCode: null, retryAfterMs: null, detail, reply: '' };
}
