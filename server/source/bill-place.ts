/** Where a bill export lies, a folder or a bucket: lists it and hands out its files. */
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { toDiskError, toSourceError } from './aws-error.ts';
import type { BillObject } from './bill-assembly.ts';
import type { AwsClients } from './clients.ts';
import { FetchProblem, fetchObject, listFolder } from './s3-objects.ts';
import type { AwsIdentity } from './settings.ts';
import { SourceError, type ObjectToRead } from './source.ts';

/** What the operator says about the bill: a folder, or a bucket and who may read it. */
export type BillSettings =
  | { readonly kind: 'directory'; readonly directory: string }
  | {
      readonly kind: 's3';
      readonly identity: AwsIdentity;
      readonly bucket: string;
      /** What keys begin with; '' for all of the bucket. */
      readonly prefix: string;
      readonly region: string;
    };

export interface BillPlace {
  /** Names it among the sources. */
  readonly id: string;
  list(signal: AbortSignal): Promise<readonly BillObject[]>;
  /** @throws SourceError, also when the file is no longer the one that was listed. */
  read(object: BillObject, signal: AbortSignal): Promise<ObjectToRead['content']>;
}

/** Nothing is read before it is asked for. */
export function billPlace(settings: BillSettings, clients: Pick<AwsClients, 's3'>): BillPlace {
  return settings.kind === 'directory'
    ? billFolder(settings.directory)
    : billBucket(settings, clients);
}

/** A folder on disk, such as one that an export is copied to. */
export function billFolder(directory: string): BillPlace {
  return {
    id: `bill:${directory}`,
    list: () => listDirectory(directory),
    read: ({ key }) => Promise.resolve({ file: join(directory, key) }),
  };
}

const OBJECTS_MAX = 100_000;

async function listDirectory(directory: string): Promise<readonly BillObject[]> {
  try {
    const names = (await readdir(directory, { recursive: true })).sort();
    const objects: BillObject[] = [];
    for (const name of names.slice(0, OBJECTS_MAX)) {
      const found = await stat(join(directory, name));
      if (!found.isFile()) continue;
      const { size, mtimeMs } = found;
      const key = name.split(sep).join('/');
      objects.push({ key, etag: String(mtimeMs), size, writtenAtMs: mtimeMs });
    }
    return objects;
  } catch (error) {
    throw toDiskError(error, `list ${directory}`);
  }
}

type BucketSettings = Extract<BillSettings, { readonly kind: 's3' }>;

function billBucket(settings: BucketSettings, clients: Pick<AwsClients, 's3'>): BillPlace {
  const { identity, bucket, prefix, region } = settings;
  const place = `s3://${bucket}/${prefix}`;
  const client = () => clients.s3(identity, region);
  return {
    id: `bill:${place}`,
    async list(signal) {
      const objects: BillObject[] = [];
      const question = { bucket, prefix, startAfter: null, isDeep: true };
      try {
        for await (const page of listFolder(client(), question, signal)) {
          objects.push(...page.objects);
          if (objects.length > OBJECTS_MAX) throw tooMany(place);
        }
      } catch (error) {
        throw toSourceError(error, `list ${place}`);
      }
      return objects;
    },
    async read(object, signal) {
      try {
        return { bytes: await fetchObject(client(), { bucket, object }, signal) };
      } catch (error) {
        throw readError(error, object.key);
      }
    },
  };
}

function tooMany(place: string): SourceError {
  const hint = 'Set bill.prefix to the folder of the export.';
  const message = `${place} holds more than ${OBJECTS_MAX} objects.`;
  return new SourceError('badAnswer', message, { retryable: false, hint });
}

/** An export is overwritten while it is read: the next pass finds what is there then. */
function readError(error: unknown, key: string): SourceError {
  if (!(error instanceof FetchProblem)) return toSourceError(error, `read ${key}`);
  const { hint, cause } = error;
  return new SourceError('badAnswer', `Could not read ${key}.`, { retryable: true, hint, cause });
}
