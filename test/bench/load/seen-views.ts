/** What each view asks when it is opened, as the page was seen to ask it. */
import { readFileSync } from 'node:fs';

const FILE = new URL('seen-views.txt', import.meta.url);

export const VIEWS_FILE = FILE.pathname;

/** Shapes of questions by view; `npm run bench -- page --record=1` writes them. */
export function seenViews(): ReadonlyMap<string, readonly string[]> {
  const views = new Map<string, string[]>();
  for (const line of readFileSync(FILE, 'utf8').trim().split('\n')) {
    const [view = '', shape = ''] = line.split(' ');
    views.set(view, [...(views.get(view) ?? []), shape]);
  }
  return views;
}
