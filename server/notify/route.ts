/** Who is told of which alarms, together with which others, and how often. */
import { matchesPattern, parseFilter } from '../../shared/filter.ts';
import type { AlarmMessage } from '../alarm/notices.ts';

export interface Route {
  readonly channels: readonly string[];
  /** Patterns by label: `severity`, `alarm`, or a dimension such as `tenant` and `tag.team`. */
  readonly match: ReadonlyMap<string, readonly string[]>;
  /** Labels by which alarms are told together; none tells of each alarm by itself. */
  readonly groupBy: readonly string[];
  /** How long a first message waits for others that belong to it. */
  readonly waitMs: number;
  /** At least this lies between two messages of one group. */
  readonly intervalMs: number;
  /** How often people are told again of what still stands; null for never. */
  readonly repeatMs: number | null;
}

/** What holds where the config names no route: every channel is told of every alarm at once. */
export const TO_ALL: Omit<Route, 'channels'> = {
  match: new Map(),
  groupBy: [],
  waitMs: 0,
  intervalMs: 0,
  repeatMs: null,
};

/** What routes can tell apart: name, severity, group, and what the filter of the alarm fixes. */
export function labelsOf({ data }: AlarmMessage): ReadonlyMap<string, string> {
  const labels = new Map([
    ['alarm', data.alarm],
    ['severity', data.severity],
  ]);
  const filter = parseFilter(data.filter);
  for (const term of filter.ok ? filter.value.terms : []) {
    const [value, ...others] = term.values;
    if (value !== undefined && others.length === 0 && !term.negated) {
      labels.set(term.dimension, value);
    }
  }
  for (const [dimension, value] of Object.entries(data.group)) labels.set(dimension, value);
  return labels;
}

/** The first route that leads a message to a channel; null when none does. Never throws. */
export function routeOf(
  channel: string,
  labels: ReadonlyMap<string, string>,
  routes: readonly Route[],
): Omit<Route, 'channels'> | null {
  if (routes.length === 0) return TO_ALL;
  const found = routes.find(({ channels, match }) => {
    return (
      channels.includes(channel) &&
      [...match].every(([key, patterns]) => {
        return patterns.some((pattern) => matchesPattern(pattern, labels.get(key) ?? ''));
      })
    );
  });
  return found ?? null;
}
