/** What the commands get from the composition root: clock, chance, environment, outputs, end. */
import type { ExitCode } from './exit.ts';

export interface Root {
  readonly nowMs: () => number;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly writeOut: (text: string) => unknown;
  readonly writeError: (text: string) => unknown;
  /** The exit code of a command that did its work and has bad news; 0 where it is not called. */
  readonly endWith: (code: ExitCode) => unknown;
}

/** The caller asked wrongly: told in one line with a mend, exit code 2. */
export class UsageError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}
