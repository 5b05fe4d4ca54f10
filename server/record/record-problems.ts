/** Why a record is in no sum: the reasons that the page counts by, and what to do about each. */
import type { CodeText } from '../../shared/code-text.ts';

const NOT_BEDROCK = 'Keep other texts out of this log group, prefix or folder.';
const MASKED = 'Let no data protection policy, and nobody who cleans logs, hide this field.';

/** What a text is refused for. */
export const RECORD_PROBLEMS = {
  notJson: { meaning: 'The text is no JSON, or was cut off.', mend: NOT_BEDROCK },
  notAnInvocationLog: { meaning: 'It is JSON, but no record of a call.', mend: NOT_BEDROCK },
  noRequestId: { meaning: 'The request id is masked, too long or no text.', mend: MASKED },
  badTimestamp: { meaning: 'The time is missing or is none.', mend: MASKED },
  timestampOutOfRange: {
    meaning: 'The time lies before 2023 or more than two hours ahead.',
    mend: 'Set the clock of this machine by NTP; else whoever wrote the record gave a wrong time.',
  },
  noModelId: { meaning: 'The model is missing or masked, so no price applies.', mend: MASKED },
  badCount: {
    meaning: 'A count of tokens is negative, not whole, too large or masked.',
    mend: MASKED,
  },
  tooDeep: { meaning: 'The JSON is nested deeper than any record is.', mend: NOT_BEDROCK },
  tooLong: {
    meaning:
      'The text is longer than 16 Mi characters, or an envelope has more than 100,000 records.',
    mend: NOT_BEDROCK,
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type RecordProblemCode = keyof typeof RECORD_PROBLEMS;

/** What keeps a record out that nobody has looked into. */
export const UNREAD_RECORDS = {
  unreadable: {
    meaning: 'The object or file that holds it could not be read; its own code says why.',
    mend: 'Look the code up under objects and files.',
  },
  tooOld: {
    meaning: 'Its call is older than what `retention` keeps.',
    mend: 'Nothing to do; to have it counted, keep rows for longer and read it again.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type QuarantineCode = RecordProblemCode | keyof typeof UNREAD_RECORDS;
