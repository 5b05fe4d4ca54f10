/** An object's records, all of them or none: what a broken object holds is never passed on. */
import { RecordBuffer } from './batching.ts';
import { splitJsonValues } from './json-values.ts';
import { readLines, type ObjectBytes } from './object-lines.ts';
import type { RawRecord } from './source.ts';

export interface RecordPlace {
  /** Names the object in origins. */
  readonly origin: string;
  readonly sourceAtMs: number | null;
}

/**
 * Reads newline-delimited records.
 *
 * A small object is read once. A large one is read twice, first only to see that it is whole, so
 * that memory holds one batch and still no record of a broken object gets out.
 *
 * @returns groups of records, each of at most a batch; none for an empty object.
 * @throws ObjectProblem before the first group.
 */
export async function* readRecords(
  object: ObjectBytes,
  place: RecordPlace,
): AsyncGenerator<readonly RawRecord[]> {
  const buffer = new RecordBuffer();
  let isSmall = true;
  for await (const records of recordsIn(object, place)) {
    if (buffer.isFull) isSmall = false;
    else records.forEach((record) => buffer.add(record));
  }
  if (isSmall && !buffer.isEmpty) yield buffer.take();
  if (isSmall) return;
  buffer.take();
  for await (const records of recordsIn(object, place)) {
    records.forEach((record) => buffer.add(record));
    if (buffer.isFull) yield buffer.take();
  }
  if (!buffer.isEmpty) yield buffer.take();
}

/** One record a line; a line may also hold several records without space between them. */
export async function* recordsIn(
  object: ObjectBytes,
  { origin, sourceAtMs }: RecordPlace,
): AsyncGenerator<readonly RawRecord[]> {
  let lineNumber = 0;
  for await (const lines of readLines(object)) {
    const records: RawRecord[] = [];
    for (const line of lines) {
      lineNumber += 1;
      for (const text of textsOfLine(line)) {
        records.push({ text, sourceAtMs, origin: `${origin}#${lineNumber}` });
      }
    }
    yield records;
  }
}

/** Texts of the records in a line; [] for a blank one. */
export function textsOfLine(line: string): readonly string[] {
  if (line.trim() === '') return [];
  return line.includes('}{') ? splitJsonValues(line) : [line];
}
