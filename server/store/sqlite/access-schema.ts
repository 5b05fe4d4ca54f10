/** Tables of who may ask; secrets are in none of them, only what proves them. */

export const ACCESS_TABLES = `
  CREATE TABLE access_user (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    tenants TEXT,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    is_disabled INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE access_session (
    id_hash TEXT PRIMARY KEY,
    who TEXT NOT NULL,
    method TEXT NOT NULL,
    role TEXT NOT NULL,
    tenants TEXT,
    basis TEXT,
    created_at_ms INTEGER NOT NULL,
    seen_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE access_token (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    power TEXT NOT NULL,
    tenants TEXT,
    search TEXT NOT NULL,
    proof TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER,
    revoked_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  -- The last event once more, so that a log that was cut at its end is told from a shorter one.
  CREATE TABLE audit_head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
  CREATE TRIGGER audit_keeps BEFORE DELETE ON audit
    WHEN OLD.seq > coalesce((SELECT seq FROM audit_floor), 0)
    BEGIN SELECT RAISE(ABORT, 'the audit log is never cut'); END;
`;
