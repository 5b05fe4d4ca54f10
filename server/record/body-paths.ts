/** Where bodies lie that were too large for their record: beside the log objects, in S3. */
import type { BodyPaths } from './invocation.ts';
import { at } from './json.ts';

const PATH_CHARS_MAX = 2048;

/** @returns null for a record that names none. Never throws. */
export function readBodyPaths(record: unknown): BodyPaths | null {
  const input = pathAt(at(record, 'input'), 'inputBody');
  const output = pathAt(at(record, 'output'), 'outputBody');
  return input === null && output === null ? null : { input, output };
}

function pathAt(holder: unknown, name: 'inputBody' | 'outputBody'): string | null {
  const path = at(holder, `${name}S3Path`);
  if (typeof path !== 'string' || path.length > PATH_CHARS_MAX) return null;
  const isHeld = at(holder, `${name}Json`) !== undefined;
  return isHeld || !path.startsWith('s3://') ? null : path;
}
