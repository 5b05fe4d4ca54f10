/** When alarms stood: an alarm that tells of a larger trouble quietens others only in that time. */
import type { StoredAlarmState, StoredTransition } from '../store/store.ts';

/** One stretch in which one group of an alarm stood. */
export interface Standing {
  readonly group: Readonly<Record<string, string>>;
  readonly startMs: number;
  /** Infinity while it stands. */
  readonly endMs: number;
}

/**
 * The stretches in which groups of one alarm stood.
 *
 * @param before its states before the pass. @param transitions of the pass, in order.
 */
export function standingsOf(
  before: readonly StoredAlarmState[],
  transitions: readonly StoredTransition[],
): readonly Standing[] {
  const open = new Map<string, Standing>();
  const done: Standing[] = [];
  for (const { group, state } of before) {
    if (state.state !== 'ALARM') continue;
    const startMs = state.openedAtMs ?? state.sinceMs;
    open.set(JSON.stringify(group), { group, startMs, endMs: Infinity });
  }
  for (const { group, transition } of transitions) {
    const key = JSON.stringify(group);
    const standing = open.get(key);
    const { occurredAtMs: atMs, to } = transition;
    if (to === 'ALARM' && !standing) open.set(key, { group, startMs: atMs, endMs: Infinity });
    if (to === 'ALARM' || !standing) continue;
    done.push({ ...standing, endMs: atMs });
    open.delete(key);
  }
  return [...done, ...open.values()];
}

/** Whether one of them stood at an instant, for a group that agrees in what both tell apart. */
export function stands(
  standings: readonly Standing[],
  group: Readonly<Record<string, string>>,
  atMs: number,
): boolean {
  return standings.some((one) => {
    if (atMs < one.startMs || atMs >= one.endMs) return false;
    return Object.entries(one.group).every(([name, value]) => (group[name] ?? value) === value);
  });
}

/** Members of a list by a text of theirs, in order. */
export function groupBy<Member>(
  members: readonly Member[],
  textOf: (member: Member) => string,
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const text = textOf(member);
    const known = groups.get(text);
    if (known) known.push(member);
    else groups.set(text, [member]);
  }
  return groups;
}
