/** Where to go after a sign-in: a path of this server, whatever the address says. */

const BASE = 'http://outcrop.invalid';
const CHARS_MAX = 2_000;

/**
 * Takes a path for one of ours, or gives the first page instead: `//evil.example` and
 * `/\evil.example` are addresses of others to a browser.
 */
export function ownPath(text: string | undefined): string {
  if (text === undefined || text.length > CHARS_MAX || !/^\/(?![/\\])[!-~]*$/.test(text))
    return '/';
  if (!URL.canParse(text, BASE)) return '/';
  const url = new URL(text, BASE);
  const path = `${url.pathname}${url.search}`;
  // `/.//evil.example` becomes one of theirs only once its dots are taken out.
  if (url.origin !== BASE || path.startsWith('//')) return '/';
  return /^\/(api|sign-in)(\/|$)/i.test(url.pathname) ? '/' : path;
}
