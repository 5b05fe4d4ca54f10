/** What was looked at in the accounts of the config, how it stands, and its mend. */
import type { CodeText } from './code-text.ts';

export const FINDING_TEXTS = {
  ok: { meaning: 'All is well.', mend: 'Nothing.' },
  missing: {
    meaning: 'It is not there, or not switched on.',
    mend: 'Switch it on or name it, as the finding says.',
  },
  denied: {
    meaning: 'A permission lacks.',
    mend: 'Attach the statement that the finding prints; `outcrop iam-policy` prints the whole.',
  },
  wrong: {
    meaning: 'It is there, but not as the config says.',
    mend: 'Change the one or the other, as the finding says.',
  },
  failed: {
    meaning: 'Nobody knows: the question itself failed.',
    mend: 'Mend what the finding says of network or credentials, and run `outcrop doctor` again.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type FindingState = keyof typeof FINDING_TEXTS;
/** All states, the good one first; the keys are those of a literal. */
export const FINDING_STATES = Object.keys(FINDING_TEXTS) as readonly FindingState[];

export interface DoctorFinding {
  readonly account: string;
  readonly region: string;
  /** What was looked at, such as `logging`. */
  readonly check: string;
  readonly state: FindingState;
  readonly says: string;
  /** What to do, to the letter, over one or several lines; '' when all is well. */
  readonly fix: string;
}

/** An IAM document as it is attached. */
export interface DoctorPolicy {
  readonly account: string | null;
  readonly attachTo: string;
  /** JSON text, ready to paste. */
  readonly text: string;
}

/** Reply of `GET /api/v1/doctor?fresh=1`; without `fresh` one of the last minutes may come. */
export interface DoctorReply {
  /** When it was looked, UTC ISO. */
  readonly at: string;
  readonly accounts: number;
  readonly directories: number;
  readonly findings: readonly DoctorFinding[];
  readonly policies: readonly DoctorPolicy[];
}
