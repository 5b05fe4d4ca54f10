/** What stands around every answer, by the table of routes: rows A9, H1, H2, H4 to H6, L10. */
import { describe, expect, test } from 'vitest';
import { createSetUpApp } from '../../server/api/set-up-app.ts';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { ROUTES } from '../../server/api/route-access.ts';
import { StoreError } from '../../server/store/store.ts';
import { API } from '../../shared/contract.ts';
import { accessRig } from '../access/access-rig.ts';
import { call, storeOf } from '../query/ask.ts';
import { PAGE, rigOf, url } from './rig.ts';
import { RUNNING } from './running.ts';

const ASKED = ROUTES.filter(({ path, method }) => {
  return method === 'GET' && path !== '/*' && path !== API.events;
}).map(({ path }) => path);

/** The same to all that is asked, whether it is answered, refused, missing or broken. */
const REPLIES: readonly (readonly [string, string, RequestInit])[] = [
  ...ASKED.map((path) => [`an answer of ${path}`, path, {}] as const),
  ['the page', '/', {}],
  ['a file of the page', '/assets/main-1a2b.js', {}],
  ['a path that is not there', '/api/v1/nothing', {}],
  ['a method that is not there', API.query, { method: 'PUT' }],
  ['another name than ours', API.status, { headers: { host: 'evil.example' } }],
  ['another site', API.status, { headers: { 'sec-fetch-site': 'cross-site' } }],
];

describe('T-H1 the headers', () => {
  const broken = { report: () => Promise.reject(new Error('SELECT secret FROM /etc/passwd')) };
  const rig = rigOf({ ...RUNNING, doctor: broken });

  test.each(REPLIES)('of %s keep browsers to our policy', async (_, path, request) => {
    const { headers } = await rig.get(path, request);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    if (!/^\/(api|metrics)/.test(path)) return;
    const isFile = path === API.reportFile;
    expect(headers.get('cache-control')).toMatch(isFile ? /^(no-store|private)/ : /^no-store$/);
    expect(headers.get('etag')).toBeNull();
  });

  test('L1: of the page let in no script but its own, and no text as one', async () => {
    const { headers } = await rig.get('/');
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split(/; ?/).map((one) => {
        const [name = '', ...values] = one.split(' ');
        return [name, values.join(' ')];
      }),
    );
    const wanted = {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    };
    expect(Object.fromEntries(policy)).toMatchObject(wanted);
  });

  test('say nothing of TLS on plain connections', async () => {
    const { headers } = await rigOf({ pageUrl: 'http://localhost:4680/' }).get('/');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('T-A9 a name that is not ours', () => {
  const NAMES = [
    'evil.example',
    'localhost.evil.example',
    'localhost:4680.evil.example',
    'evil.example:4680',
    '127.0.0.1.nip.io',
    '0.0.0.0:4680',
    '169.254.169.254',
    '[::ffff:7f00:1]',
    'localhost, evil.example',
    'localhost@evil.example',
    '',
  ];

  const rig = rigOf(RUNNING);

  test.each(NAMES)('gets no answer: %j', async (host) => {
    for (const path of ['/', API.status, '/metrics', '/healthz']) {
      const reply = await rig.get(path, { headers: { host } });
      expect([path, reply.status]).toEqual([path, 421]);
    }
  });
});

describe('T-H2 a request', () => {
  const rig = rigOf();

  test('for parts of a file gets all of it, once', async () => {
    const range = `bytes=${Array.from({ length: 1_000 }, () => '0-').join(',')}`;
    const reply = await rig.get('/assets/main-1a2b.js', { headers: { range } });
    expect([reply.status, await reply.text()]).toEqual([200, '1']);
  });

  test.each([
    ['metrics', API.query, ['metric', 'cost'], 600],
    ['metrics that are none', API.query, ['metric', 'x'], 600],
    ['choices', API.whatIf, ['set', 'tier=batch'], 600],
  ] as const)('with hundreds of %s is answered or refused', async (_, path, one, times) => {
    const reply = await rig.get(url(path, ...Array.from({ length: times }, () => one)));
    expect(reply.status).toBeLessThan(500);
  });

  test.each([
    ['dimensions', 'groupBy', Array.from({ length: 3_000 }, () => 'tenant').join(',')],
    ['terms', 'filter', Array.from({ length: 1_500 }, () => 'tenant=a').join(' ')],
    ['stars', 'filter', `tenant=${'*a'.repeat(6_000)}`],
    ['quotes', 'filter', `tenant=${'"'.repeat(9_000)}`],
    ['minus signs', 'filter', '-'.repeat(9_000)],
  ])('of thousands of %s is answered or refused at once', async (_, name, value) => {
    const startMs = performance.now();
    const reply = await rig.get(url(API.query, ['metric', 'cost'], [name, value]));
    expect(reply.status).toBeLessThan(500);
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});

describe('T-H4 whoever has not signed in', () => {
  test('is told no name by what anyone may ask', async () => {
    const store = storeOf([call(1, 0, { attribution: { tenant: 'acme-secret' } })]);
    const rig = accessRig({}, { store });
    const open = ROUTES.filter(({ access, method }) => access === 'anyone' && method === 'GET');
    for (const path of [...open.map(({ path: one }) => one), '/metrics', '/health', API.status]) {
      const reply = await rig.ask(path.replace('*', ''));
      expect(await reply.text()).not.toMatch(/acme|us-east-1|\d{12}/);
    }
    expect((await rig.ask('/metrics')).status).toBe(401);
  });

  test('is told nothing before there is an admin but to open the link', async () => {
    const { access } = accessRig();
    const told = { onInternalError: () => undefined, onDone: () => undefined };
    const hosts = new Set(['localhost']);
    const app = createSetUpApp({ access, page: PAGE, hosts, secret: 's', ...told });
    for (const path of ASKED.filter((one) => one.startsWith('/api/'))) {
      const reply = await app.request(path, { headers: { host: 'localhost' } });
      const isOpen = path.endsWith('/session');
      expect([path, reply.status]).toEqual([path, isOpen ? 200 : 401]);
    }
  });
});

describe('T-H5 a failure of ours', () => {
  test('tells the caller nothing of it, and the log all', async () => {
    const secret = 'SELECT * FROM invocation at /srv/outcrop/db.ts:1 arn:aws:iam::1:role/x';
    const store = storeOf([]);
    store.values = () => {
      throw new Error(secret);
    };
    const rig = rigOf({ store });
    const reply = await rig.get(url(API.values, ['dimension', 'tenant']));
    expect(await reply.json()).toEqual({
      ok: false,
      code: 'internal',
      message: 'Outcrop failed to answer.',
      hint: 'The log of the server tells more.',
    });
    expect(rig.failures).toMatchObject([{ message: secret }]);
  });

  test.each([
    ['busy', 'Rules are being applied to the past.', 0],
    ['corrupt', 'The database cannot be used now.', 1],
    ['full', 'The database cannot be used now.', 1],
  ] as const)(
    'says that a database is %s, and tells the log of what must be mended',
    async (...of) => {
      const [code, message, failures] = of;
      const store = storeOf([]);
      store.values = () => {
        const said = code === 'busy' ? message : '/srv/outcrop.db is in trouble';
        throw new StoreError(code, said, 'Ask again later.');
      };
      const rig = rigOf({ store });
      const reply = await rig.get(url(API.values, ['dimension', 'tenant']));
      expect(reply.status).toBe(503);
      expect(await reply.json()).toMatchObject({ code: 'busy', message });
      expect(rig.failures).toHaveLength(failures);
    },
  );

  const rig = rigOf(RUNNING);
  const HOSTILE = ["'; DROP TABLE invocation;--", '../../etc/passwd', '\u0000', '%', '{{7*7}}'];
  test.each(HOSTILE)('T-L10 is not made by %j in any question', async (value) => {
    for (const { path, method, parameters } of ENDPOINTS) {
      if (method === 'post' || path === API.doctor) continue;
      const names = parameters.map(({ name }) => [name, value] as const);
      for (const asked of [names, ...names.map((one) => [one])]) {
        const reply = await rig.get(url(path, ...asked));
        expect([path, asked, reply.status < 500]).toEqual([path, asked, true]);
        expect(await reply.text()).not.toMatch(/\.ts:\d|SQLITE|node_modules|at Object/);
      }
    }
    expect(rig.failures).toEqual([]);
  });

  test.each(['cost;--', 'cost DESC', "latency' OR 1=1", '__proto__', 'constructor'])(
    'T-L10 an order is one of a list: not %j',
    async (by) => {
      const reply = await rig.get(url(API.topInvocations, ['by', by]));
      expect(await reply.json()).toMatchObject({ code: 'badParameter' });
    },
  );
});

describe('a path', () => {
  const rig = rigOf();

  test.each([
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%5c..%5cpackage.json',
    '/assets//etc/passwd',
    '/assets/main-1a2b.js%00.html',
    '/file:///etc/passwd',
  ])('leads to files of the page and to no others: %s', async (path) => {
    const reply = await rig.get(path);
    const text = await reply.text();
    expect(text === '<!doctype html>page' || reply.status === 404).toBe(true);
  });

  test.each([
    ['file', '../../outcrop.db'],
    ['file', '/etc/passwd'],
    ['name', '..%2f..'],
    ['name', 'x\r\nset-cookie: a=b'],
  ])('of a report is a name of one that is there: %s %s', async (key, value) => {
    const asked = url(API.reportFile, ['date', '2026-11-01'], ['revision', '1'], [key, value]);
    const reply = await rig.get(asked);
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([404, null]);
  });

  test.each(['//evil.example', '/\\evil.example', '/https:evil.example', '/?next=//evil.example'])(
    'T-H6 leads nowhere else: %s',
    async (path) => {
      const reply = await rig.get(path);
      expect(reply.status === 200 || reply.status === 404).toBe(true);
      expect([reply.headers.get('location'), reply.headers.get('refresh')]).toEqual([null, null]);
    },
  );
});
