/** `outcrop report check-focus`: does a FOCUS file keep the rules of the specification? */
import type { Command } from 'commander';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { checkFocus, type FocusVerdict } from '../report/focus/focus-check.ts';
import { FOCUS_VERSIONS } from '../report/focus/focus-columns.ts';
import { readCsv } from '../report/read-csv.ts';
import { readParquet } from '../report/read-parquet.ts';
import type { Cell } from '../report/table.ts';
import { EXIT } from './exit.ts';
import { UsageError, type Root } from './root.ts';

interface CheckOptions {
  readonly focusVersion: string;
  readonly json?: boolean;
}

const NOTES = `
  outcrop report check-focus ./out/focus-1.4-2026-11.csv
  outcrop report check-focus ./out/focus-1.2-2026-11.parquet --focus-version 1.2`;

export function addReportCheck(report: Command, root: Root): void {
  report
    .command('check-focus')
    .description('Check a FOCUS file, CSV or Parquet, against the rules of the specification.')
    .argument('<file>', 'CSV or Parquet file')
    .option('--focus-version <version>', FOCUS_VERSIONS.join(' or '), FOCUS_VERSIONS[0])
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (file: string, options: CheckOptions) => {
      const verdict = await checkFile(file, options.focusVersion);
      root.writeOut(options.json ? `${JSON.stringify(verdict)}\n` : verdictText(verdict));
      if (verdict.faults.length > 0) root.endWith(EXIT.failed);
    });
}

async function checkFile(path: string, versionText: string): Promise<FocusVerdict> {
  const version = FOCUS_VERSIONS.find((one) => one === versionText);
  if (version === undefined) {
    throw new UsageError(
      `FOCUS ${versionText} is not known.`,
      `Use ${FOCUS_VERSIONS.join(' or ')}.`,
    );
  }
  if (!existsSync(path)) {
    throw new UsageError(`There is no file ${path}.`, 'Write one with `outcrop report export`.');
  }
  if (!path.endsWith('.parquet')) {
    const rows = readCsv(textOf(path));
    const header = rows.next();
    const columns = header.done ? [] : header.value.map((cell) => cell ?? '');
    return checkFocus(columns, rows, version);
  }
  const { columns, rows } = readParquet(new Uint8Array(readFileSync(path)).buffer);
  const all: (readonly Cell[])[] = [];
  for await (const row of rows) all.push(row);
  return checkFocus(columns, all, version);
}

const PIECE_BYTES = 1 << 20;

/** A file's text, piece by piece. */
function* textOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (;;) {
      const count = readSync(file, buffer, 0, PIECE_BYTES, null);
      if (count === 0) break;
      yield decoder.write(buffer.subarray(0, count));
    }
    yield decoder.end();
  } finally {
    closeSync(file);
  }
}

function verdictText({ rows, faults }: FocusVerdict): string {
  if (faults.length === 0) return `${rows} rows keep every rule.\n`;
  const lines = faults.map(({ rule, row, rows: count, message }) => {
    const where = row === null ? '' : `; ${count} rows, the first is ${row}`;
    return `${rule}: ${message}${where}\n`;
  });
  return `${rows} rows break ${faults.length} rules.\n${lines.join('')}`;
}
