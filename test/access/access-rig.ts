/** A server that asks who one is, over a store in memory and a clock in the test's hand. */
import type { EventEmitter } from 'node:events';
import { Access } from '../../server/access/access.ts';
import type { AccessSettings } from '../../server/access/access-settings.ts';
import { saveUser } from '../../server/access/users.ts';
import { createApp, type AppParts } from '../../server/api/create-app.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import type { Role } from '../../shared/access.ts';
import { T0_MS } from '../support/metered.ts';
import { DAY_MS } from '../../shared/window.ts';
import { appParts } from '../api/rig.ts';
import { RUNNING } from '../api/running.ts';

export const PASSWORD = 'correct horse battery';
export const PAGE_URL = 'https://outcrop.example.com/';

const SETTINGS: AccessSettings = {
  isRequired: true,
  sessionIdleMs: DAY_MS / 2,
  sessionMaxMs: 7 * DAY_MS,
  trustedProxies: [],
  proxy: null,
  oidc: null,
  grants: [],
  pageUrl: PAGE_URL,
};

export interface Ask {
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is sent as it is. */
  readonly text?: string;
  /** Address of the other end of the connection. */
  readonly peer?: string;
  /** The response of the server, for what lasts as long as it. */
  readonly outgoing?: EventEmitter;
}

export interface AccessRig {
  readonly access: Access;
  readonly parts: AppParts;
  moveMs: (byMs: number) => void;
  readonly ask: (path: string, ask?: Ask) => Promise<Response>;
  /** Makes a user. */
  readonly user: (name: string, role: Role, tenants?: readonly string[]) => Promise<void>;
  /** @returns the cookie as a browser sends it */
  readonly signIn: (name: string, password?: string) => Promise<string>;
}

export function accessRig(
  settings: Partial<AccessSettings> = {},
  changes: Partial<AppParts> = {},
): AccessRig {
  let nowMs = T0_MS + 4 * DAY_MS;
  const base = appParts({ ...RUNNING, ...changes });
  const all = { ...SETTINGS, ...settings };
  const access = new Access({ store: base.store.access, settings: all, nowMs: () => nowMs });
  const parts = { ...base, access, nowMs: () => nowMs, pageUrl: PAGE_URL };
  const app = createApp(parts);
  const ask = async (path: string, { cookie, headers, body, text, peer, outgoing }: Ask = {}) => {
    const sent = {
      host: 'outcrop.example.com',
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        origin: 'https://outcrop.example.com',
      }),
      ...headers,
    };
    const request = { headers: sent, ...(body !== undefined && post(body)) };
    if (text !== undefined) Object.assign(request, { method: 'POST', body: text });
    const socket = { remoteAddress: peer ?? '203.0.113.9' };
    return app.request(path, request, { incoming: { socket }, outgoing });
  };
  return {
    access,
    parts,
    ask,
    moveMs: (byMs) => (nowMs += byMs),
    async user(name, role, tenants) {
      const asked = { name, role, tenants: tenants ?? null, password: PASSWORD };
      const saved = await saveUser(asked, access.store, nowMs);
      if (!saved.ok) throw new Error(saved.problem);
    },
    async signIn(name, password = PASSWORD) {
      const reply = await ask(ACCESS_API.signIn, { body: { name, password } });
      if (reply.status !== 200) throw new Error(await reply.text());
      return cookieOf(reply);
    },
  };
}

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}

/** The cookie that a reply sets, as a browser hands it back. */
export function cookieOf(reply: Response): string {
  return (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
