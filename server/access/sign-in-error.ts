/** Why a sign-in by a provider of identity came to nothing, for a page that people read. */

/** A closed list, for the page and the audit log. */
export type SignInFault =
  | 'unreachable'
  | 'misconfigured'
  | 'cancelled'
  | 'overdue'
  | 'untrusted'
  | 'nameless'
  | 'outside'
  | 'tooOften';

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
    this.retryable = code === 'unreachable' || code === 'overdue';
  }
}

interface SignInErrorOptions {
  /** The mend. */
  readonly hint: string;
  readonly cause?: unknown;
}
