/** The live state of the page: the question in the URL, the server's clock, status and alarms. */
import { computed, signal } from '@preact/signals';
import type { AlarmsReply, StatusReply } from '../../shared/contract.ts';
import { askAlarms, askStatus } from '../api/ask.ts';
import { CallError } from '../api/call.ts';
import { recall, remember } from './memory.ts';
import { formatQuestion, parseQuestion, THEMES, type Question, type Theme } from './question.ts';
import { scopeOf } from './scope.ts';

const POLL_MS = 30_000;
const POLL_BACKFILL_MS = 5_000;
const POLL_TIMEOUT_MS = 20_000;

export const question = signal<Question>(parseQuestion(location.search));
export const status = signal<StatusReply | null>(null);
export const alarms = signal<AlarmsReply | null>(null);
/** Why the last poll failed; null while the server answers. */
export const pollProblem = signal<CallError | null>(null);
/** Goes up with every poll, so that cards ask again. */
export const pollCount = signal(0);
/** The server's time at the last poll, epoch ms; the browser's before the first. */
export const nowMs = signal(Date.now());
/** Index of the step under the pointer, shared by all charts over time; null for none. */
export const crosshair = signal<number | null>(null);
export const isHelpOpen = signal(false);
/** Goes up when the system's theme changes, so that canvases take their colours anew. */
export const themeCount = signal(0);

export const scope = computed(() => scopeOf(question.value, nowMs.value));

export const isBackfilling = computed(
  () => status.value?.sources.some((source) => source.state === 'backfilling') ?? false,
);

export const theme = computed<Theme>(() => {
  const remembered = THEMES.find((name) => name === recall('theme'));
  return question.value.theme === 'system' ? (remembered ?? 'system') : question.value.theme;
});

/** The URL of a changed question: links carry it, so that they open in a new tab too. */
export function hrefOf(patch: Partial<Question>): string {
  return `${location.pathname}${formatQuestion(next(patch))}`;
}

/** Moves on to a changed question, as a new entry of the history. */
export function navigate(patch: Partial<Question>): void {
  const to = next(patch);
  const search = formatQuestion(to);
  if (search === formatQuestion(question.value)) return;
  history.pushState(null, '', `${location.pathname}${search}`);
  if (to.view !== question.value.view) scrollTo(0, 0);
  crosshair.value = null;
  question.value = to;
}

function next(patch: Partial<Question>): Question {
  const changesList = 'view' in patch || 'filter' in patch || 'from' in patch || 'to' in patch;
  const reset = changesList ? { before: '', invocation: '' } : {};
  return { ...question.value, ...reset, ...patch };
}

/** Sets the theme in the URL and for the next visits. */
export function chooseTheme(chosen: Theme): void {
  remember('theme', chosen === 'system' ? null : chosen);
  question.value = { ...question.value, theme: chosen };
  history.replaceState(null, '', `${location.pathname}${formatQuestion(question.value)}`);
}

/** Follows the history of the browser and begins to poll; called once. */
export function startStore(): void {
  addEventListener('popstate', () => {
    question.value = parseQuestion(location.search);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - polledAtMs > POLL_BACKFILL_MS) void poll();
  });
  void poll();
}

let timer = 0;
let polledAtMs = 0;

async function poll(): Promise<void> {
  clearTimeout(timer);
  polledAtMs = Date.now();
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
  timer = window.setTimeout(repoll, isBackfilling.value ? POLL_BACKFILL_MS : POLL_MS);
}

function repoll(): void {
  // A hidden page asks nothing; it catches up as soon as it is looked at.
  if (!document.hidden) void poll();
}
