/** Saved views over HTTP: listed, saved under a name, deleted by it. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import {
  SAVED_VIEWS_MAX,
  VIEW_NAME_CHARS_MAX,
  VIEW_SEARCH_CHARS_MAX,
  type SavedViewsReply,
} from '../../shared/saved-views.ts';
import { isoTime } from '../../shared/window.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from './api-error.ts';
import { guardWrite, readBody } from './write-guard.ts';

const name = z.string().trim().min(1).max(VIEW_NAME_CHARS_MAX);

/** What `POST /api/v1/views` is sent. */
export const SaveBody = z.strictObject({
  name,
  search: z
    .string()
    .max(VIEW_SEARCH_CHARS_MAX)
    .regex(/^(\?.*)?$/, 'begin with ?')
    .describe('The part of the URL from `?` on.'),
});

/** What `POST /api/v1/views/delete` is sent. */
export const DeleteBody = z.strictObject({ name });

interface SavedViewParts {
  readonly store: Pick<Store, 'savedViews'>;
  readonly nowMs: () => number;
  readonly pageUrl: string;
}

export function savedViewRoutes({ store, nowMs, pageUrl }: SavedViewParts): Hono {
  const app = new Hono();
  const guard = guardWrite(pageUrl);
  const views = store.savedViews;
  const reply = (): SavedViewsReply => ({
    views: views.list().map((one) => ({
      name: one.name,
      search: one.search,
      savedAt: isoTime(one.savedAtMs),
    })),
  });
  app.get(API.views, (c) => c.json(reply()));
  app.post(API.views, guard, async (c) => {
    const body = await readBody(c, SaveBody);
    const known = views.list();
    if (known.length >= SAVED_VIEWS_MAX && !known.some((one) => one.name === body.name)) {
      const hint = 'Delete one under Settings first.';
      throw new ApiError('tooLarge', `There are ${SAVED_VIEWS_MAX} saved views.`, hint);
    }
    views.save({ ...body, savedAtMs: nowMs() });
    return c.json(reply());
  });
  app.post(API.deleteView, guard, async (c) => {
    const body = await readBody(c, DeleteBody);
    if (views.remove(body.name)) return c.json(reply());
    const message = `There is no saved view "${body.name}".`;
    throw new ApiError('notFound', message, 'Load the list again.');
  });
  return app;
}
