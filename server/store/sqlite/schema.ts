/** The schema as a list of forward steps; the file's user_version says how many it has taken. */
import { statements, type Migration } from './migrate.ts';
import { BILL_TABLES } from './bill-schema.ts';
import { ACCESS_TABLES } from './access-schema.ts';
import { KEEPING_TABLES } from './keeping-schema.ts';
import { REPORT_TABLES } from './report-schema.ts';

/** Each step runs once, in its own transaction, in this order; a released one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  statements(`
  CREATE TABLE usage_set (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE scope (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE detail (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE tag_set (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE invocation (
    timestamp_ms INTEGER NOT NULL,
    request_id ANY NOT NULL,
    scope_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    latency_ms INTEGER,
    first_token_ms INTEGER,
    quantities BLOB,
    detail_id INTEGER NOT NULL,
    tag_set_id INTEGER NOT NULL,
    PRIMARY KEY (timestamp_ms, request_id, scope_id)
  ) STRICT, WITHOUT ROWID;
  -- Ids that are no UUID name calls whose time a delivery may have put in place of their own.
  CREATE INDEX invocation_text_id ON invocation (request_id, scope_id)
    WHERE typeof(request_id) = 'text';

  CREATE TABLE rollup_minute (
    bucket_start_ms INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    invocations INTEGER NOT NULL,
    quantities BLOB,
    latency BLOB,
    first_token BLOB,
    PRIMARY KEY (bucket_start_ms, series_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rollup_hour (
    bucket_start_ms INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    invocations INTEGER NOT NULL,
    quantities BLOB,
    latency BLOB,
    first_token BLOB,
    PRIMARY KEY (bucket_start_ms, series_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rollup_day (
    bucket_start_ms INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    invocations INTEGER NOT NULL,
    quantities BLOB,
    latency BLOB,
    first_token BLOB,
    PRIMARY KEY (bucket_start_ms, series_id)
  ) STRICT, WITHOUT ROWID;

  -- Cells of the rollups once more, many in one value, which is how answers read them fast.
  CREATE TABLE rollup_pack (
    kind TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, start_ms)
  ) STRICT;
  -- Spans that were written to since they were packed, if they ever were.
  CREATE TABLE rollup_unpacked (
    level TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    PRIMARY KEY (level, start_ms)
  ) STRICT, WITHOUT ROWID;
  -- From when on each kind of data is kept; what lies before has been forgotten.
  CREATE TABLE horizon (kind TEXT PRIMARY KEY, from_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- What the config says of tenants, so that whoever reads this file groups by it.
  CREATE TABLE tenant_fact (tenant TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE charge_hour (
    bucket_start_ms INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (bucket_start_ms, series_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE source (
    source_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    cursor TEXT,
    complete_to_ms INTEGER,
    progress_done INTEGER NOT NULL,
    progress_total INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    error TEXT,
    is_retired INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE source_object (
    source_id TEXT NOT NULL,
    key TEXT NOT NULL,
    etag TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    records INTEGER NOT NULL,
    seen_at_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, key, etag)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quarantine (
    origin TEXT NOT NULL,
    code TEXT NOT NULL,
    path TEXT NOT NULL,
    last_at_ms INTEGER NOT NULL,
    PRIMARY KEY (origin, code, path)
  ) STRICT, WITHOUT ROWID;

  -- Records that came after the rows of their day had been forgotten, and were not counted.
  CREATE TABLE too_old (day_start_ms INTEGER PRIMARY KEY, records INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;

  -- Bodies too large for their record that were asked for.
  CREATE TABLE body_read (
    day_start_ms INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (day_start_ms, source_id, outcome)
  ) STRICT, WITHOUT ROWID;

  -- Spans that a log group had forgotten before they were read.
  CREATE TABLE lost_span (
    source_id TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE cloudwatch_alarm_change (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (account, region, name, at_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE metric_series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE metric_point (
    series_id INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (series_id, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metric_revision (
    at_ms INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    before REAL NOT NULL,
    after REAL NOT NULL,
    PRIMARY KEY (at_ms, series_id, start_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metric_spend (
    month TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    metrics INTEGER NOT NULL,
    PRIMARY KEY (month, account, region)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE cloudwatch_alarm (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    arn TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, region, arn)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE resource (
    arn TEXT NOT NULL,
    valid_from_ms INTEGER NOT NULL,
    valid_to_ms INTEGER,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_seen_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (arn, valid_from_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quota (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    origin TEXT NOT NULL,
    code TEXT NOT NULL,
    valid_from_ms INTEGER NOT NULL,
    valid_to_ms INTEGER,
    last_seen_at_ms INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL NOT NULL,
    is_adjustable INTEGER NOT NULL,
    PRIMARY KEY (account, region, origin, code, valid_from_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quota_look (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    error TEXT,
    PRIMARY KEY (account, region)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE bedrock_event (
    at_ms INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    PRIMARY KEY (at_ms, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alarm_state (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE alarm_transition (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alarm_transition_age ON alarm_transition (at_ms);
  CREATE TABLE silence (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE saved_view (
    name TEXT PRIMARY KEY,
    search TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    next_attempt_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    body TEXT NOT NULL,
    endpoint_id TEXT NOT NULL AS (body ->> '$.endpointId'),
    alarm_key TEXT NOT NULL AS (body ->> '$.alarmKey'),
    sequence INTEGER NOT NULL AS (body ->> '$.sequence')
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX outbox_due ON outbox (next_attempt_at_ms)
    WHERE state IN ('held', 'pending', 'sending');
  CREATE INDEX outbox_next ON outbox (endpoint_id, next_attempt_at_ms) WHERE state = 'pending';
  CREATE INDEX outbox_line ON outbox (endpoint_id, alarm_key, sequence)
    WHERE state IN ('pending', 'sending');
  CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
  CREATE TABLE channel_health (receiver TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX outbox_newest ON outbox (created_at_ms);
  CREATE TABLE delivery_attempt (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX delivery_attempt_message ON delivery_attempt (message_id);
  CREATE TABLE notice_line (
    endpoint_id TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE page_alarm (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- What people did by hand: written once.
  CREATE TABLE journal (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
  CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never cut'); END;
  CREATE TABLE reattribution (
    id INTEGER PRIMARY KEY,
    rules_version TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    cursor_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    row_count INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    tenants TEXT NOT NULL
  ) STRICT;
  CREATE TABLE rules_used (
    from_ms INTEGER NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (from_ms, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reattribution_place (
    series_id INTEGER NOT NULL,
    detail_id INTEGER NOT NULL,
    tag_set_id INTEGER NOT NULL,
    to_series_id INTEGER NOT NULL,
    to_detail_id INTEGER NOT NULL,
    to_tag_set_id INTEGER NOT NULL,
    PRIMARY KEY (series_id, detail_id, tag_set_id)
  ) STRICT, WITHOUT ROWID;
  ${REPORT_TABLES}
  ${BILL_TABLES}
  ${ACCESS_TABLES}
  ${KEEPING_TABLES}
  `),
];
