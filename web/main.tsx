/** Starts the page: styles, theme, keys, polling, and the first view. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { keyAct } from './state/keys.ts';
import { isHelpOpen, navigate, question, startStore, theme, themeCount } from './state/store.ts';
import { Page } from './view/page.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/control.css';
import './style/card.css';
import './style/table.css';
import './style/overview.css';

const KEY_PAIR_MS = 1_500; // How long `g` waits for its letter.

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  themeCount.value += 1;
});

let pendingAtMs = -Infinity;

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = keyAct(event.key, event.timeStamp - pendingAtMs < KEY_PAIR_MS);
  pendingAtMs = act.kind === 'pending' ? event.timeStamp : -Infinity;
  if (act.kind === 'none' || act.kind === 'pending') return;
  event.preventDefault();
  if (act.kind === 'view') navigate({ view: act.view });
  if (act.kind === 'help') isHelpOpen.value = true;
  if (act.kind === 'filter') document.getElementById('filter')?.focus();
  if (act.kind === 'range') document.getElementById('range')?.click();
  if (act.kind === 'compare') {
    navigate({ compare: question.value.compare === 'week' ? 'previous' : 'week' });
  }
});

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog') !== null;
}

const root = document.getElementById('app');
if (root) render(<Page />, root);
startStore();
