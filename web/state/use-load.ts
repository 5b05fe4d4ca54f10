/** Loads what a card shows, again with every poll, and keeps the last answer until the next. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { CallError } from '../api/call.ts';

export interface Load<Data> {
  readonly data: Data | null;
  readonly problem: CallError | null;
  /** The data answer an earlier question, and the answer to this one is under way. */
  readonly isStale: boolean;
}

interface Loaded<Data> {
  readonly key: string;
  readonly data: Data | null;
  readonly problem: CallError | null;
}

/**
 * Runs a load whenever its key or the count of polls changes.
 *
 * @param key the question as text; null while there is nothing to ask.
 */
export function useLoad<Data>(
  key: string | null,
  pollCount: number,
  load: (signal: AbortSignal) => Promise<Data>,
): Load<Data> {
  const [loaded, setLoaded] = useState<Loaded<Data>>({ key: '', data: null, problem: null });
  // Before the next frame is painted, not after it: an answer comes that much sooner.
  useLayoutEffect(() => {
    if (key === null) return;
    const aborter = new AbortController();
    load(aborter.signal).then(
      (data) => setLoaded({ key, data, problem: null }),
      (problem: unknown) => {
        if (aborter.signal.aborted) return;
        setLoaded((before) => ({ key, data: before.data, problem: asCallError(problem) }));
      },
    );
    return () => aborter.abort();
    // The load itself is a new function in every render; its key says when it asks anew.
  }, [key, pollCount]);
  return { data: loaded.data, problem: loaded.problem, isStale: key !== loaded.key };
}

function asCallError(problem: unknown): CallError {
  if (problem instanceof CallError) return problem;
  return new CallError({
    code: 'badReply',
    message: 'The answer of the server could not be read.',
    hint: 'The page and the server may be of different versions; reload the page.',
  });
}
