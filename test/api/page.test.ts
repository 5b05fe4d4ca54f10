/** The page comes under a strict policy, and its addresses never hide that a file is missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readPageFiles } from '../../server/api/page-routes.ts';
import { API } from '../../shared/contract.ts';
import { rigOf } from './rig.ts';

describe('headers', () => {
  test.each(['/', '/alarms', API.status, '/api/v1/nope', '/assets/nope.js', '/healthz'])(
    'of %s let nothing of a stranger in',
    async (path) => {
      const { headers } = await rigOf().get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
          "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; " +
          "require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  test('stand on errors of a foreign host too', async () => {
    const { headers } = await rigOf().get('/', { headers: { host: 'evil.example' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('open no door for pages of other origins', async () => {
    const { headers } = await rigOf().get(API.status, {
      headers: { origin: 'https://evil.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the page about the API', () => {
  test('stands at /api, and nothing below it does', async () => {
    const { get } = rigOf();
    expect(await (await get('/api')).text()).toContain('page');
    expect((await get('/api/nope')).status).toBe(404);
  });
});

describe('the page', () => {
  test.each(['/', '/index.html', '/invocations', '/alarms', '/any/depth/at.all'])(
    'answers %s with itself, which finds its view',
    async (path) => {
      const response = await rigOf().get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toBe('<!doctype html>page');
    },
  );

  test('keeps files with a hash in their name for ever', async () => {
    const response = await rigOf().get('/assets/main-1a2b.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test.each(['/assets/missing', '/assets/old-9f9f.js', '/assets/'])(
    'does not stand in for %s, which is missing',
    async (path) => {
      const response = await rigOf().get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ ok: false, code: 'notFound' });
    },
  );

  test.each(['/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/..%2fx'])(
    'gives no file of the disk for %s',
    async (path) => {
      expect(await (await rigOf().get(path)).text()).not.toContain('"name"');
    },
  );

  test('says how to build it where it is not built', async () => {
    const response = await rigOf({ page: new Map() }).get('/');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ hint: expect.stringContaining('npm run build') });
  });

  test('answers HEAD as GET, without a body', async () => {
    const response = await rigOf().get('/', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('readPageFiles', () => {
  test('reads the kinds of files that a page has, and nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-page-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'assets'));
    for (const name of ['index.html', 'assets/a.js', 'assets/a.css', '.env', 'assets/a.js.map']) {
      writeFileSync(join(folder, name), name);
    }
    const files = readPageFiles(folder);
    expect([...files.keys()].sort()).toEqual(['/assets/a.css', '/assets/a.js', '/index.html']);
    expect(files.get('/assets/a.css')?.type).toBe('text/css; charset=utf-8');
  });

  test('gives none for a folder that is not there', () => {
    expect(readPageFiles('/nowhere/at/all').size).toBe(0);
  });
});
