/** Looks through messages that are held, and lets go of those whose time has come. */
import { hushAt } from '../alarm/mute.ts';
import type { AlarmMessage } from '../alarm/notices.ts';
import { messageOf } from '../notify/message.ts';
import {
  newLine,
  releaseHeld,
  repeatLine,
  type NoticeLine,
  type Release,
} from '../notify/notice-line.ts';
import type { OutboxEntry } from '../notify/outbox.ts';
import { labelsOf, routeOf, type Route } from '../notify/route.ts';
import type { Store } from '../store/store.ts';

/** Messages looked at in one pass; the rest comes with the next. */
const HELD_MAX = 10_000;

type Way = Omit<Route, 'channels'>;

/** What fires while nobody routes it anywhere is kept as told to nobody. */
const NO_ROUTE = 'No route leads to this channel.';

/**
 * Releases held messages by the routes; each line and its messages change in one transaction.
 *
 * @throws StoreError
 */
export function gatherNotices(store: Store, routes: readonly Route[], nowMs: number): void {
  const lines = new Map(store.notices.lines().map((line) => [lineId(line), line]));
  const held = new Map<string, { readonly way: Way; readonly entries: OutboxEntry[] }>();
  for (const entry of store.notices.held(HELD_MAX)) {
    const labels = labelsOf(messageOf(entry));
    const way = routeOf(entry.endpointId, labels, routes);
    if (!way) {
      store.notices.saveEntry({ ...entry, state: 'merged', detail: NO_ROUTE });
      continue;
    }
    const key = keyOf(entry, labels, way);
    const id = lineId({ endpointId: entry.endpointId, key });
    if (!lines.has(id)) lines.set(id, newLine(entry.endpointId, key, nowMs));
    const line = held.get(id) ?? { way, entries: [] };
    line.entries.push(entry);
    held.set(id, line);
  }
  for (const [id, { way, entries }] of held) {
    const line = lines.get(id);
    const release = line && releaseHeld(entries.sort(bySequence), line, way, nowMs);
    if (!release) continue;
    store.notices.saveRelease(release);
    lines.set(id, release.line);
  }
  if (routes.some(({ repeatMs }) => repeatMs !== null))
    repeat([...lines.values()], routes, { store, nowMs });
}

function keyOf(entry: OutboxEntry, labels: ReadonlyMap<string, string>, { groupBy }: Way): string {
  if (groupBy.length === 0) return entry.alarmKey;
  return JSON.stringify(['', ...groupBy.map((name) => [name, labels.get(name) ?? ''])]);
}

function lineId({ endpointId, key }: Pick<NoticeLine, 'endpointId' | 'key'>): string {
  return JSON.stringify([endpointId, key]);
}

/** Transitions of one alarm in their order; alarms by when they were told of. */
function bySequence(a: OutboxEntry, b: OutboxEntry): number {
  if (a.alarmKey === b.alarmKey) return a.sequence - b.sequence;
  return a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);
}

function repeat(
  lines: readonly NoticeLine[],
  routes: readonly Route[],
  { store, nowMs }: { readonly store: Store; readonly nowMs: number },
): void {
  const silences = store.silences();
  const isQuiet = ({ data }: AlarmMessage): boolean => {
    const openedAtMs = Date.parse(data.openedAt);
    const subject = { name: data.alarm, group: data.group, openedAtMs, mute: [] };
    return hushAt(subject, silences, nowMs) !== null;
  };
  for (const line of lines) {
    const [first] = line.firing;
    const way = first && routeOf(line.endpointId, labelsOf(messageOf(first)), routes);
    const release: Release | null = way ? repeatLine(line, way, nowMs, isQuiet) : null;
    if (release) store.notices.saveRelease(release);
  }
}
