/** Watches the store while somebody listens, and tells what has changed since the last look. */
import type { LiveMessage } from '../../shared/live.ts';
import { isoTime } from '../../shared/window.ts';
import { completeToOf } from '../query/status.ts';
import type { SourceState, Store } from '../store/store.ts';
import { sourceStatus } from './status-reply.ts';

/** Listeners at once: each is an open connection, and a page holds one. */
export const LISTENERS_MAX = 64;
/** Two short reads of small tables; a look costs less than a tenth of a millisecond. */
const LOOK_EVERY_MS = 1_000;
/** A page asks some ten questions for each `data`: batches of one pass are told together. */
const DATA_EVERY_MS = 5_000;
/** Told to one page after the other: all at once would ask hundreds of questions at an instant. */
const DATA_APART_MS = 150;

export interface Listener {
  readonly send: (message: LiveMessage) => void;
  readonly end: () => void;
}

export interface LiveFeed {
  /** @returns whether there was room; the state of sources is told at once. */
  join(listener: Listener): boolean;
  leave(listener: Listener): void;
  /** Ends all listeners; nobody is let in after. */
  close(): void;
}

export interface LiveParts {
  readonly store: Pick<Store, 'sourceStates' | 'alarmStates' | 'transitions'>;
  readonly nowMs: () => number;
}

/** Looks at the store by a timer, and only while somebody listens. */
export function createLiveFeed(parts: LiveParts): LiveFeed {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let watch = new LiveWatch(parts);
  let isClosed = false;
  const look = (): void => {
    for (const message of watch.look()) {
      let delayMs = 0;
      for (const one of listeners) {
        tell(one, message, delayMs);
        if (message.event === 'data') delayMs += DATA_APART_MS;
      }
    }
  };
  const tell = (listener: Listener, message: LiveMessage, delayMs: number): void => {
    if (delayMs === 0) return listener.send(message);
    const later = (): void => {
      if (listeners.has(listener)) listener.send(message);
    };
    setTimeout(later, delayMs).unref();
  };
  const leave = (listener: Listener): void => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
  return {
    join(listener) {
      if (isClosed || listeners.size >= LISTENERS_MAX) return false;
      if (listeners.size === 0) {
        watch = new LiveWatch(parts);
        watch.look();
        timer = setInterval(look, LOOK_EVERY_MS);
        timer.unref();
      }
      listeners.add(listener);
      listener.send(watch.sources());
      return true;
    },
    leave,
    close() {
      isClosed = true;
      for (const listener of listeners) listener.end();
      listeners.clear();
      clearInterval(timer);
    },
  };
}

/** What was seen at the last look, and so what is new at this one. */
export class LiveWatch {
  readonly #parts: LiveParts;
  #sourcesSeen = '';
  #alarmsSeen = '';
  #dataSeen = '';
  #dataToldAtMs = -Infinity;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** How all sources stand now. */
  sources(): LiveMessage {
    const nowMs = this.#parts.nowMs();
    const states = this.#parts.store.sourceStates();
    const completeToMs = completeToOf(states);
    const data = {
      now: isoTime(nowMs),
      completeTo: completeToMs === null ? null : isoTime(completeToMs),
      sources: states.map((state) => sourceStatus(state, nowMs)),
    };
    return { event: 'sources', data };
  }

  /** What has changed since the last look; all of it at the first. */
  look(): readonly LiveMessage[] {
    const nowMs = this.#parts.nowMs();
    const now = isoTime(nowMs);
    const states = this.#parts.store.sourceStates();
    const messages: LiveMessage[] = [];
    const sources = JSON.stringify(states.map((state) => [standOf(state), readOf(state)]));
    if (sources !== this.#sourcesSeen) messages.push(this.sources());
    this.#sourcesSeen = sources;
    const data = JSON.stringify(states.map(readOf));
    if (data !== this.#dataSeen && nowMs - this.#dataToldAtMs >= DATA_EVERY_MS) {
      this.#dataSeen = data;
      this.#dataToldAtMs = nowMs;
      messages.push({ event: 'data', data: { now } });
    }
    const alarms = this.#alarmsKey();
    if (alarms !== this.#alarmsSeen) messages.push({ event: 'alarms', data: { now } });
    this.#alarmsSeen = alarms;
    return messages;
  }

  /** The last value moves with every period; only a state that changed is news. */
  #alarmsKey(): string {
    const states = this.#parts.store.alarmStates();
    const [last] = this.#parts.store.transitions(1);
    return JSON.stringify([
      states.map(({ alarm, group, state }) => [alarm, group, state.state, state.sinceMs]),
      last?.alarm,
      last?.transition.occurredAtMs,
    ]);
  }
}

function standOf({ sourceId, error }: SourceState): unknown {
  return [sourceId, error?.code, error?.message];
}

/** What moves when a source has read: a pass without records moves its end all the same. */
function readOf({ completeToMs, progress, updatedAtMs, error }: SourceState): unknown {
  return [completeToMs, progress.done, progress.total, error === null ? updatedAtMs : null];
}
