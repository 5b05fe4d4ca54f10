/** What all cards of the overview share. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { Steps } from '../chart/steps.ts';
import type { Scope } from '../state/scope.ts';
import { alarms, question, status } from '../state/store.ts';

export interface OverviewFrame {
  readonly scope: Scope;
  readonly steps: Steps;
  readonly alarms: readonly AlarmStatus[];
  /** Changes with the question, and not with the minute that a relative range ends in. */
  readonly key: string;
}

/** The frame of what is asked now. */
export function frameOf(shown: Scope): OverviewFrame {
  const completeTo = status.value?.completeTo ?? null;
  const { filter, groupBy, from, to, timeZone, step, compare } = question.value;
  return {
    scope: shown,
    alarms: alarms.value?.alarms ?? [],
    key: [filter, groupBy, from, to, timeZone, step, compare].join('\n'),
    steps: {
      startsMs: shown.startsMs,
      endMs: shown.window.endMs,
      step: shown.step,
      timeZone: shown.timeZone,
      completeToMs: completeTo === null ? null : Date.parse(completeTo),
    },
  };
}
