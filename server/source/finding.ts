/** One thing that was looked at in an account and Region: how it stands, and its mend. */
import type { FindingState } from '../../shared/doctor.ts';
import { toSourceError } from './aws-error.ts';
import type { DoctorCheck } from './doctor-checks.ts';
import { readPolicy } from './iam-policy.ts';
import type { AccountSettings } from './settings.ts';
import type { SourceErrorCode } from './source-errors.ts';

export interface Finding {
  readonly account: string;
  readonly region: string;
  readonly check: DoctorCheck;
  readonly state: FindingState;
  /** What was found. */
  readonly says: string;
  /** What to do about it, to the letter; '' when all is well. */
  readonly fix: string;
}

export interface Place {
  readonly account: AccountSettings;
  readonly region: string;
}

type Outcome = Pick<Finding, 'state' | 'says' | 'fix'>;

export function ok(says: string): Outcome {
  return { state: 'ok', says, fix: '' };
}

const STATE_OF = new Map<SourceErrorCode, FindingState>([
  ['denied', 'denied'],
  ['notFound', 'missing'],
]);

/**
 * Looks at one thing; whatever fails becomes the finding.
 *
 * @param action the IAM action that the look needs, for the mend when it is denied.
 */
export async function examine(
  place: Place,
  { check, action }: { readonly check: DoctorCheck; readonly action: string },
  look: () => Promise<Outcome>,
): Promise<Finding> {
  const head = { account: place.account.id, region: place.region, check };
  try {
    return { ...head, ...(await look()) };
  } catch (error) {
    const { code, message, hint } = toSourceError(error, `look at the ${check}`);
    const fix = code === 'denied' ? `${hint}\n${allow(action, place.account)}` : hint;
    return { ...head, state: STATE_OF.get(code) ?? 'failed', says: message, fix };
  }
}

/** The statement of the account's own policy that allows an action, and only that one. */
export function allow(action: string, account: AccountSettings): string {
  const statement = readPolicy(account, null).Statement.find(({ Action }) =>
    [Action].flat().includes(action),
  );
  return JSON.stringify({
    Effect: 'Allow',
    Action: action,
    Resource: statement?.Resource ?? '*',
    ...(statement?.Condition && { Condition: statement.Condition }),
  });
}
