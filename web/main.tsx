/** Starts the page: styles, theme, keys, polling, and the first view. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { askSession } from './api/ask-session.ts';
import { keyAct, type KeyAct } from './state/keys.ts';
import { isShown, session } from './state/session.ts';
import { doorOf } from './state/door.ts';
import { startLive } from './state/live.ts';
import {
  density,
  isHelpOpen,
  isPaletteOpen,
  navigate,
  question,
  startStore,
  theme,
  themeCount,
} from './state/store.ts';
import { Page } from './view/page.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/control.css';
import './style/picker.css';
import './style/filter.css';
import './style/dialog.css';
import './style/palette.css';
import './style/card.css';
import './style/chart.css';
import './style/table.css';
import './style/overview.css';
import './style/ranking.css';
import './style/coverage.css';
import './style/heat.css';
import './style/set-up.css';
import './style/attribution.css';
import './style/prices.css';
import './style/settings.css';
import './style/sign-in.css';

const KEY_PAIR_MS = 1_500; // How long `g` waits for its letter.

effect(() => {
  const { dataset } = document.documentElement;
  dataset['theme'] = theme.value;
  dataset['density'] = density.value;
  dataset['kiosk'] = question.value.kiosk;
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  themeCount.value += 1;
});

let pendingAtMs = -Infinity;

addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
  event.preventDefault(); // Browsers would search the web.
  isPaletteOpen.value = !isPaletteOpen.value;
});

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = keyAct(event.key, event.timeStamp - pendingAtMs < KEY_PAIR_MS);
  pendingAtMs = act.kind === 'pending' ? event.timeStamp : -Infinity;
  if (event.key === 'Escape' && question.value.kiosk === '1') return navigate({ kiosk: '' });
  if (act.kind === 'none' || act.kind === 'pending') return;
  event.preventDefault();
  run(act);
});

function run(act: KeyAct): void {
  switch (act.kind) {
    case 'view':
      if (isShown(act.view)) navigate({ view: act.view });
      return;
    case 'filter':
      return document.getElementById('filter')?.focus();
    case 'range':
      return document.getElementById('range')?.click();
    case 'compare':
      return navigate({ compare: question.value.compare === 'week' ? 'previous' : 'week' });
    case 'help':
      isHelpOpen.value = true;
      return;
    case 'pending':
    case 'none':
      return;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog') !== null;
}

const root = document.getElementById('app');

function start(): void {
  if (location.pathname === '/api') return void showApi();
  if (root) render(<Page />, root);
  startStore();
  startLive();
}

async function showApi(): Promise<void> {
  const { ApiPage } = await import('./view/api-page.tsx');
  if (root) render(<ApiPage />, root);
}

const PATIENCE_MS = 10_000;

/** A server that asks who one is answers nothing else before; one that does not answer is shown. */
askSession(AbortSignal.timeout(PATIENCE_MS)).then(async (known) => {
  session.value = known;
  const door = doorOf(known, location.pathname);
  if (door === null) return start();
  const { SignIn } = await import('./view/sign-in.tsx');
  if (root) render(<SignIn door={door} provider={known.provider} />, root);
}, start);
