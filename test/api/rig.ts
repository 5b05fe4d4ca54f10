/** The whole HTTP edge over a store in memory, asked without a socket. */
import type { AppParts } from '../../server/api/create-app.ts';
import { createApp } from '../../server/api/create-app.ts';
import type { PageFiles } from '../../server/api/page-routes.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { budgetOf } from '../alarm/budget-of.ts';
import { ruleOf } from '../alarm/tape.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const PAGE: PageFiles = new Map([
  ['/index.html', { type: 'text/html; charset=utf-8', bytes: bytes('<!doctype html>page') }],
  ['/assets/main-1a2b.js', { type: 'text/javascript; charset=utf-8', bytes: bytes('1') }],
]);

export interface Rig {
  readonly store: Store;
  /** Our own failures, as the log would be told of them. */
  readonly failures: unknown[];
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
}

/** @param changes what differs from: a store of nothing, one alarm, four days after T0. */
export function rigOf(changes: Partial<AppParts> = {}): Rig {
  const failures: unknown[] = [];
  const parts = appParts({ onInternalError: (error) => failures.push(error), ...changes });
  const { store } = parts;
  const app = createApp(parts);
  const get = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(path, { ...init, headers: { host: 'localhost:4680', ...init.headers } });
  return { store, failures, get };
}

/** A path with its parameters, each as often as it is named. */
export function url(path: string, ...parameters: readonly (readonly [string, string])[]): string {
  const text = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return text === '' ? path : `${path}?${text}`;
}

export function appParts(changes: Partial<AppParts> = {}): AppParts {
  return {
    store: changes.store ?? storeOf([]),
    book: HAND_BOOK,
    alarms: [ruleOf({ name: 'storm' })],
    budgets: [budgetOf()],
    rules: {
      version: 'v1',
      rules: [
        { name: 'by tenant', when: { 'metadata.tenant': '(.+)' }, tenant: '$1' },
        { name: 'never', when: { role: 'x' }, tenant: 'x' },
      ],
    },
    timeZone: 'UTC',
    retentionDays: { rows: 90, minutes: 14, hours: 400 },
    version: '1.2.3',
    nowMs: () => T0_MS + 4 * DAY_MS,
    answers: null,
    page: PAGE,
    hosts: new Set(['localhost', '127.0.0.1', '[::1]', 'outcrop.example.com']),
    channels: [],
    alarmTexts: [],
    pageUrl: 'https://outcrop.example.com/',
    onInternalError: () => undefined,
    ...changes,
  };
}
