/** What a key does anywhere on the page, outside of fields. */
import { VIEW_ENTRIES, VIEWS, type View } from './views.ts';

export type KeyAct =
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'filter' | 'range' | 'compare' | 'help' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'none' };

const VIEW_OF = new Map<string, View>(VIEWS.map((view) => [VIEW_ENTRIES[view].key, view]));

const ACT_OF = new Map<string, KeyAct>([
  ['/', { kind: 'filter' }],
  ['t', { kind: 'range' }],
  ['c', { kind: 'compare' }],
  ['?', { kind: 'help' }],
  ['g', { kind: 'pending' }],
]);

/**
 * Decides on one key.
 *
 * @param key as KeyboardEvent.key tells it.
 * @param isPending whether `g` came just before.
 */
export function keyAct(key: string, isPending: boolean): KeyAct {
  const view = isPending ? VIEW_OF.get(key) : undefined;
  if (view) return { kind: 'view', view };
  return ACT_OF.get(key) ?? { kind: 'none' };
}

interface KeyHelp {
  readonly keys: string;
  readonly does: string;
  /** The view that they lead to; null for all other keys. */
  readonly view: View | null;
}

const help = (keys: string, does: string): KeyHelp => ({ keys, does, view: null });

/** All keys with what they do, for the help. */
export const KEY_HELP: readonly KeyHelp[] = [
  help('Ctrl K', 'Find a view, a tenant, a model, or anything to do'),
  help('/', 'Write a filter'),
  help('t', 'Choose the time range'),
  help('c', 'Switch what is compared with: the span before, or a week before'),
  ...VIEWS.map((view): KeyHelp => {
    const { key, word: does } = VIEW_ENTRIES[view];
    return { keys: `g ${key}`, does, view };
  }),
  help('\u2190 \u2192', 'Move the crosshair of the chart in focus'),
  help('Enter', 'Zoom the chart in focus into the step under the crosshair'),
  help('Esc', 'Close what is open'),
  help('?', 'This list'),
];
