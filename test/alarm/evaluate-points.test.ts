/** What periods with holes say: AWS's printed table, and every pattern of five periods. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  ALARM_STATES,
  MISSING_DATA_TREATMENTS,
  decidePoints,
  decideState,
} from '../../server/alarm/evaluate-points.ts';
import { allVectors, awsVectors, verdictsOf, type Vector } from './decision-table.ts';

const VectorFile = z.array(
  z
    .object({
      p: z.string(),
      M: z.int(),
      N: z.int(),
      treat: z.enum(MISSING_DATA_TREATMENTS),
      next: z.enum([...ALARM_STATES, 'RETAIN']),
    })
    .transform(({ p, M, N, treat, next }) => ({
      points: p,
      datapointsToAlarm: M,
      evaluationPeriods: N,
      treatMissingData: treat,
      next,
    })),
);

function vectors(): readonly Vector[] {
  const path = process.env['OUTCROP_ALARM_VECTORS']; // An independent list, if there is one.
  if (path === undefined) return allVectors();
  return VectorFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function wrong(list: readonly Vector[]): readonly object[] {
  return list.flatMap((vector) =>
    ALARM_STATES.flatMap((previous) => {
      const state = decideState(verdictsOf(vector.points), vector, previous);
      const wanted = vector.next === 'RETAIN' ? previous : vector.next;
      return state === wanted ? [] : [{ ...vector, previous, state }];
    }),
  );
}

describe('decideState', () => {
  test('alarm vectors', () => {
    const list = vectors();
    expect(list.length).toBeGreaterThan(0);
    expect(wrong(list)).toEqual([]);
  });

  test('agrees with all rows that AWS prints', () => {
    const list = awsVectors();
    expect(list).toHaveLength(40);
    expect(wrong(list)).toEqual([]);
  });

  test('is expected for every pattern, pair and treatment', () => {
    expect(allVectors()).toHaveLength(243 * 9 * 4);
  });
});

describe('decidePoints', () => {
  const rule = { datapointsToAlarm: 2, evaluationPeriods: 3, treatMissingData: 'missing' } as const;

  test.each([
    ['M of the newest N breach', 'XX0X0X', 'ALARM enoughBreach 2/3'],
    ['breaches lie before the newest N', 'XXX000', 'OK tooFewBreach 0/3'],
    ['a hole does not outvote a good period', '--0-X', 'OK tooFewBreach 1/2'],
    ['nothing is known', '-----', 'INSUFFICIENT_DATA noData 0/0'],
    ['all that is known breaches, and is old', '---X-', 'ALARM onlyBreaches 1/1'],
    ['all that is known breaches, and is new', '----X', 'RETAIN onlyBreaches 1/1'],
  ])('says by which line: %s', (_, points, expected) => {
    const { next, line, breachingCount, usedCount } = decidePoints(verdictsOf(points), rule);
    expect(`${next} ${line} ${breachingCount}/${usedCount}`).toBe(expected);
  });

  test('fills with the rule of missing data only where it makes a difference', () => {
    const breaching = { ...rule, treatMissingData: 'breaching' } as const;
    expect(decidePoints(verdictsOf('00-00'), breaching).next).toBe('OK');
    expect(decidePoints(verdictsOf('---00'), breaching).line).toBe('tooFewBreach');
    expect(decidePoints(verdictsOf('----0'), breaching).line).toBe('missingBreaches');
  });
});
