/** Silences and larger troubles in the pass of alarms; and what a rule would have done before. */
import { describe, expect, test } from 'vitest';
import { backtest } from '../../server/job/backtest.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { passAt, storm, throttled, wordsOf } from './alarm-rig.ts';

const DURING_MS = HOUR_MS + 8 * MINUTE_MS;

describe('a pass of alarms', () => {
  test('leaves people in peace while a larger alarm stands, in whatever order they are', () => {
    const store = storeOf(storm());
    const small = ruleOf({ name: 'small', inhibitedBy: ['large'] });
    const words = wordsOf(passAt(store, DURING_MS, [small, ruleOf({ name: 'large' })]));
    expect(words.filter((word) => word.endsWith('!'))).toHaveLength(1);
    const owed = store.openOutbox(10).map(({ alarmKey }) => alarmKey);
    expect(owed).toEqual(['["large"]']);
  });

  test('tells of nothing that is silenced, and keeps its state all the same', () => {
    const store = storeOf(storm());
    store.saveSilence({
      id: 's1',
      alarm: 'st*',
      group: {},
      startMs: T0_MS,
      endMs: T0_MS + 3 * HOUR_MS,
      openedAtMs: null,
      by: 'ada',
      comment: '',
    });
    passAt(store, DURING_MS, [ruleOf({ name: 'storm' })]);
    expect(store.openOutbox(10)).toEqual([]);
    const [state] = store.alarmStates();
    expect(state?.state).toMatchObject({ state: 'ALARM', toldAtMs: null });
    expect(state?.state.reason).toContain('Silenced by ada');
  });
});

describe('a backtest', () => {
  const store = storeOf([...storm(), ...throttled(80, 2 * HOUR_MS + 30 * MINUTE_MS)]);
  const window = { startMs: T0_MS, endMs: T0_MS + 3 * HOUR_MS };
  const of = (changes: Record<string, unknown> = {}) =>
    backtest(ruleOf(changes), window, { store, book: HAND_BOOK });

  test('tells when the rule would have stood, from the first breach on', () => {
    expect(of().spans).toMatchObject([
      {
        startMs: T0_MS + HOUR_MS + 5 * MINUTE_MS,
        endMs: T0_MS + HOUR_MS + 15 * MINUTE_MS,
        value: 60,
      },
      {
        startMs: T0_MS + 2 * HOUR_MS + 35 * MINUTE_MS,
        endMs: T0_MS + 2 * HOUR_MS + 40 * MINUTE_MS,
        value: 80,
      },
    ]);
  });

  test('asks when it stood, not who was in peace', () => {
    const quiet = of({ mute: [{ from: '00:00', to: '23:59' }], inhibitedBy: ['other'] });
    expect(quiet.spans).toHaveLength(2);
  });

  test('writes nothing', () => {
    of();
    expect(store.alarmStates()).toEqual([]);
    expect(store.transitions(10)).toEqual([]);
  });

  test('suggests thresholds from history, with what each would have done', () => {
    const busy = storeOf(
      Array.from({ length: 36 }, (_, i) => throttled(i === 20 ? 90 : 10, i * 5 * MINUTE_MS)).flat(),
    );
    const { suggestions } = backtest(ruleOf({ threshold: 5 }), window, {
      store: busy,
      book: HAND_BOOK,
    });
    expect(suggestions).toEqual([{ threshold: '90', spans: 0 }]);
  });

  test('suggests nothing from a handful of values', () => {
    expect(of().suggestions).toEqual([]);
  });
});
