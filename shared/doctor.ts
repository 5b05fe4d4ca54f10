/** What was looked at in the accounts of the config, how it stands, and its mend. */

export const FINDING_STATES = ['ok', 'missing', 'denied', 'wrong', 'failed'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

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
