/** Claims about the page's only fetch. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { askAlarms, askInvocations, askMetrics, askValues } from '../../../web/api/ask.ts';
import { call, CallError } from '../../../web/api/call.ts';
import { cannedAlarms, cannedInvocations } from '../fixtures/canned-replies.ts';

const NOW_MS = Date.parse('2026-11-22T14:12:00Z');
const patience = new AbortController().signal;

function answerWith(body: unknown, status = 200): { readonly urls: string[] } {
  const urls: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    urls.push(url);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status }));
  });
  return { urls };
}

async function problemOf(asking: Promise<unknown>): Promise<CallError> {
  const problem: unknown = await asking.catch((error: unknown) => error);
  if (problem instanceof CallError) return problem;
  throw new Error('The call did not fail as a call.');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('call', () => {
  test('gives the reply of the path', async () => {
    answerWith(cannedAlarms(NOW_MS));
    expect(await askAlarms(patience)).toEqual(cannedAlarms(NOW_MS));
  });

  test('hands on the reason and the hint of the API', async () => {
    answerWith({ ok: false, code: 'badFilter', message: 'No.', hint: 'Mend it.' }, 400);
    const { code, message, hint } = await problemOf(call('/x', [], patience));
    expect([code, message, hint]).toEqual(['badFilter', 'No.', 'Mend it.']);
  });

  test.each([
    ['an error page of a proxy', '<html>', 502],
    ['an empty reply', '', 200],
  ])('calls %s a bad reply', async (_name, body, status) => {
    answerWith(body, status);
    expect((await problemOf(call('/x', [], patience))).code).toBe('badReply');
  });

  test('says when the server cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect((await problemOf(call('/x', [], patience))).code).toBe('offline');
  });

  test('lets an abort be an abort', async () => {
    const aborter = new AbortController();
    aborter.abort();
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'AbortError')));
    await expect(call('/x', [], aborter.signal)).rejects.toThrow(DOMException);
  });
});

describe('questions', () => {
  test('carry many metrics in one request and leave out what is empty', async () => {
    const { urls } = answerWith({ rows: [] });
    const window = { startMs: NOW_MS - 60_000, endMs: NOW_MS };
    const part = { window, step: '1m', timeZone: 'UTC' } as const;
    const metrics = ['cost', 'invocations'] as const;
    await askMetrics({ ...part, metrics, filter: '', groupBy: 'tenant' }, patience);
    expect(urls).toEqual([
      '/api/v1/query?metric=cost&metric=invocations&groupBy=tenant' +
        '&from=2026-11-22T14%3A11%3A00Z&to=2026-11-22T14%3A12%3A00Z&step=1m&tz=UTC',
    ]);
  });

  test('page through invocations by the cursor', async () => {
    const { urls } = answerWith(cannedInvocations(NOW_MS));
    const page = { filter: 'tenant=a', window: null, limit: 50, before: 'x y' };
    const reply = await askInvocations(page, patience);
    expect(reply.invocations).toHaveLength(50);
    expect(urls).toEqual(['/api/v1/invocations?filter=tenant%3Da&limit=50&before=x+y']);
  });

  test('ask for values by what is typed', async () => {
    const { urls } = answerWith({ dimension: 'tenant', values: [] });
    await askValues('tenant', 'ac', patience);
    expect(urls).toEqual(['/api/v1/values?dimension=tenant&prefix=ac']);
  });
});
