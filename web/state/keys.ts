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

/** All keys with what they do, for the help. */
export const KEY_HELP: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Ctrl K', does: 'Find a view, a tenant, a model, or anything to do' },
  { keys: '/', does: 'Write a filter' },
  { keys: 't', does: 'Choose the time range' },
  { keys: 'c', does: 'Switch what is compared with: the span before, or a week before' },
  ...VIEWS.map((view) => ({ keys: `g ${VIEW_ENTRIES[view].key}`, does: VIEW_ENTRIES[view].word })),
  { keys: '\u2190 \u2192', does: 'Move the crosshair of the chart in focus' },
  { keys: 'Enter', does: 'Zoom the chart in focus into the step under the crosshair' },
  { keys: 'Esc', does: 'Close what is open' },
  { keys: '?', does: 'This list' },
];
