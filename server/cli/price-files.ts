/** Reads the user's price file, and says where it is wrong. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { placeOf } from '../config/yaml-place.ts';
import { bundledPriceBook } from '../price/bundled-book.ts';
import { parsePriceFile, type PriceFile } from '../price/price-file.ts';
import { UsageError } from './root.ts';

/** A file that is no price file at all would give thousands. */
const PROBLEMS_MAX = 50;

/** A price file with a short text that changes when its content does. */
export interface ReadPriceFile {
  readonly file: PriceFile;
  readonly version: string;
}

/** @throws UsageError with line and column of all that is wrong. */
export function readPriceFile(path: string): ReadPriceFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    const hint = 'Name a YAML file with `prices:` in the config or with --prices.';
    throw new UsageError(`Cannot read the price file ${path}.`, hint);
  }
  const file = parsePriceText(text, path);
  return { file, version: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

/** Checks a price file's text; `name` stands in messages. @throws UsageError */
export function parsePriceText(text: string, name: string): PriceFile {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const broken = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return `${name}:${line}:${col} ${error.message}`;
  });
  if (broken.length > 0) throw wrongFile(broken);
  const parsed = parsePriceFile(plainValue(document, name), bundledPriceBook());
  if (parsed.ok) return parsed.value;
  throw wrongFile(
    parsed.problem.map(({ path, message }) => {
      const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
      const { line, column } = placeOf(document, lines, keys);
      return `${name}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
    }),
  );
}

/** An alias that names nothing, or repeats too much, shows only here. */
function plainValue(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw wrongFile([`${name}:0:0 an alias (*name) names no anchor (&name) before it`]);
  }
}

function wrongFile(problems: readonly string[]): UsageError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const shown = problems.slice(0, PROBLEMS_MAX).join('\n  ');
  return new UsageError(`The price file has ${count}.`, shown);
}
