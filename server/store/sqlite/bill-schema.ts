/** The part of the schema that holds the bill. */

export const BILL_TABLES = `
  -- Months of the bill as they were last read; money and quantities as text, past 64 bits.
  CREATE TABLE bill_period (
    source_id TEXT NOT NULL,
    period TEXT NOT NULL,
    version TEXT NOT NULL,
    last_day TEXT,
    row_count INTEGER NOT NULL,
    read_at_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, period)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE bill_line (
    source_id TEXT NOT NULL,
    period TEXT NOT NULL,
    day TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    model TEXT NOT NULL,
    usage TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_read INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    cost_atto_usd TEXT NOT NULL,
    list_atto_usd TEXT NOT NULL
  ) STRICT;
  CREATE INDEX bill_line_day ON bill_line (day);
  CREATE INDEX bill_line_period ON bill_line (source_id, period);
`;
