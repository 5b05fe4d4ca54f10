/** What the page asks, as addresses with places for what a range and a zone put in. */
import { readFileSync } from 'node:fs';
import type { Result } from '../../../shared/result.ts';
import { isoTime } from '../../../shared/window.ts';
import { DEFAULT_QUESTION } from '../../../web/state/question.ts';
import { scopeOf, type Scope } from '../../../web/state/scope.ts';
import { MONTH_END_MS } from './month.ts';

/** A range as the page's picker writes it, and the zone that days add up in. */
export interface Range {
  readonly from: string;
  readonly timeZone: string;
}

/** What the page makes of a range, at the end of the month when no time is given. */
export function scopeAt({ from, timeZone }: Range, nowMs = MONTH_END_MS): Scope {
  const scope: Result<Scope, string> = scopeOf({ ...DEFAULT_QUESTION, from, timeZone }, nowMs);
  if (!scope.ok) throw new Error(scope.problem);
  return scope.value;
}

/** Values of a range by the name of their place; names of the same value stand in this order. */
function placesOf(scope: Scope): readonly (readonly [string, string])[] {
  return [
    ['{from}', isoTime(scope.window.startMs)],
    ['{to}', isoTime(scope.window.endMs)],
    ['{earlierFrom}', isoTime(scope.previous.startMs)],
    ['{earlierTo}', isoTime(scope.previous.endMs)],
    ['{step}', scope.step],
    ['{zone}', scope.timeZone],
  ];
}

/** An address with places instead of what the range put in. */
export function shapeOf(address: string, scope: Scope): string {
  const { pathname, searchParams } = new URL(address, 'http://page');
  const places = placesOf(scope);
  const parts = [...searchParams].map(([name, value]) => {
    const found = places.filter(([, own]) => own === value).map(([place]) => place);
    // The window before ends where the window begins.
    const earlier = name === 'to' ? found.find((place) => place === '{earlierTo}') : undefined;
    return `${name}=${earlier ?? found[0] ?? encodeURIComponent(value)}`;
  });
  return [pathname, ...(parts.length > 0 ? [parts.join('&')] : [])].join('?');
}

/** The address that a shape is over a range. */
export function addressOf(shape: string, scope: Scope): string {
  return placesOf(scope).reduce(
    (text, [place, value]) => text.replaceAll(place, encodeURIComponent(value)),
    shape,
  );
}

const FILE = new URL('asked.txt', import.meta.url);

/** All shapes that the page was seen to ask; `npm run bench -- page --record=1` writes them. */
export function askedShapes(): readonly string[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

export const ASKED_FILE = FILE.pathname;
