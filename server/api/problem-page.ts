/** A page of one problem, for addresses that a browser opens and no script answers. */
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { PageFiles } from './page-routes.ts';

export interface Problem {
  readonly status: 400 | 403 | 404 | 429 | 503;
  readonly title: string;
  readonly message: string;
  /** The mend. */
  readonly hint: string;
}

/** In the look of the page, whose styles it borrows; all that it is given stands there as text. */
export async function problemPage(
  c: Context,
  { status, title, message, hint }: Problem,
  page: PageFiles,
): Promise<Response> {
  const body = html`<!doctype html>
    <html lang="en" data-theme="system">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Outcrop</title>
        ${raw(stylesOf(page))}
      </head>
      <body>
        <div id="app">
          <main class="sign-in">
            <div class="card">
              <h1>${title}</h1>
              <p>${message}</p>
              <p class="muted">${hint}</p>
              <a class="chip-button is-main" href="/">To the sign-in</a>
            </div>
          </main>
        </div>
      </body>
    </html>`;
  c.header('cache-control', 'no-store');
  return c.html(body, status);
}

/** Of the built page: their names hold a hash that only the build knows. */
function stylesOf(page: PageFiles): string {
  const index = page.get('/index.html');
  const text = index ? Buffer.from(index.bytes).toString('utf8') : '';
  return (text.match(/<link rel="stylesheet"[^>]*>/g) ?? []).join('');
}
