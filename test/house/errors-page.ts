/** Renders docs/errors.md from the lists of codes that the code itself throws by. */
import { OWN_PROBLEMS } from '../../server/client/own-problems.ts';
import { SIGN_IN_FAULTS } from '../../server/access/sign-in-faults.ts';
import { EXIT, EXIT_TEXTS } from '../../server/cli/exit.ts';
import { RECORD_PROBLEMS, UNREAD_RECORDS } from '../../server/record/record-problems.ts';
import { DOCTOR_CHECKS } from '../../server/source/doctor-checks.ts';
import { OBJECT_PROBLEMS } from '../../server/source/object-problems.ts';
import { SOURCE_ERRORS } from '../../server/source/source-errors.ts';
import { STORE_ERRORS } from '../../server/store/store-errors.ts';
import type { CodeText } from '../../shared/code-text.ts';
import { FINDING_TEXTS } from '../../shared/doctor.ts';
import { API_ERRORS } from '../../shared/error-contract.ts';
import { table } from './reference.ts';

/** A list of codes as the page shows it. */
export interface CodeList {
  readonly title: string;
  /** Where the codes are met. */
  readonly lead: string;
  /** Where the list stands in the code. */
  readonly file: string;
  readonly codes: Readonly<Record<string, CodeText>>;
  /** A column between code and meaning. */
  readonly extra?: { readonly head: string; readonly of: (code: string) => string };
}

const retryable = (texts: Readonly<Record<string, { readonly retryable: boolean }>>) => ({
  head: 'Passes by itself',
  of: (code: string) => (texts[code]?.retryable === true ? 'perhaps' : 'no'),
});

const statuses = (texts: Readonly<Record<string, { readonly status: number }>>) => ({
  head: 'HTTP',
  of: (code: string) => String(texts[code]?.status),
});

export const CODE_LISTS: readonly CodeList[] = [
  {
    title: 'Answers of the API',
    lead: 'In `code` of an answer of the API, with the status of HTTP beside it.',
    file: 'shared/error-contract.ts',
    codes: API_ERRORS,
    extra: statuses(API_ERRORS),
  },
  {
    title: 'The client',
    lead:
      '`OutcropError` of the [client](client.md) has the codes above, and these where no answer ' +
      'of the API came.',
    file: 'server/client/own-problems.ts',
    codes: OWN_PROBLEMS,
  },
  {
    title: 'Exit codes of the command line',
    lead:
      'Of every verb. What went wrong stands on the error output: `outcrop: what (code)`, and ' +
      'the mend on the line below.',
    file: 'server/cli/exit.ts',
    codes: EXIT_TEXTS,
    // The guarantee: the texts have the keys of EXIT.
    extra: { head: 'Exit', of: (code) => String(EXIT[code as keyof typeof EXIT]) },
  },
  {
    title: 'The database',
    lead:
      'In brackets behind a message of the command line, in the log of the server, and at ' +
      '`/readyz` as `database` or `ingest`. See [when the disk fails](operations.md#when-the-disk-fails).',
    file: 'server/store/store-errors.ts',
    codes: STORE_ERRORS,
  },
  {
    title: 'Sources',
    lead:
      'Why a place could not be read: on the _Sources_ page, in `/api/v1/status`, in the log and ' +
      'on the command line. The message there names the resource, the hint what to allow.',
    file: 'server/source/source-errors.ts',
    codes: SOURCE_ERRORS,
    extra: retryable(SOURCE_ERRORS),
  },
  {
    title: 'Objects and files',
    lead:
      'Why one object could not be read while reading went on behind it: the path of a record ' +
      'that counts as `unreadable`. The codes of sources stand there too.',
    file: 'server/source/object-problems.ts',
    codes: OBJECT_PROBLEMS,
  },
  {
    title: 'Records that are in no sum',
    lead:
      'Counted by these on the _Sources_ page, in `/api/v1/status`, `/metrics` and the nightly ' +
      'report. What a record said is not kept, only the path of the field at fault.',
    file: 'server/record/record-problems.ts',
    codes: { ...RECORD_PROBLEMS, ...UNREAD_RECORDS },
  },
  {
    title: 'Findings of doctor',
    lead: '`outcrop doctor` tells for each thing that it looks at how it stands.',
    file: 'shared/doctor.ts',
    codes: FINDING_TEXTS,
  },
  {
    title: 'What doctor looks at',
    lead: 'The finding itself has the exact command, statement or setting.',
    file: 'server/source/doctor-checks.ts',
    codes: DOCTOR_CHECKS,
  },
  {
    title: 'Signing in by a provider',
    lead: 'In the audit log; the page tells the same in words. See [access](access.md).',
    file: 'server/access/sign-in-faults.ts',
    codes: SIGN_IN_FAULTS,
    extra: statuses(SIGN_IN_FAULTS),
  },
];

const HEAD = `# Errors

Every code that Outcrop shows, what it means and what mends it. An error has a code for programs, a
message of what is wrong and a hint of the mend; where the hint of the case at hand says more than
this page, it is right. This page is written by \`npm run docs\` from the lists that the code throws
by; a test fails when it is stale.
`;

const ON_CONFIG = `## Mistakes in the config

They have no codes but places. \`outcrop config check --config outcrop.yaml\` and every verb that
reads the config tell all of them at once, up to 50, and end with exit code 2:

\`\`\`text
outcrop: The config has one problem.
  outcrop.yaml:5:13 accounts.0.rolArn: there is no such key
\`\`\`

That is file, line, column, the path of the key and what is wrong with it. What stands in the file
is never quoted, as it may be a secret. All keys stand in [config.md](config.md). A running server
that is told to read a config with a mistake goes on with the old one.
`;

/** The whole page as markdown, not yet laid out by prettier. */
export function renderErrors(): string {
  return [HEAD, ...CODE_LISTS.map(section), ON_CONFIG].join('\n');
}

function section({ title, lead, codes, extra }: CodeList): string {
  const head = ['Code', ...(extra ? [extra.head] : []), 'Meaning', 'Mend'];
  const rows = Object.entries(codes).map(([code, { meaning, mend }]) => {
    return [`\`${code}\``, ...(extra ? [extra.of(code)] : []), meaning, mend];
  });
  return `## ${title}\n\n${lead}\n\n${table(head, rows)}`;
}
