/** Reads objects where they are asked for, as texts: what a source does without another reader. */
import { readFileRecords } from './file-records.ts';
import { objectBytes } from './object-bytes.ts';
import { readRecords } from './object-records.ts';
import type { ObjectToRead, ReadPart } from './source.ts';

/** Records of an object of lines. */
export async function* readInPlace(object: ObjectToRead): AsyncGenerator<ReadPart> {
  for await (const records of readRecords(objectBytes(object), object)) {
    yield { count: records.length, records };
  }
}

/** Records of a file, which may have other forms as well. */
export async function* readFileInPlace(object: ObjectToRead): AsyncGenerator<ReadPart> {
  for await (const records of readFileRecords(objectBytes(object), object.origin)) {
    yield { count: records.length, records };
  }
}
