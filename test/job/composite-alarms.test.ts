/** Passes with composite alarms: told once, after the alarms that they ask. */
import { describe, expect, test } from 'vitest';
import { parseCompositeRule } from '../../server/alarm/composite-rule.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { storeOf } from '../query/ask.ts';
import { passAt, storm } from './alarm-rig.ts';

const composite = (when: string, more: Record<string, unknown> = {}) => {
  const rule = parseCompositeRule({ name: 'both', when, ...more });
  if (!rule.ok) throw new Error(rule.problem.message);
  return rule.value;
};
const RULES = [
  ruleOf({ name: 'storm', groupBy: ['tenant'] }),
  ruleOf({ name: 'calm', threshold: 900 }),
];
const DURING = HOUR_MS + 8 * 60_000;

describe('a composite alarm', () => {
  test('fires with its alarm, and resolves with it, once each', () => {
    const store = storeOf([...storm(), ...storm('globex')]);
    const composites = [
      composite('ALARM("storm") AND NOT ALARM("calm")', { severity: 'critical' }),
    ];
    const words = [DURING, DURING + 60_000, 3 * HOUR_MS, 4 * HOUR_MS].flatMap((afterMs) =>
      passAt(store, afterMs, RULES, { composites })
        .filter(({ alarm }) => alarm === 'both')
        .map(({ transition }) => `${transition.to} ${transition.notice}`),
    );
    expect(words).toEqual(['ALARM firing', 'OK resolved']);
    const bodies = store.openOutbox(10).map(({ body }) => JSON.parse(body).data);
    expect(bodies.find(({ alarm }) => alarm === 'both')).toMatchObject({
      severity: 'critical',
      metric: 'alarms',
      value: 1,
      threshold: 'ALARM("storm") AND NOT ALARM("calm")',
      contributors: [],
    });
  });

  test('stays as it is while what it asks waits for data', () => {
    const store = storeOf(storm());
    const composites = [composite('ALARM("storm")')];
    passAt(store, DURING, RULES, { composites });
    const changes = { composites, completeToMs: null };
    expect(passAt(store, 9 * HOUR_MS, RULES, changes)).toEqual([]);
    expect(store.alarmStates().find(({ alarm }) => alarm === 'both')?.state.state).toBe('ALARM');
  });

  test('tells nobody while it is muted, and is told afterwards', () => {
    const store = storeOf(storm());
    const composites = [composite('ALARM("storm")', { mute: [{ from: '00:30', to: '01:09' }] })];
    const told = (afterMs: number) =>
      passAt(store, afterMs, RULES, { composites })
        .filter(({ alarm }) => alarm === 'both')
        .map(({ transition }) => transition.notice);
    expect(told(DURING)).toEqual([null]);
    expect(told(DURING + 2 * 60_000)).toEqual(['firing']);
  });
});
