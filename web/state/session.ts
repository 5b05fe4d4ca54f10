/** Who looks at the page, and so what of it is shown: the server refuses the rest anyway. */
import { computed, signal } from '@preact/signals';
import { mayAsk, type AccessWord } from '../../shared/access.ts';
import type { SessionReply } from '../../shared/access-contract.ts';
import { VIEW_ENTRIES, VIEWS, type View } from './views.ts';

/** Null until the server has told; then, and where nobody signs in, all is shown. */
export const session = signal<SessionReply | null>(null);

/** Whether an endpoint of this word would answer. */
export function may(word: AccessWord): boolean {
  const known = session.value;
  if (known?.role === null || known?.role === undefined) return true;
  return mayAsk(word, { role: known.role, tenants: known.tenants });
}

/** Views of which there is something to see. */
export const shownViews = computed<readonly View[]>(() => VIEWS.filter(isShown));

export function isShown(view: View): boolean {
  return VIEW_ENTRIES[view].needs === undefined || may(VIEW_ENTRIES[view].needs);
}
