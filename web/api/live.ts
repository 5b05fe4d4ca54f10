/** The open line to the server: its events as they come, and another try when the line breaks. */
import { API } from '../../shared/contract.ts';
import { LIVE_EVENTS, type LiveMessage } from '../../shared/live.ts';

const PAUSE_MS_MIN = 1_000;
const PAUSE_MS_MAX = 60_000;

export interface LineHooks {
  readonly onMessage: (message: LiveMessage) => void;
  /** Told when the line stands, and when it has broken. */
  readonly onState: (isOpen: boolean) => void;
}

export interface Line {
  close(): void;
}

/** Opens the line and keeps it open until it is closed; each failure doubles the pause. */
export function openLine({ onMessage, onState }: LineHooks): Line {
  let source: EventSource | null = null;
  let timer = 0;
  let failures = 0;
  const open = (): void => {
    const opened = new EventSource(API.events);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      onState(true);
    };
    // The browser would come back by itself, but not after a refusal, and never more slowly.
    opened.onerror = () => {
      opened.close();
      onState(false);
      failures += 1;
      timer = window.setTimeout(open, pauseMs(failures, Math.random()));
    };
    for (const event of LIVE_EVENTS) {
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
        // The guarantee: the server writes the type of the event by this name.
        onMessage({ event, data: JSON.parse(data) } as LiveMessage);
      });
    }
  };
  open();
  return {
    close() {
      clearTimeout(timer);
      source?.close();
      onState(false);
    },
  };
}

/**
 * How long to wait before the next try.
 *
 * @param failures in a row, 1 or more.
 * @param chance 0 to 1: many pages that lost a server must not all come back at once.
 */
export function pauseMs(failures: number, chance: number): number {
  const capMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** (failures - 1));
  return capMs * (0.5 + chance / 2);
}
