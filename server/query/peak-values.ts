/** Puts values of the busiest minute into an answer. */
import type { Metric, MinutePeakOf } from '../../shared/metric.ts';
import { DAY_MS } from '../../shared/window.ts';
import { BURN_DOWN_CUTS_MS } from '../meter/burn-down.ts';
import type { Store } from '../store/store.ts';
import { MINUTE_DAYS_MAX } from './minute-cells.ts';
import { minutePeaks, type MinutePeak } from './minute-peaks.ts';
import { quotaShares } from './quota-shares.ts';
import { QueryError } from './query-store.ts';
import type { Query } from './query.ts';
import type { StepSums } from './step-sums.ts';

type Formula = Metric['formula'];

/** The cuts of an answer, with those of burn-down rates if it asks for quota tokens. */
export function withBurnDownCuts(
  cuts: readonly number[],
  formulas: readonly Formula[],
): readonly number[] {
  if (!formulas.some(({ kind }) => kind === 'quotaTokens')) return cuts;
  const [startMs = 0, endMs = 0] = [cuts[0], cuts.at(-1)];
  const within = BURN_DOWN_CUTS_MS.filter((atMs) => atMs > startMs && atMs < endMs);
  return within.length === 0 ? cuts : [...new Set([...cuts, ...within])].sort((a, b) => a - b);
}

/**
 * Asks for minutes where a metric needs them.
 *
 * @param sumsAt the sums of a group in the step that holds an instant.
 * @throws QueryError when the window is too long to be looked at minute by minute.
 */
export function addPeaks(
  asked: {
    readonly query: Query;
    readonly formulas: readonly Formula[];
    readonly steps: readonly number[];
  },
  store: Pick<Store, 'aggregate' | 'quotas'>,
  sumsAt: (group: readonly string[], startMs: number) => StepSums,
): void {
  const { query, formulas, steps } = asked;
  const asks = (of: MinutePeakOf): boolean =>
    formulas.some((formula) => formula.kind === 'minutePeak' && formula.of === of);
  const [asksPeak, asksShare] = [asks('requests') || asks('quotaTokens'), asks('quotaShare')];
  if (!asksPeak && !asksShare) return;
  const { filter, groupBy, window } = query;
  refuseLong(window.endMs - window.startMs);
  const question = { steps, filter, groupBy };
  const sumsOf = ({ group, stepIndex }: Pick<MinutePeak, 'group' | 'stepIndex'>): StepSums =>
    sumsAt(group, steps[stepIndex] ?? window.startMs);
  for (const peak of asksPeak ? minutePeaks(question, store) : []) {
    const sums = sumsOf(peak);
    sums.setPeak('requests', peak.requests.value);
    sums.setPeak('quotaTokens', peak.quotaTokens.value);
  }
  for (const one of asksShare ? quotaShares(question, store) : []) {
    sumsOf(one).setPeak('quotaShare', one.share);
  }
}

function refuseLong(lengthMs: number): void {
  if (lengthMs <= MINUTE_DAYS_MAX * DAY_MS) return;
  const message = `Peaks by the minute are told for ${MINUTE_DAYS_MAX} days at the most.`;
  throw new QueryError(message, 'Ask for a shorter window.');
}
