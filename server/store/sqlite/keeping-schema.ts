/** The tables of what is kept, hidden and forgotten, and how that is proved. */

export const KEEPING_TABLES = `
  -- What is hidden of callers, and what proves the key that hides it; the key is never here.
  CREATE TABLE privacy (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    identities TEXT NOT NULL,
    metadata TEXT NOT NULL,
    key_check TEXT NOT NULL
  ) STRICT;
`;
