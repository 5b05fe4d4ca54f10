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
import { labelsOf, routeOf, TO_ALL, type Route } from '../notify/route.ts';
import type { Store } from '../store/store.ts';

/** Messages looked at in one pass; the rest comes with the next. */
const HELD_MAX = 10_000;

type Way = Omit<Route, 'channels'>;

/** What fires while nobody routes it anywhere is kept as told to nobody. */
const NO_ROUTE = 'No route leads to this channel.';
const NOT_TOLD = 'This channel was never told that it fires.';

/** A line of a channel in this pass, and what is held for it. */
interface HeldLine {
  line: NoticeLine;
  way: Way;
  readonly entries: OutboxEntry[];
}

/** All lines, by channel and key, and where each firing was told or is about to be. */
interface Gathering {
  readonly store: Store;
  readonly routes: readonly Route[];
  readonly nowMs: number;
  readonly lines: Map<string, HeldLine>;
  /** Lines that know an alarm as firing, by channel and alarm, the one told last at the end. */
  readonly tellers: Map<string, Set<HeldLine>>;
}

/**
 * Releases held messages by the routes; each line and its messages change in one transaction.
 *
 * What is over is told wherever it was told that it fires, whatever its severity is by now, and
 * nowhere else.
 *
 * @throws StoreError
 */
export function gatherNotices(store: Store, routes: readonly Route[], nowMs: number): void {
  const gathering = newGathering(store, routes, nowMs);
  for (const entry of store.notices.held(HELD_MAX).toSorted(bySequence)) {
    if (entry.type === 'alarm.firing') holdFiring(entry, gathering);
    else holdResolved(entry, gathering);
  }
  for (const held of gathering.lines.values()) {
    if (held.entries.length === 0) continue;
    const release = releaseHeld(held.entries, held.line, held.way, nowMs);
    if (!release) continue;
    store.notices.saveRelease(release);
    held.line = release.line;
  }
  if (routes.some(({ repeatMs }) => repeatMs !== null)) repeat(gathering);
}

function newGathering(store: Store, routes: readonly Route[], nowMs: number): Gathering {
  const gathering = { store, routes, nowMs, lines: new Map(), tellers: new Map() };
  const lines = store.notices.lines().toSorted((a, b) => (a.toldAtMs ?? 0) - (b.toldAtMs ?? 0));
  for (const line of lines) {
    const held = { line, way: TO_ALL, entries: [] };
    gathering.lines.set(lineId(line), held);
    for (const { alarmKey } of line.firing) {
      tellersOf(gathering, { endpointId: line.endpointId, alarmKey }).add(held);
    }
  }
  return gathering;
}

function tellersOf(
  { tellers }: Gathering,
  { endpointId, alarmKey }: Pick<OutboxEntry, 'endpointId' | 'alarmKey'>,
): Set<HeldLine> {
  const key = JSON.stringify([endpointId, alarmKey]);
  const found = tellers.get(key) ?? new Set();
  tellers.set(key, found);
  return found;
}

function holdFiring(entry: OutboxEntry, gathering: Gathering): void {
  const { store, routes, nowMs, lines } = gathering;
  const { endpointId } = entry;
  const labels = labelsOf(messageOf(entry));
  const way = routeOf(endpointId, labels, routes);
  if (!way) return store.notices.saveEntry({ ...entry, state: 'merged', detail: NO_ROUTE });
  const key = keyOf(entry, labels, way);
  const id = lineId({ endpointId, key });
  const held = lines.get(id) ?? { line: newLine(endpointId, key, nowMs), way, entries: [] };
  lines.set(id, held);
  held.way = way;
  held.entries.push(entry);
  const tellers = tellersOf(gathering, entry);
  tellers.delete(held);
  tellers.add(held);
}

/** The line that told of it last says that it is over; others forget that it fires. */
function holdResolved(entry: OutboxEntry, gathering: Gathering): void {
  const { store } = gathering;
  const tellers = tellersOf(gathering, entry);
  const last = [...tellers].at(-1);
  if (!last) return store.notices.saveEntry({ ...entry, state: 'merged', detail: NOT_TOLD });
  for (const other of tellers) {
    if (other === last) continue;
    const firing = other.line.firing.filter(({ alarmKey }) => alarmKey !== entry.alarmKey);
    other.line = { ...other.line, firing };
    store.notices.saveRelease({ line: other.line, due: [], merged: [] });
    tellers.delete(other);
  }
  if (last.entries.length === 0) last.way = wayOf(last.line, gathering);
  last.entries.push(entry);
}

/** How a line is told that has no news but that something is over: as what it told before. */
function wayOf({ endpointId, firing }: NoticeLine, { routes }: Gathering): Way {
  const [first] = firing;
  return (first && routeOf(endpointId, labelsOf(messageOf(first)), routes)) ?? TO_ALL;
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

function repeat(gathering: Gathering): void {
  const { store, nowMs } = gathering;
  const silences = store.silences();
  const isQuiet = ({ data }: AlarmMessage): boolean => {
    const openedAtMs = Date.parse(data.openedAt);
    const subject = { name: data.alarm, group: data.group, openedAtMs, mute: [] };
    return hushAt(subject, silences, nowMs) !== null;
  };
  for (const { line } of gathering.lines.values()) {
    if (line.firing.length === 0) continue;
    const release: Release | null = repeatLine(line, wayOf(line, gathering), nowMs, isQuiet);
    if (release) store.notices.saveRelease(release);
  }
}
