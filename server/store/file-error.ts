/** Failures of the disk, where a file is read or written without SQLite, in words of the store. */
import type { StoreErrorCode } from './store-errors.ts';
import { StoreError } from './store.ts';

interface Told {
  readonly code: StoreErrorCode;
  readonly what: string;
  readonly hint: string;
}

const NO_FOLDER: Told = {
  code: 'cannotOpen',
  what: 'is in no folder',
  hint: 'Make the folder first, or name another one.',
};
const NO_RIGHT: Told = {
  code: 'readOnly',
  what: 'cannot be read or written by this user',
  hint: 'Give this user the right to the file and its folder, or name another one.',
};
const NO_ROOM: Told = {
  code: 'full',
  what: 'has no room on its disk',
  hint: 'Free some, or name a folder on a larger disk. Nothing was changed.',
};

/** By the name that the system gives a failure. */
const TOLD: ReadonlyMap<unknown, Told> = new Map([
  ['ENOENT', NO_FOLDER],
  ['ENOTDIR', NO_FOLDER],
  ['EACCES', NO_RIGHT],
  ['EPERM', NO_RIGHT],
  ['EROFS', NO_RIGHT],
  ['ENOSPC', NO_ROOM],
  ['EDQUOT', NO_ROOM],
  [
    'EIO',
    {
      code: 'io',
      what: 'lies on a disk that does not read or write as it should',
      hint: 'Look at the log of the system for this disk.',
    },
  ],
]);

/** An error that is none of a file comes back as it is. */
export function toFileError(error: unknown, file: string): unknown {
  const told = TOLD.get(error instanceof Error && 'code' in error ? error.code : undefined);
  if (!told) return error;
  return new StoreError(told.code, `${file} ${told.what}.`, told.hint, error);
}
