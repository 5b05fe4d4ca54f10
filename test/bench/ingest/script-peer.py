"""What one would write in an afternoon: gzip, json and sqlite3, a row a record, a key, a commit a file."""
import gzip
import json
import pathlib
import sqlite3
import sys

folder, database = sys.argv[1:3]
connection = sqlite3.connect(database)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute(
    """CREATE TABLE invocation (
    request_id TEXT PRIMARY KEY, at TEXT, account TEXT, region TEXT, operation TEXT, model TEXT,
    error TEXT, principal TEXT, tenant TEXT, feature TEXT, input_tokens INTEGER,
    cache_read INTEGER, cache_write INTEGER, output_tokens INTEGER, latency INTEGER,
    stop_reason TEXT)"""
)


def latency_of(body):
    if isinstance(body, list):
        return body[-1].get("amazon-bedrock-invocationMetrics", {}).get("invocationLatency")
    return (body or {}).get("metrics", {}).get("latencyMs")


def row_of(record):
    given, made = record.get("input", {}), record.get("output", {})
    body = made.get("outputBodyJson")
    whole = body if isinstance(body, dict) else {}
    metadata = record.get("requestMetadata", {})
    return (
        record["requestId"], record["timestamp"], record["accountId"], record["region"],
        record["operation"], record["modelId"], record.get("errorCode"),
        record["identity"]["arn"], metadata.get("tenant"), metadata.get("feature"),
        given.get("inputTokenCount"), given.get("cacheReadInputTokenCount"),
        given.get("cacheWriteInputTokenCount"), made.get("outputTokenCount"), latency_of(body),
        whole.get("stopReason") or whole.get("stop_reason"),
    )


for file in sorted(pathlib.Path(folder).rglob("*.gz")):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row_of(json.loads(line)) for line in lines]
    marks = ", ".join("?" * 16)
    connection.executemany(f"INSERT OR IGNORE INTO invocation VALUES ({marks})", rows)
    connection.commit()
print(connection.execute("SELECT count(*) FROM invocation").fetchone()[0], "records")
