/** The ways in which the database can fail, for docs/errors.md and everyone who throws one. */
import type { CodeText } from '../../shared/code-text.ts';

export const STORE_ERRORS = {
  cannotOpen: {
    meaning: 'The file cannot be used as a database: no right, no such folder, no local disk.',
    mend: 'Check `database` in the config and the rights of this user; take a disk of the machine.',
  },
  newerSchema: {
    meaning: 'A newer release of Outcrop has written the file.',
    mend: 'Start that release, or restore the copy that was made before the upgrade.',
  },
  full: {
    meaning: 'The disk has no room; nothing of the batch was kept.',
    mend: 'Free disk space; ingest goes on from where it stopped.',
  },
  corrupt: {
    meaning: 'The file, or a backup of it, is damaged.',
    mend: 'Put the newest sound backup back with `outcrop restore`; later logs are read again.',
  },
  busy: {
    meaning: 'Another process holds the database, or long work on it is under way.',
    mend: 'Stop the other process, or wait for the work to end.',
  },
  readOnly: {
    meaning: 'The file cannot be written.',
    mend: 'Let this user write the file and its folder; ingest goes on from where it stopped.',
  },
  io: {
    meaning: 'The disk does not read or write as it should.',
    mend: 'Look at the log of the system for this disk; ingest goes on when it works again.',
  },
  wrongKey: {
    meaning: 'The backup is encrypted to other keys than those that were given.',
    mend: 'Name the file with the key of one of its recipients by `--identity`.',
  },
  privacy: {
    meaning: 'The file hides who called, and the config or the key to do so is not at hand.',
    mend: 'Name the config of its server, put the old key file back, or start a new database.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type StoreErrorCode = keyof typeof STORE_ERRORS;
