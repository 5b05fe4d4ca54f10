/** Serves the built page from memory: a few files, hashed names cached for ever. */
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { Hono, type Context } from 'hono';
import { ApiError } from './api-error.ts';

/** Files of the page by their path, such as `/assets/main-1a2b.js`; empty when it is not built. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>;

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.webmanifest', 'application/manifest+json'],
]);

/** The page about the API: a view of the page at an address of its own. */
export const API_PAGE = '/api';

/** Reads the built page; a folder that is not there gives no files. */
export function readPageFiles(directory: string): PageFiles {
  let names: string[];
  try {
    names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch {
    return new Map(); // Not built: the page route says so, the API works all the same.
  }
  const files = names.flatMap((name) => {
    const type = TYPES.get(extname(name));
    if (!type) return [];
    const path = join(directory, name);
    const url = `/${relative(directory, path).split(sep).join('/')}`;
    return [[url, { type, bytes: readFileSync(path) }] as const];
  });
  return new Map(files);
}

/** Routes of the page: its files, and the page itself for every address of a view. */
export function pageRoutes(files: PageFiles): Hono {
  return new Hono().get('*', (c) => {
    const { path } = c.req;
    const file = files.get(path);
    if (file) return c.body(Buffer.from(file.bytes), 200, headersOf(path, file.type));
    if (path.startsWith('/assets/')) {
      throw new ApiError('notFound', 'There is no such file.', 'Load the page again.');
    }
    return sendPage(c, files);
  });
}

/** A browser asks for the icon at every change of the address, unless it may keep it. */
function cachingOf(path: string): string {
  return path === '/favicon.svg' ? 'public, max-age=86400' : 'no-cache';
}

/** The page itself, which looks at its address. */
export function sendPage(c: Context, files: PageFiles): Response {
  const page = files.get('/index.html');
  if (!page) {
    const hint = 'Run `npm run build`, then start again.';
    throw new ApiError('notFound', 'The page has not been built.', hint);
  }
  return c.body(Buffer.from(page.bytes), 200, headersOf('/index.html', page.type));
}

function headersOf(path: string, type: string): Record<string, string> {
  const forEver = 'public, max-age=31536000, immutable'; // The name holds a hash of the content.
  return {
    'content-type': type,
    'cache-control': path.startsWith('/assets/') ? forEver : cachingOf(path),
  };
}
