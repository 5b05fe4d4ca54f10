/** Turns what a command threw into words for people and an exit code for scripts. */
import { CommanderError } from 'commander';
import { ReportError } from '../job/nightly-report.ts';
import { QueryError } from '../query/query-store.ts';
import { SourceError } from '../source/source.ts';
import { StoreError, TooMuchToReadError } from '../store/store.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { UsageError, type Root } from './root.ts';

/** A question that cannot be answered as it was asked. */
function isWrongRequest(error: unknown): error is UsageError | QueryError | TooMuchToReadError {
  return [UsageError, QueryError, TooMuchToReadError].some((kind) => error instanceof kind);
}

/** Writes the failure to the error output. @returns the exit code. */
export function reportFailure(error: unknown, root: Root): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUsage; // Commander has said why.
  }
  if (isWrongRequest(error)) {
    root.writeError(`outcrop: ${error.message}\n  ${error.hint}\n`);
    return EXIT.wrongUsage;
  }
  if (error instanceof ReportError) {
    root.writeError(`outcrop: ${error.message}\n  Write a day such as 2026-11-20.\n`);
    return EXIT.wrongUsage;
  }
  if (error instanceof SourceError || error instanceof StoreError) {
    root.writeError(`outcrop: ${error.message} (${error.code})\n  ${error.hint}\n`);
    return EXIT.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : 'unknown failure';
  root.writeError(`outcrop: this is a bug in Outcrop, please report it.\n${text}\n`);
  return EXIT.failed;
}
