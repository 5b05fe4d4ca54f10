/** What all cards of the overview share. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { Steps } from '../chart/steps.ts';
import type { Scope } from '../state/scope.ts';

export interface OverviewFrame {
  readonly scope: Scope;
  readonly steps: Steps;
  readonly alarms: readonly AlarmStatus[];
  /** Changes with the question, and not with the minute that a relative range ends in. */
  readonly key: string;
}
