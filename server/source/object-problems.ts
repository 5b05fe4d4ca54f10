/** Why one object or file of records could not be read, while the next one may well be. */
import type { CodeText } from '../../shared/code-text.ts';

/** Beside these an object may fail by a code of SOURCE_ERRORS, such as `denied`. */
export const OBJECT_PROBLEMS = {
  badGzip: {
    meaning: 'The gzip data is cut or damaged.',
    mend: 'Put a sound copy of the object in its place: it is read anew when it changes.',
  },
  cut: {
    meaning: 'Fewer or more bytes came than were listed.',
    mend: 'Nothing to do: an object that was being written is read anew.',
  },
  tooLarge: {
    meaning: 'More than 256 MiB as stored, or 1 GiB inflated; 16 MiB for a record of Firehose.',
    mend: 'Point Outcrop at the logs alone: no delivery of Bedrock is so large.',
  },
  lineTooLong: {
    meaning: 'A line has more than 16 MiB.',
    mend: 'Point Outcrop at the logs alone: no record of Bedrock is so long.',
  },
  gone: {
    meaning: 'The object was deleted between listing and reading.',
    mend: 'Let the lifecycle rule of the bucket keep logs longer than Outcrop takes to read them.',
  },
  changed: {
    meaning: 'The object was replaced between listing and reading.',
    mend: 'Nothing to do: it is read anew.',
  },
  archived: {
    meaning: 'The object lies in an archive class of S3.',
    mend: 'Restore it to have it read, and archive logs later.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type ObjectProblemCode = keyof typeof OBJECT_PROBLEMS;
