/** Why a sign-in by a provider of identity comes to nothing, as a closed list. */
import type { CodeText } from '../../shared/code-text.ts';

interface SignInText extends CodeText {
  /** Of the page that tells it. */
  readonly status: 400 | 403 | 429 | 503;
  /** Whether the same may work a moment later. */
  readonly retryable: boolean;
}

export const SIGN_IN_FAULTS = {
  unreachable: {
    status: 503,
    retryable: true,
    meaning: 'The provider does not answer, or not in its own words.',
    mend: 'Try again in a minute; passwords of this server work all the same.',
  },
  misconfigured: {
    status: 503,
    retryable: false,
    meaning: 'The provider does not accept this server.',
    mend: 'Compare `clientId` and secret of `access.oidc` with the provider.',
  },
  cancelled: {
    status: 403,
    retryable: false,
    meaning: 'The provider did not sign the person in.',
    mend: 'Sign in again, or ask who runs the provider why it refuses.',
  },
  overdue: {
    status: 400,
    retryable: true,
    meaning: 'The sign-in took too long, was used before, or began in another browser.',
    mend: 'Sign in again.',
  },
  untrusted: {
    status: 403,
    retryable: false,
    meaning: 'What the provider sent does not prove who the person is.',
    mend: 'Sign in again; if it stays, compare `access.oidc` with the provider.',
  },
  nameless: {
    status: 403,
    retryable: false,
    meaning: 'The provider did not tell the claim that names people, or has not verified it.',
    mend: 'Verify the address there, or set `scopes` and `userClaim` of `access.oidc` to fit.',
  },
  outside: {
    status: 403,
    retryable: false,
    meaning: 'The person is of no domain and group that are let in.',
    mend: 'Sign in with another account, or change `domains` and `groups` of `access.oidc`.',
  },
  tooOften: {
    status: 429,
    retryable: false,
    meaning: 'Too many tries came from one address.',
    mend: 'Wait a minute.',
  },
} as const satisfies Readonly<Record<string, SignInText>>;

export type SignInFault = keyof typeof SIGN_IN_FAULTS;
