/** Sends one thing at a time: busy meanwhile, and the problem if it fails. */
import { useState } from 'preact/hooks';
import { CallError } from '../api/call.ts';

const PATIENCE_MS = 20_000;

interface Send {
  readonly isBusy: boolean;
  readonly problem: CallError | null;
  readonly run: (work: (signal: AbortSignal) => Promise<void>) => void;
}

export function useSend(): Send {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<CallError | null>(null);
  const run: Send['run'] = (work) => {
    setIsBusy(true);
    setProblem(null);
    work(AbortSignal.timeout(PATIENCE_MS))
      .catch((error: unknown) => setProblem(error instanceof CallError ? error : BROKEN))
      .finally(() => setIsBusy(false));
  };
  return { isBusy, problem, run };
}

const BROKEN = new CallError({
  code: 'badReply',
  message: 'The answer of the server could not be read.',
  hint: 'Reload the page, and look whether the change is there.',
});
