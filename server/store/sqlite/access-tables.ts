/** Users, sessions, tokens and the audit log in SQLite. */
import type {
  AccessStore,
  AuditEvent,
  AuditHead,
  StoredAuditEvent,
  StoredSession,
  StoredToken,
  StoredUser,
} from '../access-store.ts';
import { chained, NO_AUDIT } from '../audit-chain.ts';
import type { Database } from './open-database.ts';

type Row<Stored> = Omit<Stored, 'tenants'> & { readonly tenants: string | null };
type UserRow = Omit<Row<StoredUser>, 'mustChange' | 'isDisabled'> & {
  readonly mustChange: number;
  readonly isDisabled: number;
};

const USER = `
  SELECT name, role, tenants, password_hash AS passwordHash, must_change AS mustChange,
    is_disabled AS isDisabled, created_at_ms AS createdAtMs, changed_at_ms AS changedAtMs
  FROM access_user`;
const SAVE_USER = `
  INSERT OR REPLACE INTO access_user
  VALUES (@name, @role, @tenants, @passwordHash, @mustChange, @isDisabled, @createdAtMs,
    @changedAtMs)`;
const SESSION = `
  SELECT id_hash AS idHash, who, method, role, tenants, basis, created_at_ms AS createdAtMs,
    seen_at_ms AS seenAtMs
  FROM access_session`;
const SAVE_SESSION = `
  INSERT INTO access_session
  VALUES (@idHash, @who, @method, @role, @tenants, @basis, @createdAtMs, @seenAtMs)`;
const FORGET = `
  DELETE FROM access_session
  WHERE seen_at_ms < @seenMs OR created_at_ms < @createdMs`;
const TOKEN = `
  SELECT id, kind, name, power, tenants, search, proof, created_by AS createdBy,
    created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs, used_at_ms AS usedAtMs,
    revoked_at_ms AS revokedAtMs
  FROM access_token`;
const SAVE_TOKEN = `
  INSERT INTO access_token
  VALUES (@id, @kind, @name, @power, @tenants, @search, @proof, @createdBy, @createdAtMs,
    @expiresAtMs, @usedAtMs, @revokedAtMs)`;
const REVOKE = 'UPDATE access_token SET revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL';
const AUDIT = `
  SELECT seq, at_ms AS atMs, who, action, subject, detail, hash
  FROM audit
  WHERE seq < @beforeSeq
  ORDER BY seq DESC
  LIMIT @limit`;
const ADD_AUDIT = 'INSERT INTO audit VALUES (@seq, @atMs, @who, @action, @subject, @detail, @hash)';
const HEAD = 'SELECT seq, hash FROM audit_head';
const MOVE_HEAD = 'INSERT OR REPLACE INTO audit_head VALUES (1, @seq, @hash)';

/** One read of these is a look-up by key: they stand on the way of every request. */
export class AccessTables implements AccessStore {
  readonly #database: Database;
  readonly #write: <Answer>(work: () => Answer) => Answer;
  readonly #session;
  readonly #user;
  readonly #token;

  /** @param write runs work as a write of the store, with its errors made ours. */
  constructor(database: Database, write: <Answer>(work: () => Answer) => Answer) {
    this.#database = database;
    this.#write = write;
    this.#session = database.prepare<[string], Row<StoredSession>>(`${SESSION} WHERE id_hash = ?`);
    this.#user = database.prepare<[string], UserRow>(`${USER} WHERE name = ?`);
    this.#token = database.prepare<[string], Row<StoredToken>>(`${TOKEN} WHERE id = ?`);
  }

  users(): readonly StoredUser[] {
    return this.#database.prepare<[], UserRow>(`${USER} ORDER BY name`).all().map(readUser);
  }

  user(name: string): StoredUser | null {
    const row = this.#user.get(name);
    return row ? readUser(row) : null;
  }

  saveUser(user: StoredUser): void {
    const { mustChange, isDisabled } = user;
    const flags = { mustChange: Number(mustChange), isDisabled: Number(isDisabled) };
    this.#run(SAVE_USER, { ...written(user), ...flags });
  }

  removeUser(name: string): boolean {
    return this.#write(() => {
      const sessions = "DELETE FROM access_session WHERE who = ? AND method = 'password'";
      this.#database.prepare(sessions).run(name);
      return this.#database.prepare('DELETE FROM access_user WHERE name = ?').run(name).changes > 0;
    });
  }

  session(idHash: string): StoredSession | null {
    return readOrNull(this.#session.get(idHash));
  }

  sessions(): readonly StoredSession[] {
    const newest = `${SESSION} ORDER BY seen_at_ms DESC, id_hash`;
    return this.#database.prepare<[], Row<StoredSession>>(newest).all().map(read);
  }

  saveSession(session: StoredSession): void {
    this.#run(SAVE_SESSION, written(session));
  }

  seeSession(idHash: string, seenAtMs: number): void {
    this.#run('UPDATE access_session SET seen_at_ms = ? WHERE id_hash = ?', seenAtMs, idHash);
  }

  endSession(idHash: string): void {
    this.#run('DELETE FROM access_session WHERE id_hash = ?', idHash);
  }

  forgetSessions(before: { readonly seenMs: number; readonly createdMs: number }): void {
    this.#run(FORGET, before);
  }

  tokens(): readonly StoredToken[] {
    const newest = `${TOKEN} ORDER BY created_at_ms DESC, id`;
    return this.#database.prepare<[], Row<StoredToken>>(newest).all().map(read);
  }

  token(id: string): StoredToken | null {
    return readOrNull(this.#token.get(id));
  }

  saveToken(token: StoredToken): void {
    this.#run(SAVE_TOKEN, written(token));
  }

  useToken(id: string, atMs: number): void {
    this.#run('UPDATE access_token SET used_at_ms = ? WHERE id = ?', atMs, id);
  }

  revokeToken(id: string, atMs: number): boolean {
    return this.#run(REVOKE, atMs, id) > 0;
  }

  addAudit(event: AuditEvent): void {
    this.#write(() => {
      const stored = chained(event, this.auditHead());
      this.#database.prepare<[StoredAuditEvent]>(ADD_AUDIT).run(stored);
      this.#database.prepare(MOVE_HEAD).run({ seq: stored.seq, hash: stored.hash });
    });
  }

  audit(request: { readonly beforeSeq: number; readonly limit: number }) {
    return this.#database.prepare<[typeof request], StoredAuditEvent>(AUDIT).all(request);
  }

  auditHead(): AuditHead {
    return this.#database.prepare<[], AuditHead>(HEAD).get() ?? NO_AUDIT;
  }

  auditFloor(): AuditHead {
    const floor = this.#database.prepare<[], AuditHead>('SELECT seq, hash FROM audit_floor').get();
    return floor ?? NO_AUDIT;
  }

  #run(statement: string, ...values: readonly unknown[]): number {
    return this.#write(() => this.#database.prepare(statement).run(...values).changes);
  }
}

function written<Stored extends { readonly tenants: readonly string[] | null }>(stored: Stored) {
  return { ...stored, tenants: stored.tenants && JSON.stringify(stored.tenants) };
}

function read<Stored extends { readonly tenants: string | null }>(row: Stored) {
  const tenants = row.tenants === null ? null : (JSON.parse(row.tenants) as readonly string[]);
  return { ...row, tenants }; // Written by `written`.
}

function readUser(row: UserRow): StoredUser {
  return { ...read(row), mustChange: row.mustChange === 1, isDisabled: row.isDisabled === 1 };
}

function readOrNull<Stored extends { readonly tenants: string | null }>(row: Stored | undefined) {
  return row === undefined ? null : read(row);
}
