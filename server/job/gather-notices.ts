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
  /** Channels with so much news at once that it is told by alarm and not by group. */
  readonly crowded: Set<string>;
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
  for (const entry of heldEntries(gathering)) {
    if (entry.type === 'alarm.firing') holdFiring(entry, gathering);
    else if (entry.type === 'alarm.resolved') holdResolved(entry, gathering);
    else passOn(entry, gathering);
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
  const all = { lines: new Map(), tellers: new Map(), crowded: new Set<string>() };
  const gathering: Gathering = { store, routes, nowMs, ...all };
  const lines = store.notices.lines().toSorted((a, b) => (a.toldAtMs ?? 0) - (b.toldAtMs ?? 0));
  for (const known of lines) {
    const toldAtMs = known.toldAtMs === null ? null : Math.min(known.toldAtMs, nowMs);
    const line = { ...known, toldAtMs, changedAtMs: Math.min(known.changedAtMs, nowMs) };
    const held = { line, way: TO_ALL, entries: [] };
    gathering.lines.set(lineId(line), held);
    for (const { alarmKey } of line.firing) {
      tellersOf(gathering, { endpointId: line.endpointId, alarmKey }).add(held);
    }
  }
  return gathering;
}

/** News of more alarms than these in one pass would drown whoever gets each by itself. */
const CROWD_MIN = 50;

/** What is held, in order; nothing lies in the future, even when the clock was put back. */
function heldEntries({ store, nowMs, crowded }: Gathering): readonly OutboxEntry[] {
  const entries = store.notices.held(HELD_MAX).map((entry) => {
    const atMs = Math.min(entry.createdAtMs, nowMs);
    return { ...entry, createdAtMs: atMs, nextAttemptAtMs: Math.min(entry.nextAttemptAtMs, nowMs) };
  });
  const news = new Map<string, Set<string>>();
  for (const { endpointId, alarmKey } of entries) {
    news.set(endpointId, (news.get(endpointId) ?? new Set()).add(alarmKey));
  }
  for (const [endpointId, alarms] of news) if (alarms.size >= CROWD_MIN) crowded.add(endpointId);
  return inSequence(entries);
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
  const found = routeOf(endpointId, labels, routes);
  if (!found) return store.notices.saveEntry({ ...entry, state: 'merged', detail: NO_ROUTE });
  const isCrowd = gathering.crowded.has(endpointId) && found.groupBy.length === 0;
  const way = isCrowd ? { ...found, groupBy: ['alarm'] } : found;
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

/** A correction is told at once, by the route of its own labels: it neither fires nor ends. */
function passOn(entry: OutboxEntry, { store, routes }: Gathering): void {
  const way = routeOf(entry.endpointId, labelsOf(messageOf(entry)), routes);
  if (way) store.notices.saveEntry({ ...entry, state: 'pending' });
  else store.notices.saveEntry({ ...entry, state: 'merged', detail: NO_ROUTE });
}

/** How a line is told that has no news but that something is over: as what it told before. */
function wayOf({ endpointId, key, firing }: NoticeLine, { routes }: Gathering): Way {
  const [first] = firing;
  const way = (first && routeOf(endpointId, labelsOf(messageOf(first)), routes)) ?? TO_ALL;
  // What was told together, as in a storm, is over together.
  const isGroup = way.groupBy.length === 0 && first !== undefined && first.alarmKey !== key;
  return isGroup ? { ...way, groupBy: ['alarm'] } : way;
}

function keyOf(entry: OutboxEntry, labels: ReadonlyMap<string, string>, { groupBy }: Way): string {
  if (groupBy.length === 0) return entry.alarmKey;
  return JSON.stringify(['', ...groupBy.map((name) => [name, labels.get(name) ?? ''])]);
}

function lineId({ endpointId, key }: Pick<NoticeLine, 'endpointId' | 'key'>): string {
  return JSON.stringify([endpointId, key]);
}

/** All transitions of an alarm in their order; alarms by when there was first news of them. */
function inSequence(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const firstMs = new Map<string, number>();
  for (const { alarmKey, createdAtMs } of entries) {
    firstMs.set(alarmKey, Math.min(createdAtMs, firstMs.get(alarmKey) ?? Infinity));
  }
  // Sorting is stable: what the second leaves equal stays as the first has put it.
  return entries
    .toSorted((a, b) => a.sequence - b.sequence)
    .toSorted((a, b) => {
      const byTime = (firstMs.get(a.alarmKey) ?? 0) - (firstMs.get(b.alarmKey) ?? 0);
      return byTime || compareTexts(a.alarmKey, b.alarmKey);
    });
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
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
