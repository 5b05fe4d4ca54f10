/** Routes of deleting tenants: asked for here, done by a pass of the server. */
import { Hono } from 'hono';
import { z } from 'zod';
import { DELETION_API, type DeletionsReply } from '../../shared/deletion-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { Store } from '../store/store.ts';
import type { EndpointText } from './endpoint-text.ts';
import { whoAsks } from './who.ts';
import { guardWrite, readBody } from './write-guard.ts';

/** What `POST /api/v1/tenants/delete` is sent. */
export const DeleteTenantBody = z.strictObject({
  tenant: z.string().min(1).max(256).describe('Its name, as it is shown.'),
});

const deletionsReply = z.object({
  deletions: z.array(
    z.object({
      digest: z.string(),
      tenant: z.string().nullable(),
      requestedAt: z.string(),
      requestedBy: z.string(),
      state: z.enum(['running', 'done']),
      rows: z.int(),
      endedAt: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<DeletionsReply>;

export const DELETION_ENDPOINTS: readonly EndpointText[] = [
  {
    path: DELETION_API.deletions,
    access: 'admin',
    summary: 'Tenants whose data were deleted, or are being deleted.',
    parameters: [],
    reply: deletionsReply,
  },
  {
    method: 'post',
    path: DELETION_API.deleteTenant,
    access: 'admin',
    summary: 'Deletes all that a tenant has up to now, a little at a time.',
    parameters: [],
    body: DeleteTenantBody,
    reply: deletionsReply,
  },
];

interface DeletionParts {
  readonly store: Pick<Store, 'eraser'>;
  readonly nowMs: () => number;
  readonly pageUrl: string;
}

export function deletionRoutes({ store, nowMs, pageUrl }: DeletionParts): Hono {
  const app = new Hono();
  app.get(DELETION_API.deletions, (c) => c.json(deletionsOf(store)));
  app.post(DELETION_API.deleteTenant, guardWrite(pageUrl), async (c) => {
    const { tenant } = await readBody(c, DeleteTenantBody);
    store.eraser.request({ tenant, by: whoAsks(c).name, nowMs: nowMs() });
    return c.json(deletionsOf(store));
  });
  return app;
}

/** All deletions, as the API tells them. */
export function deletionsOf({ eraser }: Pick<Store, 'eraser'>): DeletionsReply {
  return {
    deletions: eraser.list().map(({ digest, tenant, requestedBy, rows, ...one }) => ({
      digest,
      tenant,
      requestedAt: isoTime(one.requestedAtMs),
      requestedBy,
      state: one.state === 'done' ? 'done' : 'running',
      rows,
      endedAt: one.endedAtMs === null ? null : isoTime(one.endedAtMs),
    })),
  };
}
