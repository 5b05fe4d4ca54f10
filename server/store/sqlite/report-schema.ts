/** The tables of reports: what was made, its bytes, and who is owed it. */

export const REPORT_TABLES = `
  CREATE TABLE report (
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    summary TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    PRIMARY KEY (name, date, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE report_file (
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    revision INTEGER NOT NULL,
    file TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (name, date, revision, file)
  ) STRICT;
  CREATE TABLE report_delivery (
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    revision INTEGER NOT NULL,
    target TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at_ms INTEGER NOT NULL,
    PRIMARY KEY (name, date, revision, target)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE report_attempt (
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    revision INTEGER NOT NULL,
    target TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    due_at_ms INTEGER,
    PRIMARY KEY (name, date, revision, target, at_ms, attempt)
  ) STRICT, WITHOUT ROWID;
`;
