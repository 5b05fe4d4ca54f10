/** A new install is led from an empty config to its first dollar. */
import { describe, expect, test } from 'vitest';
import type { SourceStatus } from '../../../shared/contract.ts';
import type { DoctorFinding, DoctorReply } from '../../../shared/doctor.ts';
import { setUpSteps } from '../../../web/state/set-up-steps.ts';

const SOURCE: SourceStatus = {
  id: 'logs',
  kind: 'cloudWatchLogs',
  state: 'waiting',
  completeTo: null,
  lagSeconds: null,
  progressDone: 0,
  progressTotal: 0,
  error: null,
};

function finding(check: string, state: DoctorFinding['state']): DoctorFinding {
  return { account: '1', region: 'us-east-1', check, state, says: 'So it is.', fix: 'Mend it.' };
}

function doctorOf(findings: readonly DoctorFinding[], accounts = 1): DoctorReply {
  return { at: '2026-11-01T00:00:00Z', accounts, directories: 0, findings, policies: [] };
}

function statesOf(...asked: Parameters<typeof setUpSteps>): readonly string[] {
  return setUpSteps(...asked).map(({ key, state }) => `${key} ${state}`);
}

describe('setUpSteps', () => {
  test('begins with the config where nothing is named', () => {
    expect(statesOf({ sources: [], invocations: 0 }, doctorOf([], 0))).toEqual([
      'config now',
      'access later',
      'logging later',
      'read later',
      'dollar later',
    ]);
  });

  test('tells what is denied from what is not switched on', () => {
    const doctor = doctorOf([
      finding('identity', 'ok'),
      finding('logGroup', 'denied'),
      finding('logging', 'missing'),
    ]);
    const steps = setUpSteps({ sources: [SOURCE], invocations: 0 }, doctor);
    expect(steps.map(({ state }) => state)).toEqual(['done', 'mend', 'mend', 'later', 'later']);
    expect(steps[1]?.findings.map(({ check }) => check)).toEqual(['logGroup']);
    expect(steps[2]?.findings.map(({ check }) => check)).toEqual(['logging']);
  });

  test('shows how much of the past has been read', () => {
    const reading = { ...SOURCE, progressDone: 1, progressTotal: 3 };
    const steps = setUpSteps({ sources: [reading], invocations: 0 }, doctorOf([]));
    expect(steps.find(({ key }) => key === 'read')).toMatchObject({
      state: 'now',
      says: '33 % of what there is has been read.',
    });
  });

  test('says which share of the sources cannot be read', () => {
    const error = { code: 'denied', message: 'No.', hint: 'Grant it.' };
    const sources = [SOURCE, { ...SOURCE, error }];
    const read = setUpSteps({ sources, invocations: 0 }, doctorOf([]))[3];
    expect(read?.says).toBe('1 of 2 cannot be read.');
  });

  test('waits for the first call when all else is done', () => {
    const read = { ...SOURCE, completeTo: '2026-11-01T00:00:00Z' };
    expect(statesOf({ sources: [read], invocations: 0 }, doctorOf([])).at(-1)).toBe('dollar now');
    expect(statesOf({ sources: [read], invocations: 1 }, doctorOf([])).at(-1)).toBe('dollar done');
  });
});
