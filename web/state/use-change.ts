/** A button that changes something on the server: busy meanwhile, and the problem if it fails. */
import { useState } from 'preact/hooks';
import { CallError } from '../api/call.ts';
import { askAlarms } from '../api/ask.ts';
import { recall, remember } from './memory.ts';
import { session } from './session.ts';
import { alarms, pollCount } from './store.ts';

const TIMEOUT_MS = 40_000;

export interface Change {
  readonly isBusy: boolean;
  readonly problem: CallError | null;
  readonly run: (work: (signal: AbortSignal) => Promise<unknown>) => Promise<boolean>;
}

/** Runs one change at a time; afterwards all that is shown of alarms is asked for anew. */
export function useChange(): Change {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<CallError | null>(null);
  const run: Change['run'] = async (work) => {
    setIsBusy(true);
    setProblem(null);
    try {
      await work(AbortSignal.timeout(TIMEOUT_MS));
      alarms.value = await askAlarms(AbortSignal.timeout(TIMEOUT_MS));
      pollCount.value += 1;
      return true;
    } catch (error) {
      setProblem(error instanceof CallError ? error : BROKEN);
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, problem, run };
}

const BROKEN = new CallError({
  code: 'badReply',
  message: 'The answer of the server could not be read.',
  hint: 'Reload the page, and look whether the change is there.',
});

/** Who changes things from this browser: who has signed in, else a name that people took. */
export function whoAmI(): string {
  return session.value?.who ?? recall('name') ?? '';
}

export function rememberMe(name: string): void {
  remember('name', name.trim() === '' ? null : name.trim());
}
