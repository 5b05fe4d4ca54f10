/** Where `outcrop prices refresh` reads from: downloaded files, AWS's files or its query API. */
import { z } from 'zod';
import type { Result } from '../../shared/result.ts';
import { parseTime } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import {
  parseOfferFile,
  parsePriceListEntries,
  type PriceListFile,
} from '../price/price-list-shape.ts';
import { queryPriceLists } from '../source/price-list-api.ts';
import { downloadPriceLists, PRICE_LIST_URL } from '../source/price-list-files.ts';
import { readJsonFile } from './price-list-file.ts';
import { createProgress, type Progress } from './progress.ts';
import { UsageError, type Root } from './root.ts';

export interface ListOptions {
  readonly file?: readonly string[];
  readonly api?: boolean;
  readonly region?: readonly string[];
  readonly since?: string;
}

export interface List {
  readonly file: PriceListFile;
  /** When this version came into force, epoch ms; null for the current one. */
  readonly beginsAtMs: number | null;
}

/** @throws UsageError for a file that is no price list; SourceError for what AWS did not answer. */
export async function* readPriceLists(
  options: ListOptions,
  config: Config,
  root: Root,
): AsyncGenerator<List> {
  if (options.file) {
    for (const path of options.file) yield { file: fileOf(path), beginsAtMs: null };
    return;
  }
  const progress = createProgress('Reading', process.stderr.isTTY, root.writeError);
  try {
    yield* options.api ? queried(options, config, progress) : downloaded(options, config, progress);
  } finally {
    progress.end();
  }
}

async function* queried(
  options: ListOptions,
  config: Config,
  progress: Progress,
): AsyncGenerator<List> {
  const query = { endpoint: config.priceListUrl, regions: options.region ?? null };
  for await (const { offer, values, done, total } of queryPriceLists(query)) {
    progress.show(done, total, `${offer}, ${values.length} products`);
    const file = sound(parsePriceListEntries(values), `The answer for ${offer}`);
    yield { file: { ...file, offer }, beginsAtMs: null };
  }
}

async function* downloaded(
  options: ListOptions,
  config: Config,
  progress: Progress,
): AsyncGenerator<List> {
  const plan = {
    baseUrl: config.priceListUrl ?? PRICE_LIST_URL,
    regions: options.region ?? null,
    sinceMs: options.since === undefined ? null : sinceOf(options.since),
  };
  for await (const { offer, value, beginsAtMs, done, total } of downloadPriceLists(plan)) {
    progress.show(done, total, offer);
    const file = sound(parseOfferFile(value), `The file of ${offer}`);
    yield { file: { ...file, offer }, beginsAtMs };
  }
}

function sinceOf(text: string): number {
  const time = parseTime(text, 0, 'UTC');
  if (time.ok && !text.startsWith('now')) return time.value;
  throw new UsageError(`--since ${text} is no date.`, 'Write a date such as 2026-01-01.');
}

/** What `aws pricing get-products` prints. */
const Printed = z.looseObject({ PriceList: z.array(z.union([z.string(), z.looseObject({})])) });

function fileOf(path: string): PriceListFile {
  const value = readJsonFile(path);
  const printed = Printed.safeParse(value);
  const read = printed.success
    ? parsePriceListEntries(printed.data.PriceList.map((entry) => entryOf(entry, path)))
    : parseOfferFile(value);
  return sound(read, path);
}

function entryOf(entry: unknown, path: string): unknown {
  if (typeof entry !== 'string') return entry;
  try {
    return JSON.parse(entry) as unknown;
  } catch {
    throw new UsageError(`${path} holds an entry that is no JSON.`, NO_LIST);
  }
}

const NO_LIST = 'Name an offer file of AWS, or a file with what `aws pricing get-products` prints.';

function sound(read: Result<PriceListFile, string>, what: string): PriceListFile {
  if (read.ok) return read.value;
  throw new UsageError(`${what} is no AWS price list: ${read.problem}.`, NO_LIST);
}
