/** Storms of throttles in a store, and passes of alarms over them. */
import type { AlarmRule } from '../../server/alarm/alarm-rule.ts';
import { evaluateAlarms, type AlarmContext } from '../../server/job/evaluate-alarms.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { Store, StoredTransition } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { call, HAND_BOOK } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

let number = 0;

/** So many refused calls of one tenant in the five minutes from some time after T0 on. */
export function throttled(
  count: number,
  afterMs: number,
  tenant = 'acme',
): readonly MeteredInvocation[] {
  return Array.from({ length: count }, (_, i) => {
    number += 1;
    const invocation = { status: 'throttled' } as const;
    return call(number, afterMs + i, { invocation, attribution: { tenant }, usage: [] });
  });
}

/** The storm of every test: ten minutes from 01:00 on. */
export function storm(tenant = 'acme'): readonly MeteredInvocation[] {
  return [
    ...throttled(1, 30 * MINUTE_MS, tenant),
    ...throttled(60, HOUR_MS, tenant),
    ...throttled(70, HOUR_MS + 5 * MINUTE_MS, tenant),
    ...throttled(2, 2 * HOUR_MS, tenant),
  ];
}

/** One pass some time after T0, with data whole up to that time. */
export function passAt(
  store: Store,
  afterMs: number,
  rules: readonly AlarmRule[],
  changes: Partial<AlarmContext> = {},
): readonly StoredTransition[] {
  const nowMs = T0_MS + afterMs;
  return evaluateAlarms(rules, {
    store,
    book: HAND_BOOK,
    endpoints: [{ id: 'ops' }],
    pageUrl: 'http://127.0.0.1:4680',
    catchUpHours: 6,
    nowMs,
    completeToMs: nowMs,
    ...changes,
  });
}

/** Transitions as words, with `!` where people are told. */
export function wordsOf(transitions: readonly StoredTransition[]): readonly string[] {
  return transitions.map(({ group, transition }) => {
    const who = Object.values(group).join('/');
    return `${who}${who === '' ? '' : ' '}${transition.to}${transition.notice ? '!' : ''}`;
  });
}
