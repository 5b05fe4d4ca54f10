/** Failures of SQLite in the words of the store, each with what the operator can do. */
import { STORE_ERRORS, type StoreErrorCode } from '../store-errors.ts';
import { StoreError } from '../store.ts';

interface Told {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** By what the name of SQLite's code begins with. */
const TOLD: readonly (readonly [begin: string, told: Told])[] = [
  [
    'SQLITE_FULL',
    {
      code: 'full',
      message: 'The disk is full, nothing of this batch was kept.',
      hint: STORE_ERRORS.full.mend,
    },
  ],
  ['SQLITE_CORRUPT', damaged()],
  ['SQLITE_NOTADB', damaged()],
  ['SQLITE_BUSY', held()],
  ['SQLITE_LOCKED', held()],
  [
    'SQLITE_READONLY',
    {
      code: 'readOnly',
      message: 'The database file cannot be written.',
      hint: STORE_ERRORS.readOnly.mend,
    },
  ],
  [
    'SQLITE_IOERR',
    {
      code: 'io',
      message: 'The disk does not read or write as it should.',
      hint: STORE_ERRORS.io.mend,
    },
  ],
];

/** An error that is none of the disk or the file comes back as it is. */
export function toStoreError(error: unknown): unknown {
  const name = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = TOLD.find(([begin]) => name.startsWith(begin));
  if (!known) return error;
  const { code, message, hint } = known[1];
  return new StoreError(code, message, hint, error);
}

function damaged(): Told {
  return {
    code: 'corrupt',
    message: 'The database file is damaged.',
    hint:
      'Put the newest backup back with `outcrop restore`; what was logged since is read again. ' +
      'Without one, keep the file and start with a new one: the logs are in S3.',
  };
}

function held(): Told {
  return {
    code: 'busy',
    message: 'Another process holds the database.',
    hint: 'Stop the other process that writes to this file.',
  };
}
