/** Which files of a cost export are its newest whole version, month by month. */
import { createHash } from 'node:crypto';
import { SourceError } from './source.ts';

export interface BillObject {
  /** With `/` between folders. */
  readonly key: string;
  /** Changes with what it holds. */
  readonly etag: string;
  readonly size: number;
  readonly writtenAtMs: number;
}

/** One month of an export: all files of one version of it. */
export interface BillAssembly {
  /** `2026-11`; '' for files that name no month. */
  readonly period: string;
  readonly version: string;
  readonly files: readonly BillObject[];
}

export interface BillChoice {
  readonly assemblies: readonly BillAssembly[];
  /** Months whose manifest names files that are not there: they are being written. */
  readonly unfinished: readonly string[];
}

const DATA_FILE = /\.(csv|csv\.gz|parquet)$/i;
const MANIFEST = /manifest\.json$/i;
/** So many months back a bill is read; AWS rarely changes one that is closed. */
const MONTHS_MAX = 14;

/** Tells manifests from data; each month has one in a place of its own, or one in each version. */
export function isManifest({ key }: Pick<BillObject, 'key'>): boolean {
  return MANIFEST.test(key);
}

interface Month {
  readonly name: string;
  readonly period: string;
  readonly data: BillObject[];
  readonly manifests: BillObject[];
}

/**
 * Chooses the files to read.
 *
 * An export that overwrites has one version of a month, one that keeps versions a folder for each.
 * The newest manifest names the files of its version; without one it is the newest folder.
 *
 * @param manifestText reads a manifest.
 * @returns the last months, the oldest first.
 * @throws SourceError when two exports hold the same month: they would count twice.
 */
export async function chooseAssemblies(
  objects: readonly BillObject[],
  manifestText: (object: BillObject) => Promise<string>,
): Promise<BillChoice> {
  const assemblies: BillAssembly[] = [];
  const unfinished: string[] = [];
  for (const month of monthsOf(objects)) {
    const newest = month.manifests.toSorted(byTime).at(-1);
    const files = newest
      ? namedFiles(month.data, await manifestText(newest))
      : newestVersion(month);
    if (files === null) unfinished.push(month.period);
    else if (files.length > 0) assemblies.push({ ...month, files, version: versionOf(files) });
  }
  return {
    assemblies: assemblies.map(({ period, version, files }) => ({ period, version, files })),
    unfinished,
  };
}

function monthsOf(objects: readonly BillObject[]): readonly Month[] {
  const months = new Map<string, Month>();
  for (const object of objects) {
    const isData = DATA_FILE.test(object.key);
    if (!isData && !isManifest(object)) continue;
    const { name, period } = placeOf(object.key);
    const month = months.get(period) ?? { name, period, data: [], manifests: [] };
    if (month.name !== name) throw twoExports(month.name, name, period);
    (isData ? month.data : month.manifests).push(object);
    months.set(period, month);
  }
  const sorted = [...months.values()].sort((a, b) => (a.period < b.period ? -1 : 1));
  return sorted.filter(({ data }) => data.length > 0).slice(-MONTHS_MAX);
}

const PERIOD = /(^|\/)(?:BILLING_PERIOD=(\d{4}-\d{2})|(\d{4})(\d{2})\d{2}-\d{8})(?=\/)/i;

/** The export and the month that a key belongs to; both '' where its folders tell none. */
function placeOf(key: string): { readonly name: string; readonly period: string } {
  const found = PERIOD.exec(key);
  if (!found) return { name: '', period: '' };
  const [, , period, year, month] = found;
  const before = key.slice(0, found.index);
  return {
    name: before.replace(/(^|\/)(data|metadata)$/, ''),
    period: period ?? `${year}-${month}`,
  };
}

function twoExports(one: string, other: string, period: string): SourceError {
  const message = `Both ${one} and ${other} hold the bill of ${period}.`;
  const hint = 'Name the folder of one export, or its prefix: two would count twice.';
  return new SourceError('badAnswer', message, { retryable: false, hint });
}

/** Whatever a manifest calls them, data files are the texts in it that end like one. */
function namedFiles(data: readonly BillObject[], text: string): readonly BillObject[] | null {
  const named = textsIn(parsed(text)).filter((one) => DATA_FILE.test(one));
  const found = named.map((name) => {
    // A manifest names whole URLs or keys; a copy on disk may begin further down.
    return data.find(({ key }) => name === key || name.endsWith(`/${key}`) || key.endsWith(name));
  });
  const files = found.flatMap((one) => one ?? []);
  return files.length === named.length && named.length > 0 ? [...new Set(files)] : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Cut while it was being written: the next pass reads it again.
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Folders of versions: a time, or an id, or both. */
const VERSION_FOLDER = /(^|\/)(\d{8}T|\d{4}-\d{2}-\d{2}T|[0-9a-f]{8}-[0-9a-f]{4}-)[^/]*\/$/i;

/** Without a manifest; files in folders of somebody's own naming belong together. */
function newestVersion({ period, data }: Month): readonly BillObject[] {
  const newest = data.toSorted(byTime).at(-1);
  const folder = newest ? folderOf(newest.key) : '';
  const isVersion = period !== '' || VERSION_FOLDER.test(folder);
  return isVersion ? data.filter(({ key }) => folderOf(key) === folder) : data;
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** Names of versions begin with their time, which settles what the clock does not. */
function byTime(a: BillObject, b: BillObject): number {
  return a.writtenAtMs - b.writtenAtMs || (a.key < b.key ? -1 : 1);
}

function versionOf(files: readonly BillObject[]): string {
  const texts = files.map(({ key, etag, size }) => JSON.stringify([key, etag, size])).sort();
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);
}
