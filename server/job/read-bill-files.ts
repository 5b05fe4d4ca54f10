/** Reads the Bedrock lines of a bill out of files and folders that are named by hand. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BilledUsage, BillProblem } from '../price/bill-line.ts';
import { chooseAssemblies } from '../source/bill-assembly.ts';
import { billFolder } from '../source/bill-place.ts';
import { BillError, BillReading, type BillFile } from './bill-rows.ts';

export interface Bill {
  /** Summed by day, place and kind. */
  readonly lines: readonly BilledUsage[];
  readonly files: number;
  readonly rows: number;
  /** Rows of Bedrock's. */
  readonly read: number;
  /** Rows that are no line of Bedrock's, by reason. */
  readonly left: ReadonlyMap<BillProblem, number>;
  readonly lastDay: string | null;
}

/**
 * Reads files, and of folders the newest version of each month.
 *
 * @param onFile told before each file, with its number and how many there are.
 * @throws BillError for a path that is not there, and a file that is no such export; SourceError.
 */
export async function readBillFiles(
  paths: readonly string[],
  onFile: (done: number, total: number) => void,
): Promise<Bill> {
  const files: BillFile[] = [];
  for (const path of paths) files.push(...(await filesOf(path)));
  if (files.length === 0) throw new BillError(`There is no bill in ${paths.join(', ')}.`);
  const reading = new BillReading();
  for (const [index, file] of files.entries()) {
    onFile(index, files.length);
    await reading.add(file);
  }
  onFile(files.length, files.length);
  const { rows, read, left, lastDay, sums } = reading;
  return { lines: sums.lines, files: files.length, rows, read, left, lastDay };
}

async function filesOf(path: string): Promise<readonly BillFile[]> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new BillError(`There is no file or folder ${path}.`);
  if (!found.isDirectory()) return [{ name: basename(path), content: { file: path } }];
  const objects = await billFolder(path).list(new AbortController().signal);
  const text = ({ key }: { readonly key: string }): Promise<string> =>
    readFile(join(path, key), 'utf8');
  const { assemblies } = await chooseAssemblies(objects, text);
  return assemblies.flatMap(({ files }) =>
    files.map(({ key }) => ({ name: key, content: { file: join(path, key) } })),
  );
}
