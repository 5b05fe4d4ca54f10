/** The ways in which AWS or the disk can fail us, with the mend that goes with each. */
import type { CodeText } from '../../shared/code-text.ts';

interface SourceErrorText extends CodeText {
  /** Whether the same may work a moment later, with nothing mended. */
  readonly retryable: boolean;
}

export const SOURCE_ERRORS = {
  denied: {
    retryable: false,
    meaning: 'AWS refuses the action to the identity that Outcrop uses.',
    mend: 'Allow this action on this resource in the IAM policy of the identity that Outcrop uses.',
  },
  throttled: {
    retryable: true,
    meaning: 'AWS answers that it was asked too often.',
    mend: 'Nothing to do: reading goes on at the next pass. Another tool may share the quota.',
  },
  notFound: {
    retryable: false,
    meaning: 'There is no such bucket, log group or object, or it lies in another Region.',
    mend: 'Check the name, the account and the Region in the settings.',
  },
  expiredCredentials: {
    retryable: true,
    meaning: 'The credentials have run out.',
    mend: 'Sign in again, or let Outcrop use a role whose credentials renew themselves.',
  },
  noCredentials: {
    retryable: false,
    meaning: 'The process has no credentials for AWS.',
    mend: 'Give the process AWS credentials: a role, a profile or AWS_ACCESS_KEY_ID.',
  },
  unreachable: {
    retryable: true,
    meaning: 'No answer came: network, name, certificate, or AWS itself.',
    mend: 'Check network, DNS, proxy and endpoint; reading goes on at the next pass.',
  },
  badAnswer: {
    retryable: true,
    meaning: 'What came is not what the service is known to answer, or not whole.',
    mend: 'Report this with its message if it stays; reading starts anew at the next pass.',
  },
  disk: {
    retryable: false,
    meaning: 'A folder or file of log records cannot be read.',
    mend: 'Check that the path exists and that the process may read it.',
  },
} as const satisfies Readonly<Record<string, SourceErrorText>>;

export type SourceErrorCode = keyof typeof SOURCE_ERRORS;
