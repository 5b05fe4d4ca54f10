/** Records of one file, in whichever form it has: a record a line, or one JSON text over many. */
import { isJson, splitJsonValues } from './json-values.ts';
import { inflatedChunks, readLines, type ObjectBytes } from './object-lines.ts';
import { readRecords } from './object-records.ts';
import type { RawRecord } from './source.ts';

/** A JSON text over many lines is held in memory as a whole, up to here. */
const WHOLE_BYTES_MAX = 64 * 1024 ** 2;

/**
 * Groups of records of a file.
 *
 * @throws ObjectProblem before the first group; errors of the disk as Node gives them.
 */
export async function* readFileRecords(
  bytes: ObjectBytes,
  file: string,
): AsyncGenerator<readonly RawRecord[]> {
  const place = { origin: file, sourceAtMs: null };
  const firstLine = await firstLineOf(bytes);
  if (firstLine === null) return;
  const texts = isJson(firstLine) ? null : await wholeTexts(bytes);
  if (texts !== null) {
    yield texts.map((text, index) => ({ ...place, text, origin: `${file}#${index + 1}` }));
    return;
  }
  for await (const records of readRecords(bytes, place)) yield records.map(unwrapped);
}

async function firstLineOf(bytes: ObjectBytes): Promise<string | null> {
  for await (const lines of readLines(bytes)) {
    const line = lines.find((text) => text.trim() !== '');
    if (line !== undefined) return withoutMark(line);
  }
  return null;
}

/** The JSON values of a file that is no list of lines; null when it is none of the two. */
export async function wholeTexts(bytes: ObjectBytes): Promise<readonly string[] | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of inflatedChunks(bytes)) {
    length += chunk.length;
    if (length > WHOLE_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  const text = withoutMark(Buffer.concat(chunks).toString('utf8'));
  if (isJson(text)) return [text];
  const values = splitJsonValues(text);
  return values.length > 1 && values.every(isJson) ? values : null;
}

/** Some programs of Windows put this mark before a text. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Collections of examples wrap each record with notes: `{"key": ..., "record": {...}}`. */
export function unwrapped(record: RawRecord): RawRecord {
  const text = withoutMark(record.text);
  // Inside a prompt the quotes would be escaped, so few lines are parsed twice.
  const inner = text.includes('"record"') ? recordIn(text) : null;
  return inner === null && text === record.text ? record : { ...record, text: inner ?? text };
}

function recordIn(text: string): string | null {
  if (!isJson(text)) return null;
  const json: unknown = JSON.parse(text);
  if (typeof json !== 'object' || json === null || 'modelId' in json) return null;
  if (!('record' in json) || typeof json.record !== 'object' || json.record === null) return null;
  return JSON.stringify(json.record);
}
