/** Silences and acknowledgements as people set and end them, from the command line or the page. */
import { isoTime } from '../../shared/window.ts';
import { concerns, isSilenced, type HushSubject, type Silence } from '../alarm/mute.ts';
import type { Store } from '../store/store.ts';

/** What somebody asks to be left in peace by. */
export interface HushAsk {
  /** Name of an alarm, or a pattern with `*`. */
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly forMs: number;
  readonly by: string;
  readonly comment: string;
}

const UNIT_MS = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Reads `30m`, `2h` or `3d`, as milliseconds; null for anything else. */
export function parseSpan(text: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS.get(unit);
  return unitMs === undefined || Number(count) === 0 ? null : Number(count) * unitMs;
}

/** Tells nobody of these alarms for a while. @throws StoreError */
export function silence(ask: HushAsk, store: Store, nowMs: number): Silence {
  const made = silenceOf(ask, store, nowMs);
  store.saveSilence(made);
  note('silence', made, ask.by, { store, nowMs });
  return made;
}

/** Says that somebody looks after what stands now. @returns none where nothing stands */
export function acknowledge(ask: HushAsk, store: Store, nowMs: number): readonly Silence[] {
  const asked = silenceOf(ask, store, nowMs);
  const standing = store.alarmStates().filter((one) => {
    return one.state.openedAtMs !== null && concerns(asked, one.alarm, one.group);
  });
  const made = standing.map(({ alarm, group, state }, index) => {
    const id = `${asked.id}-${index + 1}`;
    return { ...asked, id, alarm, group, openedAtMs: state.openedAtMs };
  });
  for (const one of made) {
    store.saveSilence(one);
    note('acknowledge', one, ask.by, { store, nowMs });
  }
  return made;
}

/** Ends a silence or an acknowledgement now. @returns null when there is none of that id */
export function endSilence(
  { id, by }: { readonly id: string; readonly by: string },
  store: Store,
  nowMs: number,
): Silence | null {
  const found = store.silences().find((one) => one.id === id);
  if (!found) return null;
  const ended = { ...found, endMs: Math.min(found.endMs, nowMs) };
  store.saveSilence(ended);
  note('endSilence', ended, by, { store, nowMs });
  return ended;
}

/** Who has asked to be left in peace about an alarm now; null for nobody. */
export function hushNow(
  subject: Pick<HushSubject, 'name' | 'group' | 'openedAtMs'>,
  silences: readonly Silence[],
  nowMs: number,
): Silence | null {
  const asked = { ...subject, mute: [] };
  return silences.find((one) => isSilenced(one, asked, nowMs)) ?? null;
}

function note(
  action: 'silence' | 'acknowledge' | 'endSilence',
  { id, alarm, group, endMs, comment }: Silence,
  by: string,
  { store, nowMs }: { readonly store: Store; readonly nowMs: number },
): void {
  const values = Object.entries(group).map(([dimension, value]) => `${dimension}=${value}`);
  const subject = [alarm, ...values].join(' ');
  const detail = [`${id}, until ${isoTime(endMs)}`, comment]
    .filter((text) => text !== '')
    .join(': ');
  store.notices.addNote({ atMs: nowMs, by, action, subject, detail });
}

function silenceOf({ forMs, ...ask }: HushAsk, store: Store, nowMs: number): Silence {
  const ids = new Set(store.silences().map((one) => one.id));
  let stamp = nowMs; // Two that are set in one millisecond are two all the same.
  while (ids.has(idOf(stamp)) || ids.has(`${idOf(stamp)}-1`)) stamp += 1;
  return { ...ask, id: idOf(stamp), startMs: nowMs, endMs: nowMs + forMs, openedAtMs: null };
}

function idOf(stamp: number): string {
  return `s${stamp.toString(36)}`;
}
