/** Every route of the router says who may ask it. */
import { describe, expect, test } from 'vitest';
import { createApp } from '../../server/api/create-app.ts';
import { ROUTES } from '../../server/api/route-access.ts';
import { appParts } from './rig.ts';
import { RUNNING } from './running.ts';

const MEND =
  'These routes say nowhere who may ask them. Add each to ENDPOINTS (server/api/open-api.ts) with ' +
  "`access`: 'whole' for a new question, 'edit' for what changes something; ACCESS_WORDS in " +
  'shared/access.ts tells what the words mean. Then run `npm run docs`.';

describe('T-A10 the table of routes', () => {
  test('names every route of the router: what is not listed fails here', () => {
    const { routes } = createApp({ ...appParts(), ...RUNNING });
    const asked = routes.filter(({ method }) => method !== 'ALL');
    const listed = new Set(ROUTES.map(({ method, path }) => `${method} ${path}`));
    const found = new Set(asked.map(({ method, path }) => `${method} ${path}`));
    expect(found.size).toBeGreaterThan(30);
    expect(
      [...found].filter((one) => !listed.has(one)),
      MEND,
    ).toEqual([]);
    const listedOnly = [...listed].filter((one) => !found.has(one) && !one.includes('/intake/'));
    expect(listedOnly, 'These are listed, and no route answers to them.').toEqual([]);
  });

  test('says one word for each route', () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
