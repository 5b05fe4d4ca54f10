/** What all cards of a view share. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import type { RateChange } from '../../shared/prices.ts';
import type { Incidents } from '../chart/marks.ts';
import type { Steps } from '../chart/steps.ts';
import { dimensionsOf } from '../state/question.ts';
import type { Scope } from '../state/scope.ts';
import { alarms, question, status } from '../state/store.ts';

export interface OverviewFrame {
  readonly scope: Scope;
  readonly steps: Steps;
  readonly alarms: readonly AlarmStatus[];
  /** What is marked on charts. */
  readonly incidents: Incidents;
  /** All dimensions that are grouped by at once, the chosen one first. */
  readonly dimensions: readonly Dimension[];
  /** Changes with the question, and not with the minute that a relative range ends in. */
  readonly key: string;
}

/** The frame of what is asked now. */
export function frameOf(shown: Scope, priceChanges: readonly RateChange[] = []): OverviewFrame {
  const { filter, groupBy, from, to, timeZone, step, compare } = question.value;
  const incidents = incidentsOf(shown, priceChanges);
  const { completeTo = null, dataFrom = null } = status.value ?? {};
  return {
    scope: shown,
    alarms: incidents.alarms,
    incidents,
    dimensions: dimensionsOf(question.value),
    key: [filter, groupBy, from, to, timeZone, step, compare].join('\n'),
    steps: {
      startsMs: shown.startsMs,
      endMs: shown.window.endMs,
      step: shown.step,
      timeZone: shown.timeZone,
      completeToMs: completeTo === null ? null : Date.parse(completeTo),
      dataFromMs: dataFrom === null ? null : Date.parse(dataFrom),
      lost: incidents.lost.map(({ from: lostFrom, to: lostTo }) => ({
        startMs: Date.parse(lostFrom),
        endMs: Date.parse(lostTo),
      })),
    },
  };
}

function incidentsOf({ window }: Scope, priceChanges: readonly RateChange[]): Incidents {
  return {
    window,
    alarms: alarms.value?.alarms ?? [],
    events: alarms.value?.events ?? [],
    gaps: status.value?.gaps ?? [],
    lost: status.value?.completeness.lost ?? [],
    priceChanges,
  };
}
