/** Holds the client against the table of endpoints; `npm run docs` writes its calls anew. */
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { renderClientCalls } from './client-calls.ts';
import { ROOT } from './sources.ts';

const FILE = path.join(ROOT, 'server/client/api-calls.ts');

describe('server/client/api-calls.ts', () => {
  test('is what the table of endpoints renders to: if not, run `npm run docs`', async () => {
    const options = await resolveConfig(FILE);
    const text = await format(renderClientCalls(), { ...options, parser: 'typescript' });
    await expect(text).toMatchFileSnapshot(FILE);
  });

  test('has every route of the table', () => {
    const found = renderClientCalls().matchAll(/method: '(\w+)', path: '([^']+)'/g);
    const routes = [...found].map(([, method, at]) => `${method} ${at}`);
    const table = ENDPOINTS.map(({ method = 'get', path: at }) => `${method.toUpperCase()} ${at}`);
    expect(routes.toSorted()).toEqual(table.toSorted());
  });

  test('leaves nothing untyped but an alarm as people write it', () => {
    const loose = renderClientCalls()
      .split('\n')
      .filter((line) => /\bunknown[;>]/.test(line) && !line.includes('readonly text: unknown;'));
    expect(loose.every((line) => line.includes('alarm:'))).toBe(true);
  });
});
