/** Reads the bill of AWS: each month anew when a file of it has changed, and then as a whole. */
import { readFile } from 'node:fs/promises';
import { DAY_MS } from '../../shared/window.ts';
import { billedToOf } from '../query/billed-to.ts';
import { BILL_KIND } from '../query/status.ts';
import { chooseAssemblies, type BillAssembly, type BillObject } from '../source/bill-assembly.ts';
import type { BillPlace } from '../source/bill-place.ts';
import { SourceError } from '../source/source.ts';
import type { Store } from '../store/store.ts';
import { BillError, BillReading } from './bill-rows.ts';
import { keepError } from './source-failure.ts';

export interface BillParts {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** The pass, whose failures are kept with the source. */
export function billPass(place: BillPlace, parts: BillParts): () => Promise<void> {
  return () => keepError(place.id, BILL_KIND, parts, () => readBill(place, parts));
}

/**
 * One pass.
 *
 * A month takes the place of what was read of it before in one transaction. One that is being
 * written waits for the next pass, with what was read before still there.
 *
 * @throws SourceError, StoreError; months read before it are kept.
 */
export async function readBill(place: BillPlace, parts: BillParts): Promise<void> {
  const { store, signal, log } = parts;
  store.bills.keepOnly(place.id);
  const objects = await place.list(signal);
  const text = (object: BillObject): Promise<string> => manifestText(place, object, signal);
  const { assemblies, unfinished } = await chooseAssemblies(objects, text);
  if (assemblies.length === 0 && unfinished.length === 0) throw noBill(place);
  const known = new Map(store.bills.periods().map(({ period, version }) => [period, version]));
  const changed = assemblies.filter(({ period, version }) => known.get(period) !== version);
  const total = changed.reduce((files, one) => files + one.files.length, 0);
  let done = 0;
  for (const assembly of changed) {
    await readMonth(place, assembly, parts, () => {
      note(place, parts, { done, total });
      done += 1;
    });
  }
  if (unfinished.length > 0) log('bill being written', { months: unfinished });
  note(place, parts, { done: 1, total: 1 });
}

async function readMonth(
  place: BillPlace,
  { period, version, files }: BillAssembly,
  { store, nowMs, signal, log }: BillParts,
  onFile: () => void,
): Promise<void> {
  const reading = new BillReading();
  for (const object of files) {
    onFile();
    const content = await place.read(object, signal);
    await billErrors(object.key, () => reading.add({ name: object.key, content }));
  }
  const { rows, lastDay, sums, left } = reading;
  const month = { sourceId: place.id, period, version, lastDay, rows, readAtMs: nowMs() };
  store.bills.replace(month, sums.lines);
  const unread = sums.lines.filter(({ isRead }) => !isRead).length;
  log('bill read', { period, rows, lines: reading.read, unread, left: Object.fromEntries(left) });
}

/** A broken file is told by its name; what a library says of it might quote the file. */
async function billErrors(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof BillError ? error.message : `${name} cannot be read.`;
    const hint = 'Export CUR 2.0 or FOCUS, as Parquet or CSV; see docs/reports.md.';
    throw new SourceError('badAnswer', message, { retryable: true, hint, cause: error });
  }
}

async function manifestText(
  place: BillPlace,
  object: BillObject,
  signal: AbortSignal,
): Promise<string> {
  const content = await place.read(object, signal);
  if ('file' in content) return readFile(content.file, 'utf8');
  return Buffer.from(content.bytes).toString('utf8');
}

function noBill(place: BillPlace): SourceError {
  const hint = 'Check `bill:` in the config; a new export takes a day to bring its first files.';
  return new SourceError('notFound', `There is no cost export at ${place.id.slice(5)}.`, {
    retryable: true,
    hint,
  });
}

function note(
  place: BillPlace,
  { store, nowMs }: BillParts,
  progress: { readonly done: number; readonly total: number },
): void {
  const billedTo = billedToOf(store.bills.periods());
  const completeToMs = billedTo === null ? null : Date.parse(`${billedTo}T00:00:00Z`) + DAY_MS;
  store.saveSourceProgress({
    sourceId: place.id,
    kind: BILL_KIND,
    cursor: null,
    completeToMs,
    progress: { ...progress, completeToMs },
    nowMs: nowMs(),
  });
}
