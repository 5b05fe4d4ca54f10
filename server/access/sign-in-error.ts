/** Why a sign-in by a provider of identity came to nothing, for a page that people read. */
import { SIGN_IN_FAULTS, type SignInFault } from './sign-in-faults.ts';

/** Words of ours alone: nothing that a provider sent stands in them. */
export class SignInError extends Error {
  readonly code: SignInFault;
  readonly hint: string;
  /** Whether the same may work a moment later. */
  readonly retryable: boolean;

  constructor(code: SignInFault, message: string, options: SignInErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'SignInError';
    this.code = code;
    this.hint = options.hint;
    this.retryable = SIGN_IN_FAULTS[code].retryable;
  }
}

interface SignInErrorOptions {
  /** The mend. */
  readonly hint: string;
  readonly cause?: unknown;
}
