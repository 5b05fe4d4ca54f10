/** One pass over all alarms, once the newest data is whole. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { Config } from '../config/config.ts';
import type { PriceBook } from '../price/price-book.ts';
import { completeToOf, isBackfilling } from '../query/status.ts';
import type { SourcePlace } from '../source/source.ts';
import type { Store } from '../store/store.ts';
import { ruleCompleteTo } from './alarm-freshness.ts';
import { alarmsInForce } from './alarms-in-force.ts';
import { evaluateAlarms } from './evaluate-alarms.ts';
import { gatherNotices } from './gather-notices.ts';

interface AlarmPassParts {
  readonly store: Store;
  readonly book: PriceBook;
  readonly config: Config;
  readonly nowMs: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** So far back the newest data reaches before any backfill. */
const CATCH_UP_HOURS_SHORT = 1;

/** Evaluates alarms once the first backfill has passed, then lets go of what is owed. */
export function alarmPass(parts: AlarmPassParts, placeOf: ReadonlyMap<string, SourcePlace>): void {
  const { store, book, config, nowMs } = parts;
  const { channels, routes } = config;
  const rules = alarmsInForce(config.alarms, store);
  // One account that has denied itself from the start must not silence the alarms of all others.
  const states = store.sourceStates().filter((one) => one.completeToMs !== null || !one.error);
  const placed = states.map((state) => ({ state, place: placeOf.get(state.sourceId) ?? null }));
  const completeToMs = completeToOf(states);
  // A long look back waits for what it looks back on; else the newest data is whole already.
  const isEarly = isBackfilling(states) && config.alarmCatchUpHours > CATCH_UP_HOURS_SHORT;
  const mustWait = isEarly && store.alarmStates().every(({ budget }) => budget);
  if (!mustWait && completeToMs !== null) {
    const context = {
      store,
      book,
      endpoints: channels,
      completeToMs,
      completeToOf: (rule: AlarmRule, isInAlarm: boolean) =>
        ruleCompleteTo(rule, isInAlarm, placed, nowMs()),
      composites: config.composites,
      catchUpHours: config.alarmCatchUpHours,
      pageUrl: config.pageUrl,
      nowMs: nowMs(),
    };
    for (const { alarm, group, transition } of evaluateAlarms(rules, context)) {
      parts.log('alarm', { alarm, group, from: transition.from, to: transition.to });
    }
  }
  gatherNotices(store, routes, nowMs());
}
