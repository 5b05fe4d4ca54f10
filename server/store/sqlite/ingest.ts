/** Writes one batch: rows, rollups, dedupe keys, ledger and cursor stand or fall together. */
import { RollupCells, type RollupEntry } from '../../rollup/rollup.ts';
import type { MeteredInvocation } from '../../meter/metered.ts';
import type { IngestBatch, IngestCounts } from '../store.ts';
import type { Dictionary } from './dictionary.ts';
import type { Database } from './open-database.ts';
import { encodeRequestId } from './request-id.ts';
import { BUCKET_MS, LEVELS, RollupTable, encodeQuantities, type Level } from './rollup-table.ts';
import { seriesKeys, usageSetKey } from './series.ts';

export interface Dictionaries {
  readonly usageSet: Dictionary;
  readonly series: Dictionary;
  readonly scope: Dictionary;
  readonly detail: Dictionary;
  readonly tagSet: Dictionary;
}

/** What the detail dictionary holds for a row: all that is shown but seldom grouped by. */
export type DetailKey = readonly [
  errorCode: string | null,
  session: string | null,
  inferenceRegion: string | null,
  stopReason: string | null,
  rule: string | null,
];

/** The statements of ingest, prepared once. */
export class IngestWriter {
  readonly #dictionaries: Dictionaries;
  readonly #promotedTags: readonly string[];
  readonly #tables: Readonly<Record<Level, RollupTable>>;
  readonly #insertRow;
  readonly #insertObject;
  readonly #insertProblem;
  readonly #saveSource;

  constructor(database: Database, dictionaries: Dictionaries, promotedTags: readonly string[]) {
    this.#dictionaries = dictionaries;
    this.#promotedTags = promotedTags;
    this.#tables = {
      day: new RollupTable(database, 'day'),
      hour: new RollupTable(database, 'hour'),
      minute: new RollupTable(database, 'minute'),
    };
    this.#insertRow = database.prepare(`
      INSERT OR IGNORE INTO invocation
        (timestamp_ms, request_id, scope_id, series_id, latency_ms, first_token_ms, quantities,
         detail_id, tag_set_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#insertObject = database.prepare(`
      INSERT OR REPLACE INTO source_object (source_id, key, etag, bytes, records, seen_at_ms)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.#insertProblem = database.prepare(`
      INSERT OR REPLACE INTO quarantine (origin, code, path, last_at_ms) VALUES (?, ?, ?, ?)`);
    this.#saveSource = database.prepare(`
      INSERT INTO source (source_id, kind, cursor, complete_to_ms, progress_done, progress_total,
                          updated_at_ms, error)
      VALUES (@sourceId, @kind, @cursor, @completeToMs, @done, @total, @nowMs, NULL)
      ON CONFLICT (source_id) DO UPDATE
        SET kind = excluded.kind, cursor = coalesce(excluded.cursor, cursor),
            complete_to_ms = coalesce(excluded.complete_to_ms, complete_to_ms),
            progress_done = excluded.progress_done, progress_total = excluded.progress_total,
            updated_at_ms = excluded.updated_at_ms, error = NULL, is_retired = 0`);
  }

  /** Writes a batch; the caller holds the transaction. */
  write(batch: IngestBatch): IngestCounts {
    const counts = this.#writeRows(batch.rows);
    for (const problem of batch.quarantined) {
      this.#insertProblem.run(problem.origin, problem.code, problem.path, batch.nowMs);
    }
    for (const object of batch.objects) {
      const { key, etag, size, records } = object;
      this.#insertObject.run(batch.sourceId, key, etag, size, records, batch.nowMs);
    }
    this.#saveSource.run({
      sourceId: batch.sourceId,
      kind: batch.sourceKind,
      cursor: batch.cursor,
      completeToMs: batch.progress.completeToMs,
      done: batch.progress.done,
      total: batch.progress.total,
      nowMs: batch.nowMs,
    });
    const quarantined = batch.quarantined.length;
    return { ...counts, quarantined, records: batch.rows.length + quarantined };
  }

  #writeRows(
    rows: readonly MeteredInvocation[],
  ): Pick<IngestCounts, 'invocations' | 'duplicates' | 'usageLines'> {
    const cells = new Map(LEVELS.map((level) => [level, new RollupCells(BUCKET_MS[level])]));
    let invocations = 0;
    let usageLines = 0;
    for (const metered of rows) {
      const written = this.#writeRow(metered);
      if (!written) continue;
      invocations += 1;
      usageLines += metered.usage.length;
      cells.get('day')?.add(written.full);
      cells.get('hour')?.add(written.full);
      cells.get('minute')?.add(written.minute);
    }
    for (const level of LEVELS) this.#tables[level].add(cells.get(level)?.sorted() ?? []);
    return { invocations, duplicates: rows.length - invocations, usageLines };
  }

  /** @returns what the rollups count, or null when the row was there already. */
  #writeRow(metered: MeteredInvocation): { full: RollupEntry; minute: RollupEntry } | null {
    const { invocation, attribution, usage } = metered;
    const { usageSet, series, scope, detail, tagSet } = this.#dictionaries;
    const keys = seriesKeys(metered, usageSet.idOf(usageSetKey(metered)), this.#promotedTags);
    const { errorCode, inferenceRegion, stopReason, timestampMs } = invocation;
    const { session } = invocation.principal;
    const detailKey: DetailKey = [
      errorCode,
      session,
      inferenceRegion,
      stopReason,
      attribution.rule,
    ];
    const tags = attribution.tags.map(({ key, value, source }) => [key, value, source]);
    const entry = {
      timestampMs,
      seriesId: series.idOf(keys.full),
      quantities: usage.map((line) => line.quantity),
      latencyMs: invocation.latencyMs,
      firstTokenMs: invocation.firstTokenMs,
    };
    const { changes } = this.#insertRow.run(
      timestampMs,
      encodeRequestId(invocation.requestId),
      scope.idOf(`${invocation.accountId}/${invocation.region}`),
      entry.seriesId,
      entry.latencyMs,
      entry.firstTokenMs,
      encodeQuantities(entry.quantities),
      detail.idOf(JSON.stringify(detailKey)),
      tagSet.idOf(JSON.stringify(tags)),
    );
    if (changes === 0) return null;
    return { full: entry, minute: { ...entry, seriesId: series.idOf(keys.minute) } };
  }
}
