/** Asks why one invocation costs what it costs, and shows the answer with who pays and why. */
import { isoTime } from '../../shared/window.ts';
import { askExplain } from '../api/ask.ts';
import { Failed } from '../part/card.tsx';
import { CostLines } from '../part/cost-lines.tsx';
import { useLoad } from '../state/use-load.ts';

interface InvocationCostProps {
  readonly requestId: string;
  /** When the call was, UTC ISO; the server finds a call by its time. */
  readonly at: string;
}

export function InvocationCost({ requestId, at }: InvocationCostProps) {
  const startMs = Date.parse(at);
  const window = { startMs, endMs: startMs + 1 };
  const load = useLoad(`${requestId} ${isoTime(startMs)}`, 0, (signal) => {
    return askExplain(requestId, window, signal);
  });
  const reply = load.isStale ? null : load.data;
  return (
    <section aria-label="How the cost is worked out" aria-busy={!reply && !load.problem}>
      <h3>Cost</h3>
      {load.problem && <Failed problem={load.problem} />}
      {reply && <CostLines reply={reply} />}
      {reply && (
        <>
          <h3>Who pays</h3>
          <p>{reply.attribution.words}</p>
        </>
      )}
    </section>
  );
}
