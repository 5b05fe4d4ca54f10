/** Views are saved on the server under a name, listed, replaced and deleted. */
import { describe, expect, test } from 'vitest';
import { savedViewsReply } from '../../server/api/running-schemas.ts';
import { API } from '../../shared/contract.ts';
import { SAVED_VIEWS_MAX, type SavedViewsReply } from '../../shared/saved-views.ts';
import { rigOf, type Rig } from './rig.ts';

function post({ get }: Rig, path: string, body: unknown, headers = {}): Promise<Response> {
  return get(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function namesOf({ get }: Rig): Promise<readonly string[]> {
  const reply = (await (await get(API.views)).json()) as SavedViewsReply;
  return reply.views.map(({ name, search }) => `${name} ${search}`);
}

describe('saved views', () => {
  test('are listed by name, and a second one of a name takes the place of the first', async () => {
    const rig = rigOf();
    await post(rig, API.views, { name: 'b', search: '?view=alarms' });
    await post(rig, API.views, { name: 'a', search: '' });
    const saved = await post(rig, API.views, { name: 'b', search: '?view=sources' });
    const reply: unknown = await saved.json();
    expect(savedViewsReply.parse(reply)).toEqual(reply);
    expect(await namesOf(rig)).toEqual(['a ', 'b ?view=sources']);
  });

  test('are deleted by name, and what is not there cannot be', async () => {
    const rig = rigOf();
    await post(rig, API.views, { name: 'a', search: '' });
    expect((await post(rig, API.deleteView, { name: 'a' })).status).toBe(200);
    expect(await namesOf(rig)).toEqual([]);
    expect((await post(rig, API.deleteView, { name: 'a' })).status).toBe(404);
  });

  test.each([
    ['no name', { name: ' ', search: '' }],
    ['a name that is too long', { name: 'x'.repeat(81), search: '' }],
    ['an address of elsewhere', { name: 'a', search: 'https://example.com/' }],
    ['a key that nobody knows', { name: 'a', search: '', script: 'x' }],
  ])('are refused with %s', async (_, body) => {
    const rig = rigOf();
    expect(await (await post(rig, API.views, body)).json()).toMatchObject({ code: 'badParameter' });
    expect(await namesOf(rig)).toEqual([]);
  });

  test('cannot be saved by the page of another site', async () => {
    const rig = rigOf();
    const body = { name: 'a', search: '' };
    const reply = await post(rig, API.views, body, { 'sec-fetch-site': 'cross-site' });
    expect(await reply.json()).toMatchObject({ code: 'crossSite' });
    expect(await namesOf(rig)).toEqual([]);
  });

  test('are bounded in number, and those that are there can still be changed', async () => {
    const rig = rigOf();
    for (let index = 0; index < SAVED_VIEWS_MAX; index += 1) {
      rig.store.savedViews.save({ name: `v${index}`, search: '', savedAtMs: 0 });
    }
    const more = await post(rig, API.views, { name: 'one more', search: '' });
    expect(await more.json()).toMatchObject({ code: 'tooLarge' });
    expect((await post(rig, API.views, { name: 'v7', search: '?' })).status).toBe(200);
  });
});
