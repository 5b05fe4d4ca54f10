/** What went wrong with something that was sent, and the mend. */
import type { CallError } from '../api/call.ts';

export function Problem({ problem }: { readonly problem: CallError | null }) {
  if (problem === null) return null;
  return (
    <p class="problem" role="alert">
      {problem.message} {problem.hint}
    </p>
  );
}
