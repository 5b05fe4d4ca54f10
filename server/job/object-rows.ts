/** An object -> rows of its records, all of them or none, in memory that its size does not set. */
import { objectLines, recordsOfLine, type LineWindow } from '../source/line-windows.ts';
import type { ObjectToRead } from '../source/source.ts';
import { RecordReader, type ReadingContext, type RowPart } from './record-reader.ts';

/** A part of this size is one transaction of the store. */
const PART_RECORDS_MAX = 20_000;
/** Parts that are held until the object is known to be whole: some 30 MB. */
const HELD_PARTS_MAX = 10;

/**
 * Reads an object.
 *
 * Rows are held back until the last byte has been seen; of an object with more than fit, they are
 * made again in a second pass, when it is known to be whole.
 *
 * @throws ObjectProblem before the first part.
 */
export async function* objectRows(
  object: ObjectToRead,
  context: ReadingContext,
): AsyncGenerator<RowPart> {
  const held: RowPart[] = [];
  const reader = new RecordReader(context);
  for await (const window of objectLines(object)) {
    if (held.length > HELD_PARTS_MAX) continue; // Only to see the end.
    addWindow(reader, window, object);
    if (reader.count >= PART_RECORDS_MAX) held.push(reader.take());
  }
  if (held.length > HELD_PARTS_MAX) return yield* partsOfWhole(object, context);
  yield* held;
  if (reader.count > 0) yield reader.take();
}

async function* partsOfWhole(
  object: ObjectToRead,
  context: ReadingContext,
): AsyncGenerator<RowPart> {
  const reader = new RecordReader(context);
  for await (const window of objectLines(object)) {
    addWindow(reader, window, object);
    if (reader.count >= PART_RECORDS_MAX) yield reader.take();
  }
  if (reader.count > 0) yield reader.take();
}

function addWindow(reader: RecordReader, window: LineWindow, object: ObjectToRead): void {
  reader.hold(window.bytes, (window.ends.at(-1) ?? -1) + 1);
  for (let index = 0; index < window.starts.length; index += 1) {
    const [start = 0, end = 0] = [window.starts[index], window.ends[index]];
    if (reader.addCommon({ start, end })) continue;
    for (const record of recordsOfLine(window, index, object)) reader.add(record);
  }
}
