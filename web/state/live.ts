/** Keeps the page fresh: by the server's events while the line stands, else by asking in turn. */
import type { LiveMessage, LiveSources } from '../../shared/live.ts';
import { forgetAnswers, slowestAnswerMs } from '../api/answer-time.ts';
import { askAlarms, askStatus } from '../api/ask.ts';
import { CallError } from '../api/call.ts';
import { openLine, type Line } from '../api/live.ts';
import { refreshDelayMs } from './refresh-pace.ts';
import { alarms, isBackfilling, isLive, nowMs, pollCount, pollProblem, status } from './store.ts';

const POLL_TIMEOUT_MS = 20_000;

let timer = 0;
let polledAtMs = 0;
let line: Line | null = null;
/** Something changed while nobody looked. */
let isOutdated = false;

/** Begins to ask and to listen; called once. */
export function startLive(): void {
  document.addEventListener('visibilitychange', follow);
  void poll();
  follow();
}

/** A hidden page holds no line, of which a browser has few, and catches up when it is looked at. */
function follow(): void {
  if (document.hidden) {
    line?.close();
    line = null;
    return;
  }
  line ??= openLine({ onMessage: take, onState: setLive });
  if (pollCount.value > 0) plan(isOutdated);
}

function setLive(isOpen: boolean): void {
  isLive.value = isOpen;
  if (!document.hidden && pollCount.value > 0) plan(false);
}

function take(message: LiveMessage): void {
  switch (message.event) {
    case 'sources':
      return takeSources(message.data);
    case 'data':
      return plan(true);
    case 'alarms':
      return void refreshAlarms();
  }
}

/** Progress and states are shown at once; the figures wait for `data`. */
function takeSources({ now, completeTo, sources }: LiveSources): void {
  const known = status.value;
  if (known) status.value = { ...known, now, completeTo, sources };
}

/** Sets the time of the next poll; a change is shown sooner, but never at the server's pace. */
function plan(hasChanged: boolean): void {
  isOutdated ||= hasChanged;
  clearTimeout(timer);
  const pace = {
    isLive: isLive.value,
    isBackfilling: isBackfilling.value,
    hasChanged: isOutdated,
    sinceMs: Date.now() - polledAtMs,
    slowestMs: slowestAnswerMs(),
  };
  timer = window.setTimeout(repoll, refreshDelayMs(pace));
}

function repoll(): void {
  if (document.hidden) isOutdated = true;
  else void poll();
}

async function poll(): Promise<void> {
  clearTimeout(timer);
  polledAtMs = Date.now();
  forgetAnswers();
  isOutdated = false;
  const patience = AbortSignal.timeout(POLL_TIMEOUT_MS);
  try {
    const [newStatus, newAlarms] = await Promise.all([askStatus(patience), askAlarms(patience)]);
    status.value = newStatus;
    alarms.value = newAlarms;
    nowMs.value = Date.parse(newStatus.now);
    pollProblem.value = null;
  } catch (problem) {
    pollProblem.value = problem instanceof CallError ? problem : null;
    nowMs.value = Date.now();
  }
  pollCount.value += 1;
  plan(false);
}

async function refreshAlarms(): Promise<void> {
  try {
    alarms.value = await askAlarms(AbortSignal.timeout(POLL_TIMEOUT_MS));
  } catch {
    plan(true); // The next poll asks again, and tells what is wrong.
  }
}
