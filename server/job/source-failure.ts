/** What becomes of a failure: told in the log without content, and kept with its source. */
import { SourceError } from '../source/source.ts';
import { StoreError, type Store } from '../store/store.ts';

/** What may be logged of an error: never a cause, which may quote the answer of a service. */
export function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (isTold(error)) {
    return { code: error.code, message: error.message, hint: error.hint };
  }
  return { message: error instanceof Error ? error.message : 'not an error' };
}

interface FailureParts {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** What people can mend; a disk without room for calls has some for this. */
function isTold(error: unknown): error is SourceError | StoreError {
  return error instanceof SourceError || error instanceof StoreError;
}

/** Lets the failure of a source pass on, and keeps it where the page and alarms see it. */
export async function keepError(
  id: string,
  kind: string,
  { store, nowMs, signal }: FailureParts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isTold(error) || signal.aborted) throw error;
    const { code, message, hint } = error;
    store.saveSourceError(id, kind, { code, message, hint }, nowMs());
    throw error;
  }
}
