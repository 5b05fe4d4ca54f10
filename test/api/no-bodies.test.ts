/** P2: prompts and answers are handed out by no route, whatever is asked for and by whom. */
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { accessRig } from '../access/access-rig.ts';

const PLACES = /^(bucket|key|object|body|s3|uri|path|file)/i;

test('P2: no endpoint takes the place of a stored body', () => {
  const named = ENDPOINTS.flatMap(({ path, parameters }) =>
    parameters.filter(({ name }) => PLACES.test(name)).map(({ name }) => `${path}?${name}`),
  );
  expect(named).toEqual(['/api/v1/reports/file?file']); // One of the names that a report lists.
});

test.each([
  '/api/v1/bodies?key=../../other/secret.json.gz',
  '/api/v1/body?key=%2e%2e%2f%2e%2e%2fsecret.json.gz',
  '/api/v1/invocations/00000000-0000-4000-8000-000000000001/body',
  '/data/00000000-0000-4000-8000-000000000001_input.json.gz',
  '/assets/..%2f..%2fdata/secret.json.gz',
])('P2: %s hands out nothing but the page to an admin', async (path) => {
  const rig = accessRig();
  await rig.user('ada', 'admin');
  const cookie = await rig.signIn('ada');
  const reply = await rig.ask(path, { cookie });
  expect([reply.status, await reply.text()].join(' ')).toMatch(
    /^(404 .*"notFound"|200 <!doctype html>page$)/s,
  );
});
