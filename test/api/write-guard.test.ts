/** What changes something is for this page and for programs: other sites are kept out. */
import { describe, expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { rigOf } from './rig.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const body = JSON.stringify({ alarm: 'storm', for: '2h', by: 'ada' });

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { readonly code: string }).code;
}

describe('a request that changes something', () => {
  test.each<[string, Record<string, string>]>([
    ['a program, which says nothing of where it is from', {}],
    ['the page by the name of this machine', { origin: 'http://localhost:4680' }],
    ['the page behind a proxy', { origin: 'https://outcrop.example.com' }],
    ['the page, as newer browsers say', { 'sec-fetch-site': 'same-origin' }],
    [
      'the page, in other letters',
      { origin: 'http://outcrop.example.com', host: 'OUTCROP.example.com' },
    ],
  ])('of %s is let in', async (_, headers) => {
    const rig = rigOf();
    const request = { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } };
    expect((await rig.get(API.silences, request)).status).toBe(200);
    expect(rig.store.silences()).toMatchObject([{ alarm: 'storm', by: 'ada' }]);
  });

  test.each<[string, Record<string, string>]>([
    ['a stranger', { origin: 'https://evil.example' }],
    ['another program of this machine', { origin: 'http://localhost:3000' }],
    ['a page in a sandbox', { origin: 'null' }],
    ['an origin that is none', { origin: 'localhost:4680' }],
    ['another site, as browsers say', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling of the name', { 'sec-fetch-site': 'same-site' }],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }],
  ])('of %s is refused and changes nothing', async (_, headers) => {
    const rig = rigOf();
    const request = { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } };
    const response = await rig.get(API.silences, request);
    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe('crossSite');
    expect(rig.store.silences()).toEqual([]);
  });

  test('to a name that is not ours is refused before all else', async () => {
    const headers = { ...JSON_TYPE, host: 'evil.example', origin: 'http://evil.example' };
    expect((await rigOf().get(API.silences, { method: 'POST', body, headers })).status).toBe(421);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type %j, which a form could send, is refused',
    async (type) => {
      const request = { method: 'POST', body, headers: { 'content-type': type } };
      const response = await rigOf().get(API.silences, request);
      expect([response.status, await codeOf(response)]).toEqual([415, 'notJson']);
    },
  );

  test.each([
    ['that is no JSON', '{', 415, 'notJson'],
    ['that lacks what is asked for', '{}', 400, 'badParameter'],
    ['that has more than is known', '{"alarm":"x","more":1}', 400, 'badParameter'],
    ['of a time that is none', '{"alarm":"x","for":"soon"}', 400, 'badParameter'],
    ['that is too large', JSON.stringify({ alarm: 'x'.repeat(70_000) }), 400, 'tooLarge'],
  ])('with a body %s is refused', async (_, wrong, status, code) => {
    const request = { method: 'POST', body: wrong, headers: JSON_TYPE };
    const response = await rigOf().get(API.silences, request);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });
});

describe('a silence', () => {
  const post = (rig: ReturnType<typeof rigOf>, path: string, sent: unknown) =>
    rig.get(path, { method: 'POST', body: JSON.stringify(sent), headers: JSON_TYPE });

  test('is set, shown, and ended by hand', async () => {
    const rig = rigOf();
    const made = await (await post(rig, API.silences, { alarm: 'st*', for: '30m' })).json();
    expect(made).toMatchObject({ silences: [{ kind: 'silence', alarm: 'st*' }] });
    expect(await (await rig.get(API.silences)).json()).toEqual(made);
    const { id } = (made as { silences: [{ id: string }] }).silences[0];
    expect((await post(rig, API.endSilence, { id })).status).toBe(200);
    expect(await (await rig.get(API.silences)).json()).toEqual({ silences: [] });
  });

  test('of the same millisecond as another is one of its own', async () => {
    const rig = rigOf();
    await post(rig, API.silences, { alarm: 'a' });
    await post(rig, API.silences, { alarm: 'b' });
    expect(rig.store.silences().map(({ alarm }) => alarm)).toEqual(['a', 'b']);
  });

  test('that is not there cannot be ended, nor an alarm that stands not be acknowledged', async () => {
    const rig = rigOf();
    expect((await post(rig, API.endSilence, { id: 'sx' })).status).toBe(404);
    expect((await post(rig, API.acknowledge, { alarm: 'storm' })).status).toBe(404);
  });
});
