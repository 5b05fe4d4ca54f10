/** Objects in the layout of Bedrock's logs, for tests of the S3 source. */
import { gzipSync } from 'node:zlib';
import { s3Source } from '../../server/source/s3.ts';
import { hourFolder, nameStamp } from '../../server/source/s3-layout.ts';
import type { LogSource } from '../../server/source/source.ts';
import { ACCOUNT, REGION, type createReader, type Rig } from './rig.ts';

export const FOLDER = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/`;

export function sourceOf(rig: Rig, bucket = 'logs', prefix = ''): LogSource {
  const client = rig.clients.s3(rig.account, REGION);
  const place = { bucket, prefix, accountId: ACCOUNT, region: REGION };
  return s3Source(client, { sourceId: `s3:${bucket}`, ...place, backfillDays: 2 });
}

export function keyAt(atMs: number, suffix = '0123456789abcdef'): string {
  return `${FOLDER}${hourFolder(atMs)}${nameStamp(atMs)}_${suffix}.json.gz`;
}

export function put(rig: Rig, key: string, content: Uint8Array | string, lastModifiedMs = 0): void {
  rig.world.putObject({ bucket: 'logs', key, content, lastModifiedMs });
}

export function lines(...texts: readonly string[]): Buffer {
  return gzipSync(texts.map((text) => `${text}\n`).join(''));
}

/** Names of all failures that were told. */
export function failureCodes(reader: ReturnType<typeof createReader>): readonly string[] {
  return reader.batches.flatMap((batch) => batch.failures.map((failure) => failure.code));
}
