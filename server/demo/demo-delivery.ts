/** How the demo's second account gets its logs into S3: gzipped batches of five minutes. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { AwsScope, StoredObject } from './aws-world.ts';
import type { DemoCall } from './demo-calls.ts';
import type { DemoHours } from './demo-hours.ts';
import { recordText } from './demo-record.ts';
import { hashText } from './random.ts';

export interface Delivered extends StoredObject {
  readonly content: Uint8Array;
}

const BATCH_MS = 5 * MINUTE_MS;
/** An object is written some twenty seconds to a minute after its five minutes are over. */
const DELAY_MS = 20_000;
const DELAY_SPREAD_MS = 40_000;

/** Folder of one account and Region in its bucket. */
export function logPrefixOf({ account, region }: AwsScope): string {
  return `AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}

/** Folder of the objects that are written in one hour, UTC. */
export function hourFolderOf(scope: AwsScope, hourStartMs: number): string {
  const stamp = new Date(hourStartMs).toISOString().slice(0, 13);
  return `${logPrefixOf(scope)}${stamp.replace(/[-T]/g, '/')}/`;
}

/**
 * The objects in one hour's folder, ordered by key. The last five minutes of the hour before are
 * written in this hour, so that they lie in this folder.
 */
export function deliveredIn(
  scope: AwsScope & { readonly bucket: string },
  hours: DemoHours,
  hourStartMs: number,
): readonly Delivered[] {
  const starts = Array.from({ length: 12 }, (_, index) => hourStartMs + (index - 1) * BATCH_MS);
  return starts
    .flatMap((startMs) => batchObjects(scope, callsBetween(scope, hours, startMs), startMs))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function callsBetween(scope: AwsScope, hours: DemoHours, startMs: number): readonly DemoCall[] {
  const { calls } = hours.hour(scope, Math.floor(startMs / HOUR_MS) * HOUR_MS);
  return calls.filter(({ timestampMs, isLogged }) => {
    return isLogged && timestampMs >= startMs && timestampMs < startMs + BATCH_MS;
  });
}

type Target = AwsScope & { readonly bucket: string };

function batchObjects(target: Target, calls: readonly DemoCall[], startMs: number): Delivered[] {
  if (calls.length === 0) return [];
  const { account, region, bucket } = target;
  const hash = hashText(`${account}/${region}/${startMs}`);
  const writtenAtMs = startMs + BATCH_MS + DELAY_MS + (hash % DELAY_SPREAD_MS);
  const folder = hourFolderOf(target, Math.floor(writtenAtMs / HOUR_MS) * HOUR_MS);
  const stamp = new Date(writtenAtMs).toISOString().replace(/[-:.]/g, '');
  const suffix = hex8(hash) + hex8(hashText(`${startMs}/${hash}`));
  const lines = calls.map((call) => recordText(call, outputPathOf(call, bucket, folder)));
  const records = `${folder}${stamp}_${suffix}.json.gz`;
  const images = calls.filter(isLarge).map((call) => {
    return delivered(imageKeyOf(call, folder), imageText(call), writtenAtMs);
  });
  return [delivered(records, `${lines.join('\n')}\n`, writtenAtMs), ...images];
}

/** An image is far past the inline limit: the record tells where its answer lies. */
function outputPathOf(call: DemoCall, bucket: string, folder: string): string | null {
  return isLarge(call) ? `s3://${bucket}/${imageKeyOf(call, folder)}` : null;
}

function isLarge({ workload, outcome }: DemoCall): boolean {
  return workload.body === 'novaCanvas' && outcome === 'success';
}

/** Lies beside the records and ends as they do, but holds one body and no record. */
function imageKeyOf({ requestId }: DemoCall, folder: string): string {
  return `${folder}data/${requestId}_output.json.gz`;
}

function imageText({ units }: DemoCall): string {
  return JSON.stringify({ images: Array.from({ length: units }, () => 'iVBORw0KGgo=') });
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function delivered(key: string, text: string, lastModifiedMs: number): Delivered {
  const content = gzipSync(text);
  const etag = createHash('md5').update(content).digest('hex');
  return { key, etag, sizeBytes: content.length, lastModifiedMs, content };
}

/** The empty object that Bedrock writes when logging is set up, to see that it may. */
export function permissionCheck(scope: AwsScope, writtenAtMs: number): Delivered {
  const etag = createHash('md5').digest('hex');
  const key = `${logPrefixOf(scope)}amazon-bedrock-logs-permission-check`;
  return { key, etag, sizeBytes: 0, lastModifiedMs: writtenAtMs, content: new Uint8Array() };
}
