/** Downloads AWS's price lists as files: public, without credentials, one for each Region. */
import { z } from 'zod';
import { SourceError } from './source.ts';

export const PRICE_LIST_URL = 'https://pricing.us-east-1.amazonaws.com';

/** Where Bedrock's prices stand: its own, those of Marketplace models, and a third list. */
export const BEDROCK_OFFERS = [
  'AmazonBedrock',
  'AmazonBedrockFoundationModels',
  'AmazonBedrockService',
] as const;
export type BedrockOffer = (typeof BEDROCK_OFFERS)[number];

/** One downloaded file. */
export interface DownloadedList {
  readonly offer: BedrockOffer;
  /** Parsed JSON of the offer file. */
  readonly value: unknown;
  /** When this version came into force, epoch ms; null for the current one. */
  readonly beginsAtMs: number | null;
  readonly done: number;
  readonly total: number;
}

export interface DownloadPlan {
  /** Where the lists lie; another one for tests and mirrors. */
  readonly baseUrl: string;
  /** Regions to read; null for all. */
  readonly regions: readonly string[] | null;
  /** Reads each version that was in force since then, and not the current one only. */
  readonly sinceMs: number | null;
}

/** Larger than any list that was seen, and small enough to be parsed at once. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;
const FILES_MAX = 1_000;
const FILE_MS_MAX = 120_000;
const TRIES_MAX = 3;

const path = z.string().regex(/^\/offers\/[\w./-]+$/);
const RegionIndex = z.looseObject({
  regions: z.record(z.string(), z.looseObject({ regionCode: z.string(), currentVersionUrl: path })),
});
const VersionIndex = z.looseObject({
  versions: z.record(
    z.string(),
    z.looseObject({
      versionEffectiveBeginDate: z.iso.datetime({ offset: true }),
      versionEffectiveEndDate: z.union([z.literal(''), z.iso.datetime({ offset: true })]),
      offerVersionUrl: path,
    }),
  ),
});

interface ListFile {
  readonly offer: BedrockOffer;
  readonly path: string;
  readonly beginsAtMs: number | null;
}

/**
 * Downloads the lists one after another, older versions first.
 *
 * @throws SourceError `notFound` when there is no list at all; `unreachable`, `badAnswer`.
 */
export async function* downloadPriceLists(plan: DownloadPlan): AsyncGenerator<DownloadedList> {
  const files: ListFile[] = [];
  for (const offer of BEDROCK_OFFERS) files.push(...(await filesOf(offer, plan)));
  if (files.length === 0 || files.length > FILES_MAX) {
    throw new SourceError('notFound', `${files.length} price lists at ${plan.baseUrl}.`, {
      retryable: false,
      hint: 'Check priceListUrl in the config, and the Regions named.',
    });
  }
  for (const [index, { path: place, offer, beginsAtMs }] of files.entries()) {
    const value = await download(plan.baseUrl, place);
    yield { offer, value, beginsAtMs, done: index + 1, total: files.length };
  }
}

async function filesOf(offer: BedrockOffer, plan: DownloadPlan): Promise<readonly ListFile[]> {
  return plan.sinceMs === null
    ? currentFiles(offer, plan)
    : versionFiles(offer, plan.baseUrl, plan.sinceMs);
}

async function currentFiles(
  offer: BedrockOffer,
  { baseUrl, regions }: DownloadPlan,
): Promise<readonly ListFile[]> {
  const place = `/offers/v1.0/aws/${offer}/current/region_index.json`;
  const index = checked(RegionIndex, await downloadIfAny(baseUrl, place), place);
  const listed = Object.values(index?.regions ?? {});
  const wanted = listed.filter(({ regionCode }) => regions?.includes(regionCode) ?? true);
  return wanted
    .toSorted((a, b) => (a.regionCode < b.regionCode ? -1 : 1))
    .map(({ currentVersionUrl }) => ({ offer, path: currentVersionUrl, beginsAtMs: null }));
}

/** Older versions hold all Regions in one file. */
async function versionFiles(
  offer: BedrockOffer,
  baseUrl: string,
  sinceMs: number,
): Promise<readonly ListFile[]> {
  const place = `/offers/v1.0/aws/${offer}/index.json`;
  const index = checked(VersionIndex, await downloadIfAny(baseUrl, place), place);
  const versions = Object.values(index?.versions ?? {}).filter((version) => {
    const end = version.versionEffectiveEndDate;
    return end === '' || Date.parse(end) > sinceMs;
  });
  return versions
    .map(({ offerVersionUrl, versionEffectiveBeginDate }) => {
      return { offer, path: offerVersionUrl, beginsAtMs: Date.parse(versionEffectiveBeginDate) };
    })
    .toSorted((a, b) => a.beginsAtMs - b.beginsAtMs);
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown, place: string): Value | null {
  if (value === null) return null;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badAnswer(`${place} is no index: ${issue?.path.join('.')}: ${issue?.message}`);
}

function badAnswer(message: string): SourceError {
  const hint = 'Check priceListUrl in the config; report it if AWS itself answers so.';
  return new SourceError('badAnswer', message, { retryable: false, hint });
}

async function downloadIfAny(baseUrl: string, place: string): Promise<unknown> {
  try {
    return await download(baseUrl, place);
  } catch (error) {
    if (error instanceof SourceError && error.code === 'notFound') return null;
    throw error;
  }
}

/** @throws SourceError after as many tries as make sense. */
async function download(baseUrl: string, place: string): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await downloadOnce(new URL(place, baseUrl));
    } catch (error) {
      const failure = error instanceof SourceError ? error : unreachable(place, error);
      if (!failure.retryable || tries >= TRIES_MAX) throw failure;
    }
  }
}

function unreachable(place: string, error: unknown): SourceError {
  const detail = error instanceof Error ? error.message : String(error);
  return new SourceError('unreachable', `Could not download ${place}: ${detail}`, {
    retryable: true,
    hint: 'Check network, proxy and priceListUrl, or name downloaded files with --file.',
    cause: error,
  });
}

async function downloadOnce(url: URL): Promise<unknown> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(FILE_MS_MAX), redirect: 'error' });
  const announced = Number(reply.headers.get('content-length') ?? 0);
  if (!reply.ok || announced > FILE_BYTES_MAX) {
    await reply.body?.cancel();
    if (reply.ok) throw badAnswer(`${url.pathname} has ${announced} bytes.`);
    throw refused(url, reply.status);
  }
  const text = await readText(reply, url);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badAnswer(`${url.pathname} is no JSON.`);
  }
}

function refused({ pathname }: URL, status: number): SourceError {
  const isMissing = status === 403 || status === 404; // A bucket that may not be listed says 403.
  const code = isMissing ? 'notFound' : 'unreachable';
  return new SourceError(code, `${pathname} was answered with ${status}.`, {
    retryable: !isMissing,
    hint: 'Check priceListUrl in the config; it may also pass by itself.',
  });
}

async function readText(reply: Response, { pathname }: URL): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > FILE_BYTES_MAX) throw badAnswer(`${pathname} is longer than any price list.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
