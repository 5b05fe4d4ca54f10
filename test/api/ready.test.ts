/** What a balancer asks: alive is one thing, able to answer another. */
import { describe, expect, test } from 'vitest';
import { readyReply } from '../../server/api/ready-reply.ts';
import { StoreError } from '../../server/store/store.ts';
import { Hono } from 'hono';
import { rigOf } from './rig.ts';

function appWith(sourceStates: () => never): Hono {
  return new Hono().get('/readyz', (c) => readyReply(c, { sourceStates, trouble: () => null }));
}

describe('/readyz', () => {
  test('is 200 while the database answers', async () => {
    const response = await rigOf().get('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: true });
  });

  test('is 503 with the code of what is wrong with the database', async () => {
    const app = appWith(() => {
      throw new StoreError('corrupt', 'damaged', 'restore a backup');
    });
    const response = await app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ok: false, database: 'corrupt' });
  });

  test('hides no bug of ours', async () => {
    const app = appWith(() => {
      throw new TypeError('a bug');
    });
    app.onError((error, c) => c.text(error.message, 500));
    expect(await (await app.request('/readyz')).text()).toBe('a bug');
  });
});
