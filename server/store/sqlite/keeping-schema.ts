/** The tables of what is kept, hidden and forgotten, and how that is proved. */

export const KEEPING_TABLES = `
  -- What is hidden of callers, and what proves the key that hides it; the key is never here.
  CREATE TABLE privacy (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    identities TEXT NOT NULL,
    metadata TEXT NOT NULL,
    key_check TEXT NOT NULL
  ) STRICT;

  -- Tenants that were deleted; the name stays only until it is done.
  CREATE TABLE deleted_tenant (
    digest TEXT PRIMARY KEY,
    tenant TEXT,
    requested_at_ms INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    state TEXT NOT NULL,
    cursor_ms INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    ended_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  -- Texts that erased rows pointed to, until it is known whether others do.
  CREATE TABLE erased_text (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;

  -- The last event of the audit log that was forgotten: the chain goes on from its hash.
  CREATE TABLE audit_floor (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  -- Of each closed day, over its rows and sums; empty while it is worked out.
  CREATE TABLE day_digest (
    day_start_ms INTEGER PRIMARY KEY,
    rows_digest TEXT NOT NULL,
    sums_digest TEXT NOT NULL
  ) STRICT;
  -- What came of the last nightly check of each; found_at_ms where it differs, since when.
  CREATE TABLE day_check (
    day_start_ms INTEGER PRIMARY KEY,
    checked_at_ms INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    difference_count INTEGER NOT NULL,
    differences TEXT NOT NULL,
    damage TEXT,
    found_at_ms INTEGER
  ) STRICT;
  -- Alarms about this file and its disk; opened_at_ms while one stands.
  CREATE TABLE own_alarm (
    name TEXT PRIMARY KEY,
    opened_at_ms INTEGER,
    sequence INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE file_check (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    checked_at_ms INTEGER NOT NULL,
    damage TEXT NOT NULL
  ) STRICT;
`;
