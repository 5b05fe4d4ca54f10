/** A wall screen: no controls, larger type, one view after the other, and how to leave. */
import { useEffect, useState } from 'preact/hooks';
import { formatTime } from '../format/time.ts';
import { nowMs, question, replace } from '../state/store.ts';
import { viewAfter, VIEW_ENTRIES } from '../state/views.ts';

const TURN_MS = 30_000;
const SAID_MS = 6_000;

export function Kiosk() {
  const { view, timeZone } = question.value;
  const [saysHow, setSaysHow] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setSaysHow(false), SAID_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      replace({ view: viewAfter(view) });
      scrollTo(0, 0);
    }, TURN_MS);
    return () => clearTimeout(timer);
  }, [view]);
  return (
    <header class="kiosk-bar">
      <b>Outcrop</b>
      <span>{VIEW_ENTRIES[view].word}</span>
      {saysHow && (
        <span class="muted" role="status">
          Esc leaves the kiosk; views change every half minute
        </span>
      )}
      <time>
        {formatTime(nowMs.value, timeZone, 'dayClock')} {timeZone}
      </time>
    </header>
  );
}
