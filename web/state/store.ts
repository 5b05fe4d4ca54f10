/** The live state of the page: the question in the URL, the server's clock, status and alarms. */
import { computed, signal } from '@preact/signals';
import type { AlarmsReply, StatusReply } from '../../shared/contract.ts';
import type { CallError } from '../api/call.ts';
import { recall, remember } from './memory.ts';
import { formatQuestion, parseQuestion, THEMES, type Question, type Theme } from './question.ts';
import { scopeOf } from './scope.ts';

export const question = signal<Question>(parseQuestion(location.search));
export const status = signal<StatusReply | null>(null);
export const alarms = signal<AlarmsReply | null>(null);
/** Why the last poll failed; null while the server answers. */
export const pollProblem = signal<CallError | null>(null);
/** Goes up with every poll, so that cards ask again. */
export const pollCount = signal(0);
/** The server tells what changes, so that the page need not ask in turn. */
export const isLive = signal(false);
/** The server's time at the last poll, epoch ms; the browser's before the first. */
export const nowMs = signal(Date.now());
/** Index of the step under the pointer, shared by all charts over time; null for none. */
export const crosshair = signal<number | null>(null);
export const isHelpOpen = signal(false);
export const isPaletteOpen = signal(false);
export const isSaveOpen = signal(false);
export const isShareOpen = signal(false);
/** Goes up when a view was saved or deleted, so that lists of them ask again. */
export const savedCount = signal(0);
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

export type Density = 'comfortable' | 'compact';
export const density = signal<Density>(recall('density') === 'compact' ? 'compact' : 'comfortable');

/** Sets how close tables stand, for this browser. */
export function chooseDensity(chosen: Density): void {
  remember('density', chosen === 'comfortable' ? null : chosen);
  density.value = chosen;
}

/** Changes the question without a new entry in the history, as a kiosk does by itself. */
export function replace(patch: Partial<Question>): void {
  question.value = next(patch);
  history.replaceState(null, '', `${location.pathname}${formatQuestion(question.value)}`);
}

/** Follows the history of the browser; called once. */
export function startStore(): void {
  addEventListener('popstate', () => {
    question.value = parseQuestion(location.search);
  });
}
