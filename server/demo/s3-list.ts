/** ListObjectsV2 on the local endpoint: prefix, delimiter, start-after and continuation tokens. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
} from './aws-call.ts';
import type { StoredObject } from './aws-world.ts';
import { readToken, writeToken } from './page-token.ts';
import { xmlDocument, type XmlNode } from './xml.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const KEYS_MAX = 1000;
/** Sorts behind every key: U+10FFFF is the last character of UTF-8. */
const LAST_CHARACTER = '\u{10ffff}';

type Entry =
  | { readonly kind: 'object'; readonly object: StoredObject }
  | { readonly kind: 'folder'; readonly prefix: string };

interface ListPage {
  readonly entries: readonly Entry[];
  /** The key or folder to go on behind; null on the last page. */
  readonly resumeAfter: string | null;
}

/** Answers one page. @throws AwsFailure when the continuation token is no good. */
export function listObjects(call: AwsCall, context: AwsContext, bucket: string): AwsReply {
  const { query } = call;
  const maxKeys = query.has('max-keys') ? Number(query.get('max-keys')) : null;
  const itemsMax = pageItemsOf(call, context, { asked: maxKeys, most: KEYS_MAX });
  const prefix = query.get('prefix') ?? '';
  const afterKey = afterKeyOf(call, context);
  const page = context.faults.take('emptyPage', call)
    ? { entries: [], resumeAfter: afterKey }
    : takePage(context, { bucket, prefix, afterKey, itemsMax, delimiter: query.get('delimiter') });
  const repeats = page.resumeAfter !== null && context.faults.take('repeatedToken', call) !== null;
  const resumeAfter = repeats ? afterKey : page.resumeAfter;
  return pageReply(call, context, { bucket, prefix, entries: page.entries, resumeAfter });
}

function afterKeyOf({ query, ...call }: AwsCall, { faults, nowMs }: AwsContext): string {
  const token = query.get('continuation-token');
  if (token === null) return query.get('start-after') ?? '';
  const expired = faults.take('expiredToken', { ...call });
  const after = expired ? undefined : readToken(token, nowMs, faults.plan.tokenLifeMs)?.[0];
  if (after !== undefined) return after;
  throw new AwsFailure('InvalidArgument', 400, 'The continuation token provided is incorrect');
}

interface ListQuestion {
  readonly bucket: string;
  readonly prefix: string;
  readonly afterKey: string;
  readonly itemsMax: number;
  readonly delimiter: string | null;
}

function takePage({ world, nowMs }: AwsContext, question: ListQuestion): ListPage {
  const entries: Entry[] = [];
  let { afterKey } = question;
  // Behind a folder the search starts anew past all its keys, so that nothing is read in vain.
  for (;;) {
    const step = takeUntilFolder({ world, nowMs }, { ...question, afterKey }, entries);
    if (step === 'end') return { entries, resumeAfter: null };
    if (step === 'full') return { entries, resumeAfter: lastOf(entries) };
    afterKey = step.folder + LAST_CHARACTER;
  }
}

function takeUntilFolder(
  { world, nowMs }: Pick<AwsContext, 'world' | 'nowMs'>,
  question: ListQuestion,
  entries: Entry[],
): 'end' | 'full' | { readonly folder: string } {
  const { bucket, prefix, afterKey, itemsMax, delimiter } = question;
  for (const object of world.objects({ bucket, prefix, afterKey, nowMs })) {
    if (entries.length >= itemsMax) return 'full';
    const folder = folderOf(object.key, prefix, delimiter);
    entries.push(folder === null ? { kind: 'object', object } : { kind: 'folder', prefix: folder });
    if (folder !== null) return { folder };
  }
  return 'end';
}

function folderOf(key: string, prefix: string, delimiter: string | null): string | null {
  if (!delimiter) return null;
  const index = key.indexOf(delimiter, prefix.length);
  return index < 0 ? null : key.slice(0, index + delimiter.length);
}

function lastOf(entries: readonly Entry[]): string {
  const last = entries.at(-1);
  if (!last) return '';
  return last.kind === 'object' ? last.object.key : last.prefix + LAST_CHARACTER;
}

interface ReplyParts extends ListPage {
  readonly bucket: string;
  readonly prefix: string;
}

function pageReply(
  { query }: AwsCall,
  { nowMs }: AwsContext,
  { bucket, prefix, entries, resumeAfter }: ReplyParts,
): AwsReply {
  const encode = query.get('encoding-type') === 'url' ? encodeKey : (text: string) => text;
  const token: XmlNode[] =
    resumeAfter === null ? [] : [['NextContinuationToken', writeToken([resumeAfter], nowMs)]];
  const encoding: XmlNode[] = query.has('encoding-type') ? [['EncodingType', 'url']] : [];
  const body = xmlDocument('ListBucketResult', NAMESPACE, [
    ['Name', bucket],
    ['Prefix', encode(prefix)],
    ['MaxKeys', query.get('max-keys') ?? KEYS_MAX],
    ['KeyCount', entries.length],
    ['IsTruncated', resumeAfter !== null],
    ...encoding,
    ...token,
    ...entries.map((entry) => entryNode(entry, encode)),
  ]);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function entryNode(entry: Entry, encode: (text: string) => string): XmlNode {
  if (entry.kind === 'folder') return ['CommonPrefixes', [['Prefix', encode(entry.prefix)]]];
  const { key, etag, sizeBytes, lastModifiedMs } = entry.object;
  return [
    'Contents',
    [
      ['Key', encode(key)],
      ['LastModified', new Date(lastModifiedMs).toISOString()],
      ['ETag', `"${etag}"`],
      ['Size', sizeBytes],
      ['StorageClass', 'STANDARD'],
    ],
  ];
}

/** As S3 encodes: percent signs by UTF-8 bytes, a space as plus, slashes left as they are. */
function encodeKey(key: string): string {
  return encodeURIComponent(key).replace(/%2F/g, '/').replace(/%20/g, '+');
}
