/** Whatever is asked wrongly, or breaks, leaves in one shape and tells nothing of the inside. */
import { describe, expect, test } from 'vitest';
import { errorReply } from '../../server/api/reply-schemas.ts';
import { API } from '../../shared/contract.ts';
import type { ApiErrorReply } from '../../shared/error-contract.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { rigOf, url, type Rig } from './rig.ts';

/** The error that comes back; fails when it has any other shape. */
async function errorOf(response: Response): Promise<ApiErrorReply> {
  expect(response.headers.get('content-type')).toBe('application/json');
  const body: unknown = await response.json();
  const error = errorReply.strict().parse(body);
  expect(error.message).not.toBe('');
  expect(error.hint).not.toBe('');
  return error;
}

const query = (...more: readonly (readonly [string, string])[]): string =>
  url(API.query, ['metric', 'cost'], ...more);

describe('a wrong request', () => {
  test.each([
    ['no metric', API.query, 'badMetric', 'No metric is named.'],
    ['an unknown metric', url(API.query, ['metric', 'x']), 'badMetric', '"x"'],
    ['an unknown dimension', query(['groupBy', 'team']), 'badDimension', '"team"'],
    ['five dimensions', query(['groupBy', 'tenant,model,account,region,tier']), 'tooLarge', '4'],
    ['a broken filter', query(['filter', 'tenant=a team=b']), 'badFilter', '"team"'],
    ['an empty window', query(['from', 'now'], ['to', 'now-1d']), 'badWindow', 'empty'],
    ['a time that is none', query(['from', '2026-13-01']), 'badWindow', '2026-13-01'],
    ['an unknown step', query(['step', '2h']), 'badStep', '2h'],
    ['an unknown zone', query(['tz', 'Mars/Base']), 'badTimeZone', 'Mars/Base'],
    ['too many steps', query(['from', '2020-01-01'], ['step', '1m']), 'tooLarge', '20000'],
    ['no dimension for values', API.values, 'badDimension', '""'],
    ['a wrong dimension for values', url(API.values, ['dimension', 'x']), 'badDimension', '"x"'],
    ['a limit of none', url(API.invocations, ['limit', '0']), 'badParameter', 'limit'],
    ['a limit past the most', url(API.invocations, ['limit', '201']), 'badParameter', 'limit'],
    ['a limit that is no number', url(API.invocations, ['limit', 'x']), 'badParameter', 'limit'],
    ['an empty limit', url(API.invocations, ['limit', '']), 'badParameter', 'limit'],
    ['a place that is none', url(API.invocations, ['before', 'x']), 'badParameter', 'before'],
    ['a broken filter of a list', url(API.invocations, ['filter', 'x']), 'badFilter', 'term'],
    ['a broken window of a list', url(API.invocations, ['from', 'x']), 'badWindow', '"x"'],
  ])('with %s is refused', async (_, path, code, message) => {
    const response = await rigOf().get(path);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test('tells the character of a filter that is at fault', async () => {
    const response = await rigOf().get(query(['filter', 'tenant=a team=b']));
    expect((await errorOf(response)).hint).toBe('Look at character 10 of the filter.');
  });

  test.each(['/api/', '/api/v1', '/api/v1/nope', '/api/v2/query', '/api/v1/query/'])(
    'for %s, which is not there, is 404 in JSON',
    async (path) => {
      const response = await rigOf().get(path);
      expect(response.status).toBe(404);
      expect((await errorOf(response)).code).toBe('notFound');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s is 405', async (method) => {
    const { get } = rigOf();
    for (const path of [API.query, API.status, '/healthz', '/', '/assets/main-1a2b.js']) {
      const response = await get(path, { method });
      expect([path, response.status]).toEqual([path, 405]);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect((await errorOf(response)).code).toBe('methodNotAllowed');
    }
  });

  test('gives back the value that was wrong as data, never as a page', async () => {
    const script = '<script>alert(1)</script>';
    const response = await rigOf().get(url(API.query, ['metric', script]));
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await errorOf(response)).message).toContain(script);
  });
});

describe('a host name', () => {
  test.each(['localhost', '127.0.0.1:80', 'LOCALHOST:4680', '[::1]:4680', 'outcrop.example.com'])(
    '%s is answered',
    async (host) => {
      expect((await rigOf().get('/healthz', { headers: { host } })).status).toBe(200);
    },
  );

  test.each(['evil.example', 'localhost.evil.example', 'localhost@evil.example', '', '0.0.0.0'])(
    '%j of a stranger is refused, for the page and the API',
    async (host) => {
      for (const path of [API.status, '/', '/assets/main-1a2b.js', '/healthz']) {
        const response = await rigOf().get(path, { headers: { host } });
        expect(response.status).toBe(421);
        expect((await errorOf(response)).code).toBe('badHost');
      }
    },
  );
});

describe('a failure of ours', () => {
  const SECRET = 'SQLITE_CORRUPT at /var/lib/outcrop.db';
  function broken(): Rig {
    const fail = (): never => {
      throw new Error(SECRET);
    };
    const store = { ...storeOf([]), aggregate: fail, sourceStates: fail, usageTypes: fail };
    return rigOf({ store, book: HAND_BOOK });
  }

  test.each([query(), API.status])(
    'at %s is told to the log and not to the caller',
    async (path) => {
      const rig = broken();
      const response = await rig.get(path);
      expect(response.status).toBe(500);
      const text = await response.clone().text();
      expect(text).not.toContain('SQLITE');
      expect(text).not.toContain('/var/lib');
      expect(text).not.toMatch(/\.ts|node_modules|at /);
      expect((await errorOf(response)).code).toBe('internal');
      expect(rig.failures).toEqual([new Error(SECRET)]);
    },
  );

  test('of a closed store is no detail either', async () => {
    const rig = rigOf();
    rig.store.close();
    const response = await rig.get(API.status);
    expect(response.status).toBe(500);
    expect((await errorOf(response)).message).toBe('Outcrop failed to answer.');
  });

  test('is not what a wrong request is: the log stays quiet', async () => {
    const rig = rigOf();
    await rig.get(API.query);
    await rig.get('/api/v1/nope');
    expect(rig.failures).toEqual([]);
  });
});
