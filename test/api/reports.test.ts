/** Reports over HTTP: listed, downloaded as they were made, made on demand, sent again. */
import { describe, expect, test, vi } from 'vitest';
import { reportsReply } from '../../server/api/report-endpoints.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { localMaker } from '../../server/job/report-maker.ts';
import { createReportDesk } from '../../server/job/report-desk.ts';
import type { Store } from '../../server/store/store.ts';
import { API } from '../../shared/contract.ts';
import type { ReportsReply } from '../../shared/report-contract.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const nowMs = (): number => T0_MS + 4 * DAY_MS;

function deskRig(store: Store = storeOf([call(1, 0), call(2, 1000)])) {
  const maker = {
    store,
    book: HAND_BOOK,
    priceBookVersion: 'b1',
    rulesVersion: 'r1',
    budgets: [],
    adjustments: [],
    capacity: { share: [], reserved: [], training: [] },
    sharedCost: [],
    tagKeys: [],
  };
  const failures: unknown[] = [];
  const onFailure = (error: unknown): number => failures.push(error);
  const desk = createReportDesk({ store, make: localMaker(maker), nowMs, onFailure });
  const config = parseConfig('report: {nightlyAt: "02:00", directory: ./out}', {});
  if (!config.ok) throw new Error('a wrong config');
  const rig = rigOf({ store, reports: config.value.reports, reportDesk: desk });
  const list = async (): Promise<ReportsReply> =>
    reportsReply.parse(await (await rig.get(API.reports)).json());
  const make = (body: unknown): Promise<Response> =>
    rig.get(API.makeReport, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const settled = (): Promise<ReportsReply> =>
    vi.waitFor(async () => {
      const reply = await list();
      const isOpen = reply.making.some(({ state }) => state === 'waiting' || state === 'running');
      if (isOpen) throw new Error('still making');
      return reply;
    });
  return { ...rig, list, make, settled, failures };
}

function fileUrl(
  report: ReportsReply['reports'][number] | undefined,
  file: string,
  view = '',
): string {
  return url(
    API.reportFile,
    ['name', report?.name ?? ''],
    ['date', report?.date ?? ''],
    ['revision', String(report?.revision)],
    ['file', file],
    ['view', view],
  );
}

describe('GET /api/v1/reports', () => {
  test('tells what is made when, and where it goes', async () => {
    expect((await deskRig().list()).definitions).toEqual([
      {
        name: 'nightly',
        kind: 'nightly',
        at: '02:00',
        timeZone: 'UTC',
        filter: '',
        formats: ['html', 'csv', 'json'],
        to: [{ target: 'disk', words: './out' }],
        next: '2026-11-05T02:00:00Z',
      },
    ]);
  });

  test('lists revisions with their deliveries, and which of them is replaced', async () => {
    const { store, list } = deskRig();
    const key = { name: 'nightly', kind: 'nightly', date: '2026-11-01' } as const;
    const head = { ...key, state: 'final', fingerprint: '', summary: '' } as const;
    store.reports.save({ ...head, revision: 1, madeAtMs: T0_MS }, [], ['mail']);
    const attempt = { attempt: 1, atMs: T0_MS, tookMs: 7, state: 'dead', dueAtMs: null } as const;
    const owed = { ...key, revision: 1, target: 'mail' };
    store.reports.saveAttempt(owed, { ...attempt, detail: 'It refused.' });
    store.reports.save({ ...head, revision: 2, madeAtMs: T0_MS + 1 }, [], ['mail']);
    expect((await list()).reports).toMatchObject([
      { revision: 2, isReplaced: false, deliveries: [{ state: 'pending', attempts: [] }] },
      {
        revision: 1,
        isReplaced: true,
        deliveries: [
          { state: 'dead', next: null, attempts: [{ detail: 'It refused.', tookMs: 7 }] },
        ],
      },
    ]);
  });
});

describe('POST /api/v1/reports/make', () => {
  test.each([
    ['nightly', '2026-11-01', ['nightly-2026-11-01.csv', 'nightly-2026-11-01.html']],
    ['statement', '2026-11', ['statement-2026-11-acme.html', 'statements-2026-11.csv']],
  ] as const)('makes a %s report of %s and keeps it', async (kind, date, files) => {
    const { make, settled, failures } = deskRig();
    const response = await make({ kind, date, formats: ['html', 'csv'] });
    expect(response.status).toBe(200);
    const { reports, making } = await settled();
    expect(making).toMatchObject([{ kind, date, state: 'done' }]);
    expect(reports).toMatchObject([{ name: `${kind}-by-hand`, date, revision: 1 }]);
    expect(reports[0]?.files.map(({ name }) => name)).toEqual(files);
    expect(failures).toEqual([]);
  });

  test('makes FOCUS of a span of days, and tells how far it is', async () => {
    const { make, settled, get } = deskRig();
    await make({
      kind: 'focus',
      date: '2026-11-01_2026-11-03',
      focusVersion: '1.2',
      formats: ['csv'],
    });
    const { reports, making } = await settled();
    expect(making).toMatchObject([{ done: 3, total: 3 }]);
    const [file] = reports[0]?.files ?? [];
    expect(file?.name).toBe('focus-1.2-2026-11-01_2026-11-03.csv');
    const response = await get(fileUrl(reports[0], file?.name ?? ''));
    expect(await response.text()).toContain('ProviderName');
  });

  test('makes a statement of one tenant alone', async () => {
    const store = storeOf([call(1, 0), call(2, 0, { attribution: { tenant: 'globex' } })]);
    const { make, settled } = deskRig(store);
    await make({ kind: 'statement', date: '2026-11', tenant: 'globex', formats: ['json'] });
    const { reports } = await settled();
    expect(reports[0]?.files.map(({ name }) => name)).toEqual(['statement-2026-11-globex.json']);
  });

  test('says why one cannot be made', async () => {
    const { make, settled } = deskRig();
    await make({ kind: 'statement', date: '2026-10' });
    expect((await settled()).making).toMatchObject([
      {
        state: 'failed',
        problem: { message: 'No tenant that is asked for has usage in 2026-10.' },
      },
    ]);
  });

  test.each([
    ['a month of a day', { kind: 'nightly', date: '2026-11' }, 'no period'],
    ['a day that is none', { kind: 'nightly', date: '2026-11-31' }, 'There is no period'],
    ['a day to come', { kind: 'nightly', date: '2026-12-01' }, 'has not begun'],
    ['a format that it has not', { kind: 'focus', date: '2026-11', formats: ['html'] }, 'no html'],
    ['a pattern of tenants', { kind: 'statement', date: '2026-11', tenant: 'a*' }, 'pattern'],
    ['another kind', { kind: 'weekly', date: '2026-11' }, 'kind'],
  ])('refuses %s', async (_, body, words) => {
    const response = await deskRig().make(body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(words);
  });

  test('refuses more orders than can wait', async () => {
    const { make } = deskRig();
    const all = await Promise.all(
      Array.from({ length: 11 }, () => make({ kind: 'nightly', date: '2026-11-01' })),
    );
    expect(all.map(({ status }) => status).filter((status) => status === 503)).toHaveLength(1);
  });
});

describe('GET /api/v1/reports/file', () => {
  test('hands out the bytes that were made, to be saved', async () => {
    const { store, get, list } = deskRig();
    const bytes = Buffer.from([0, 255, 10, 13]);
    const key = { name: 'nightly', kind: 'nightly', date: '2026-11-01', revision: 1 } as const;
    const file = { name: 'a "b".xlsx', contentType: 'application/x-test', bytes };
    store.reports.save(
      { ...key, state: 'final', fingerprint: '', summary: '', madeAtMs: 1 },
      [file],
      [],
    );
    const response = await get(fileUrl((await list()).reports[0], file.name));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-test',
      'content-disposition': 'attachment; filename="a--b-.xlsx"',
      'x-content-type-options': 'nosniff',
    });
  });

  test('shows HTML in a frame of ours as a document without scripts and origin', async () => {
    const { make, settled, get } = deskRig();
    await make({ kind: 'nightly', date: '2026-11-01', formats: ['html', 'json'] });
    const [report] = (await settled()).reports;
    const page = await get(fileUrl(report, 'nightly-2026-11-01.html', '1'));
    expect(page.headers.get('content-disposition')).toMatch(/^inline;/);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("sandbox; default-src 'none';");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script-src');
    const json = await get(fileUrl(report, 'nightly-2026-11-01.json', '1'));
    expect(json.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  test('says that there is no such file', async () => {
    expect((await deskRig().get(fileUrl(undefined, '../outcrop.db'))).status).toBe(404);
  });
});

describe('POST /api/v1/reports/resend', () => {
  test('sends again what was given up, and nothing else', async () => {
    const { store, get } = deskRig();
    const key = { name: 'nightly', kind: 'nightly', date: '2026-11-01', revision: 1 } as const;
    store.reports.save(
      { ...key, state: 'final', fingerprint: '', summary: '', madeAtMs: 1 },
      [],
      ['mail'],
    );
    const { kind: _, ...rest } = key;
    const owed = { ...rest, target: 'mail' };
    const resend = (): Promise<Response> =>
      get(API.resendReport, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(owed),
      });
    expect((await resend()).status).toBe(404);
    const attempt = { attempt: 1, atMs: 1, tookMs: 0, state: 'dead', dueAtMs: null } as const;
    store.reports.saveAttempt(owed, { ...attempt, detail: 'no' });
    expect(store.reports.owed()).toEqual([]);
    expect((await resend()).status).toBe(200);
    expect(store.reports.owed()).toMatchObject([{ target: 'mail', dueAtMs: nowMs() }]);
  });
});
