/** Says who asks: by session, by token, by a trusted proxy, or by nothing on loopback. */
import ipaddr from 'ipaddr.js';
import type { Asker, Role } from '../../shared/access.ts';
import type { TokenPower } from '../../shared/access-contract.ts';
import type {
  AccessStore,
  SessionMethod,
  StoredSession,
  StoredToken,
} from '../store/access-store.ts';
import type { AccessSettings } from './access-settings.ts';
import { grantedTo } from './grants.ts';
import { EVERYBODY, type Person } from './person.ts';
import { hashOf, isSameText, newSecret, parseToken, proofOf } from './secret.ts';

/** What is known of a request before anything of it is believed. */
export interface Knock {
  /** Address of the other end of the connection. */
  readonly peer: string;
  readonly header: (name: string) => string | null;
  readonly cookie: (name: string) => string | null;
}

export interface AccessParts {
  readonly store: AccessStore;
  readonly settings: AccessSettings;
  readonly nowMs: () => number;
}

/** Times of use are written no more often. */
const SEEN_EVERY_MS = 60_000;

export class Access {
  readonly settings: AccessSettings;
  readonly store: AccessStore;
  readonly nowMs: () => number;
  /** What sessions of people whom another system knows stand on: it ends them when it changes. */
  readonly #grantsHash: string;
  readonly #proxies: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor({ store, settings, nowMs }: AccessParts) {
    this.store = store;
    this.settings = settings;
    this.nowMs = nowMs;
    const { grants, oidc } = settings;
    this.#grantsHash = hashOf(JSON.stringify([grants, { ...oidc, clientSecret: '' }]));
    this.#proxies = settings.trustedProxies.map((text) => rangeOf(text));
  }

  /** Browsers keep a cookie of this prefix to one host, and from plain connections. */
  get cookieName(): string {
    return this.isSecure ? '__Host-outcrop' : 'outcrop';
  }

  get isSecure(): boolean {
    return this.settings.pageUrl.startsWith('https:');
  }

  /** Who asks; null for somebody who is not known. */
  personOf(knock: Knock): Person | null {
    if (!this.settings.isRequired) return EVERYBODY;
    const bearer = bearerOf(knock.header('authorization'));
    if (bearer !== null) return this.#byToken(bearer);
    return this.#bySession(knock.cookie(this.cookieName)) ?? this.#byProxy(knock);
  }

  /** Where a request comes from: what a trusted proxy says, else the other end itself. */
  addressOf(knock: Knock): string {
    if (!this.#isTrusted(knock.peer)) return knock.peer;
    const told = knock.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    return told === undefined || told === '' ? knock.peer : told;
  }

  /** Opens a session. @returns what its cookie holds */
  begin(who: string, method: SessionMethod, granted: Asker, linkId: string | null = null): string {
    const { sessionIdleMs, sessionMaxMs } = this.settings;
    const atMs = this.nowMs();
    const secret = newSecret();
    this.store.forgetSessions({ seenMs: atMs - sessionIdleMs, createdMs: atMs - sessionMaxMs });
    const { role, tenants } = granted;
    const idHash = hashOf(secret);
    const basis = method === 'oidc' ? this.#grantsHash : linkId;
    const times = { createdAtMs: atMs, seenAtMs: atMs };
    this.store.saveSession({ idHash, who, method, role, tenants, basis, ...times });
    return secret;
  }

  /**
   * Ends what somebody opened by the provider when it told something else of them.
   *
   * @param granted what it tells now comes to; null for nothing.
   */
  endOtherGrants(who: string, granted: Asker | null): void {
    const isOf = (one: Asker): boolean =>
      one.role === granted?.role && String(one.tenants) === String(granted.tenants);
    const others = this.store.sessions().filter((one) => one.method === 'oidc' && one.who === who);
    for (const one of others) if (!isOf(one)) this.store.endSession(one.idHash);
  }

  /** The token or link of this text, if it holds now. */
  tokenOf(kind: StoredToken['kind'], text: string): StoredToken | null {
    const given = parseToken(kind, text);
    const stored = given && this.store.token(given.id);
    if (!given || !stored || stored.kind !== kind) return null;
    // The proof covers all that the row grants: a row that was changed by hand proves nothing.
    if (!isSameText(proofOf(stored, given.secret), stored.proof)) return null;
    return this.#isValid(stored) ? stored : null;
  }

  #isValid({ expiresAtMs, revokedAtMs }: StoredToken): boolean {
    return revokedAtMs === null && expiresAtMs > this.nowMs();
  }

  #byToken(text: string): Person | null {
    const token = this.tokenOf('token', text);
    if (!token) return null;
    const atMs = this.nowMs();
    if (atMs - (token.usedAtMs ?? 0) >= SEEN_EVERY_MS) this.store.useToken(token.id, atMs);
    const { name, power, tenants } = token;
    const granted = { role: ROLE_OF[power], tenants };
    const onlyMetrics = power === 'metrics';
    return { ...NO_SESSION, name: `token ${name}`, how: 'token', ...granted, onlyMetrics };
  }

  /** Sessions that open something now, those used last first. */
  openSessions(): readonly StoredSession[] {
    return this.store.sessions().filter((one) => !this.#isOver(one) && this.#grantOf(one) !== null);
  }

  #isOver({ seenAtMs, createdAtMs }: StoredSession): boolean {
    const { sessionIdleMs, sessionMaxMs } = this.settings;
    const atMs = this.nowMs();
    return atMs - seenAtMs >= sessionIdleMs || atMs - createdAtMs >= sessionMaxMs;
  }

  #bySession(secret: string | null): Person | null {
    const session = secret === null ? null : this.store.session(hashOf(secret));
    if (!session) return null;
    const granted = this.#isOver(session) ? null : this.#grantOf(session);
    if (!granted) return null;
    const atMs = this.nowMs();
    if (atMs - session.seenAtMs >= SEEN_EVERY_MS) this.store.seeSession(session.idHash, atMs);
    const { who: name, method: how, idHash: sessionHash } = session;
    return { name, how, ...granted, onlyMetrics: false, sessionHash };
  }

  /** What a session may now: a user, a link or a config that was changed ends it. */
  #grantOf(session: StoredSession): (Asker & Pick<Person, 'mustChange'>) | null {
    const { method, who, basis, createdAtMs } = session;
    if (method === 'password') {
      const user = this.store.user(who);
      if (!user || user.isDisabled || createdAtMs < user.changedAtMs) return null;
      const { role, tenants, mustChange } = user;
      return { role, tenants, mustChange };
    }
    if (method === 'oidc') {
      const { role, tenants } = session;
      return basis === this.#grantsHash ? { role, tenants, mustChange: false } : null;
    }
    const link = basis === null ? null : this.store.token(basis);
    if (!link || !this.#isValid(link)) return null;
    return { role: 'viewer', tenants: link.tenants, mustChange: false };
  }

  #byProxy(knock: Knock): Person | null {
    const { proxy, grants } = this.settings;
    if (!proxy || !this.#isTrusted(knock.peer)) return null;
    const user = knock.header(proxy.userHeader) ?? '';
    if (user === '') return null;
    const groups = (knock.header(proxy.groupsHeader) ?? '').split(',').map((one) => one.trim());
    const granted = grantedTo({ user, groups }, grants);
    return granted && { ...NO_SESSION, name: user, how: 'proxy', ...granted };
  }

  #isTrusted(peer: string): boolean {
    if (this.#proxies.length === 0 || !ipaddr.isValid(peer)) return false;
    const address = ipaddr.process(peer); // ::ffff:10.0.0.1 is 10.0.0.1.
    return this.#proxies.some(([range, bits]) => {
      return range.kind() === address.kind() && address.match([range, bits] as Cidr);
    });
  }
}

const NO_SESSION = { onlyMetrics: false, mustChange: false, sessionHash: null } as const;

/** What `match` takes, whose two overloads differ by the kind that was just compared. */
type Cidr = [ipaddr.IPv4, number] & [ipaddr.IPv6, number];

const ROLE_OF: Record<TokenPower, Role> = {
  metrics: 'viewer',
  read: 'viewer',
  edit: 'editor',
  admin: 'admin',
};

/** One address is a range of itself. @throws Error for what is neither; the config checks first */
function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function bearerOf(header: string | null): string | null {
  const match = /^Bearer +([\w.~+/=-]{1,300})$/i.exec(header ?? '');
  return match?.[1] ?? (header === null ? null : '');
}
