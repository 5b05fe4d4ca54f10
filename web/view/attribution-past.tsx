/** Stored calls and the rules in force: how they stand, and applying these to the past. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PastRules } from '../../shared/attribution-contract.ts';
import { DAY_MS, localDate } from '../../shared/window.ts';
import { applyRules } from '../api/ask-attribution.ts';
import type { CallError } from '../api/call.ts';
import { formatCount } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { nowMs } from '../state/store.ts';

interface PastRulesProps {
  readonly past: PastRules;
  readonly timeZone: string;
}

const DAYS_BACK = 30;

export function PastRulesCard({ past: known, timeZone }: PastRulesProps) {
  const [from, setFrom] = useState(() => localDate(nowMs.value - DAYS_BACK * DAY_MS, timeZone));
  const { past, problem, apply } = useApply(known);
  const isRunning = past.run?.state === 'preparing' || past.run?.state === 'switched';
  return (
    <Card
      title="Stored calls"
      unit="keep their tenants until rules are applied to them"
      class="span-12 card-list"
      isLoading={false}
      problem={null}
    >
      <p>{wordsOf(past, timeZone)}</p>
      {isRunning && past.run && (
        <progress max={1} value={past.run.progress} aria-label="Progress of applying rules" />
      )}
      <form
        class="save-bar"
        onSubmit={(event) => {
          event.preventDefault();
          apply(from);
        }}
      >
        <label class="control">
          From
          <input
            type="date"
            required
            value={from}
            onInput={({ currentTarget }) => setFrom(currentTarget.value)}
          />
        </label>
        <button type="submit" class="chip-button" disabled={isRunning}>
          Apply the rules in force
        </button>
      </form>
      <p role="status" class="rules-refused">
        {problem && `${problem.message} ${problem.hint}`}
      </p>
    </Card>
  );
}

function wordsOf({ isBehind, appliedFrom, run }: PastRules, timeZone: string): string {
  if (run?.state === 'preparing' || run?.state === 'switched') {
    const from = formatIso(run.from, timeZone, 'dayClock');
    return `Rules are being applied from ${from} on, ${Math.floor(run.progress * 100)} % done.`;
  }
  if (isBehind) return 'Calls that were stored before have tenants of other rules.';
  if (appliedFrom === null) return 'All stored calls have tenants of the rules in force.';
  const done = run === null ? '' : `; ${formatCount(run.changed)} calls changed at the last time`;
  return `The rules were applied from ${formatIso(appliedFrom, timeZone, 'dayClock')} on${done}.`;
}

/** The newest of what the page knows and what the start of an application answered. */
function useApply(known: PastRules) {
  const [begun, setBegun] = useState<{ readonly on: PastRules; readonly past: PastRules } | null>(
    null,
  );
  const [problem, setProblem] = useState<CallError | null>(null);
  const aborter = useRef(new AbortController());
  useEffect(() => () => aborter.current.abort(), []);
  const apply = (from: string): void => {
    setProblem(null);
    applyRules(from, aborter.current.signal).then(
      (past) => setBegun({ on: known, past }),
      (refused: CallError) => setProblem(refused),
    );
  };
  return { past: begun?.on === known ? begun.past : known, problem, apply };
}
