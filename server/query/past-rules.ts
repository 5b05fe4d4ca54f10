/** Whether stored calls have the tenants of the rules that hold now, and what is done about it. */
import type { PastRules } from '../../shared/attribution-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { ReattributionRun, ReattributionStore } from '../store/reattribution.ts';

/**
 * Looks at which rules attributed calls when, and at the newest application of rules to the past.
 *
 * @param version of the rules of the config.
 */
export function pastRules(
  version: string,
  past: Pick<ReattributionStore, 'runs' | 'rulesUsed'>,
): PastRules {
  const [now, ...before] = past.rulesUsed();
  const isNow = now?.version === version;
  const [run] = past.runs(1);
  const applied = past.runs(RUNS_MAX).find((one) => {
    return (
      isNow && one.state === 'done' && one.rulesVersion === version && isSince(one, now.fromMs)
    );
  });
  return {
    since: isNow ? isoTime(now.fromMs) : null,
    isBehind: isNow && before.length > 0 && !applied,
    appliedFrom: applied ? isoTime(applied.fromMs) : null,
    run: run ? runText(run) : null,
  };
}

const RUNS_MAX = 20;

function isSince({ startedAtMs }: ReattributionRun, atMs: number): boolean {
  return startedAtMs >= atMs;
}

function runText(run: ReattributionRun): NonNullable<PastRules['run']> {
  const { fromMs, toMs, cursorMs, state, rulesVersion, rows, changed, endedAtMs } = run;
  const share = toMs > fromMs ? (cursorMs - fromMs) / (toMs - fromMs) : 1;
  return {
    rulesVersion,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    state,
    progress: state === 'preparing' ? Math.min(1, Math.max(0, share)) : 1,
    rows,
    changed,
    endedAt: endedAtMs === null ? null : isoTime(endedAtMs),
  };
}
