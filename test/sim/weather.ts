/** What goes wrong in a seed and when: a light rain of faults, and storms that last hours. */
import type { AwsScope } from '../../server/demo/aws-world.ts';
import type { FaultKind, FaultPlan, FaultRule } from '../../server/demo/fault-plan.ts';
import type { Random } from '../../server/demo/random.ts';
import { HOUR_MS, type Window } from '../../shared/window.ts';
import { pick } from './call-record.ts';

export interface Weather {
  /** The plan at a time; the same object while nothing changes. */
  planAt(nowMs: number): FaultPlan;
}

interface Storm extends Window {
  readonly rule: FaultRule;
}

/** Most a share of calls may be hit by. */
const RAIN: readonly (readonly [FaultKind, number])[] = [
  ['throttle', 0.1],
  ['serverError', 0.05],
  ['emptyPage', 0.3],
  ['repeatedToken', 0.3],
  ['expiredToken', 0.2],
  ['repeatedEvents', 0.3],
  ['cutBody', 0.15],
  ['closedConnection', 0.05],
  ['expiredCredentials', 0.03],
];
const STORMS: readonly FaultKind[] = [
  'throttle',
  'serverError',
  'accessDenied',
  'expiredCredentials',
  'closedConnection',
];
/** The same token so often that a reader must give the slice up and cut it. */
const STUCK: FaultRule = { kind: 'repeatedToken', operation: 'FilterLogEvents', times: 60 };

/** Draws the weather; after the end of the span only rules that last for ever hold. */
export function drawWeather(
  random: Random,
  span: Window,
  scopes: readonly AwsScope[],
  denials: { readonly lasting: readonly FaultRule[]; readonly passing: readonly FaultRule[] },
): Weather {
  const isBad = random.next() < 0.8;
  const rain = RAIN.flatMap(([kind, most]) => {
    const ratio = random.next() * most;
    return isBad && random.next() < 0.6 ? [{ kind, ratio }] : [];
  });
  const storms = Array.from({ length: random.integer(4) }, (): Storm => {
    const startMs = span.startMs + random.next() * (span.endMs - span.startMs);
    const { region } = pick(random, scopes);
    const rule = random.next() < 0.2 ? STUCK : { kind: pick(random, STORMS), region };
    return { rule, startMs, endMs: startMs + (0.5 + random.next() * 7) * HOUR_MS };
  });
  const pageItemsMax = {
    FilterLogEvents: pick(random, [5, 30, 10_000]),
    ListObjectsV2: pick(random, [3, 20, 1_000]),
  };
  const tokenLifeMs = pick(random, [300, 2_000, 24 * HOUR_MS]);
  const seed = random.integer(2 ** 31);
  const made = new Map<string, FaultPlan>();
  return {
    planAt(nowMs) {
      const isOver = nowMs >= span.endMs;
      const now = isOver ? [] : storms.filter((one) => one.startMs <= nowMs && nowMs < one.endMs);
      const key = isOver ? 'over' : now.map((storm) => storm.startMs).join();
      const own = isOver ? [] : [...denials.passing, ...now.map(({ rule }) => rule), ...rain];
      const rules = [...denials.lasting, ...own];
      const plan = made.get(key) ?? {
        seed,
        rules,
        pageItemsMax,
        ...(isOver ? {} : { tokenLifeMs }),
      };
      made.set(key, plan);
      return plan;
    },
  };
}
