/** Writes one batch: rows, rollups, dedupe keys, ledger and cursor stand or fall together. */
import type { IngestBatch, IngestCounts } from '../store.ts';
import type { RowBlock } from '../row-block.ts';
import { BlockIds } from './block-ids.ts';
import type { Dictionaries } from './dictionaries.ts';
import { LevelChanges } from './level-changes.ts';
import type { Database } from './open-database.ts';
import { RollupTable, type Level } from './rollup-table.ts';
import { RowWriter } from './row-writer.ts';

/** The statements of ingest, prepared once. */
export class IngestWriter {
  readonly #dictionaries: Dictionaries;
  readonly #tables: Readonly<Record<Level, RollupTable>>;
  readonly #rows: RowWriter;
  readonly #promotedTags: readonly string[];
  readonly #insertObject;
  readonly #insertProblem;
  readonly #saveSource;

  constructor(database: Database, dictionaries: Dictionaries, promotedTags: readonly string[]) {
    this.#dictionaries = dictionaries;
    this.#rows = new RowWriter(database, dictionaries);
    this.#promotedTags = promotedTags;
    this.#tables = {
      day: new RollupTable(database, 'day'),
      hour: new RollupTable(database, 'hour'),
      minute: new RollupTable(database, 'minute'),
    };
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
    const counts = this.#writeBlocks(batch.blocks);
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
    const records = counts.invocations + counts.duplicates + quarantined;
    return { ...counts, quarantined, records };
  }

  #writeBlocks(
    blocks: readonly RowBlock[],
  ): Pick<IngestCounts, 'invocations' | 'duplicates' | 'usageLines'> {
    const changes = new LevelChanges(this.#dictionaries);
    for (const block of blocks) {
      const ids = new BlockIds(block, this.#dictionaries, this.#promotedTags);
      this.#rows.write(block, ids, changes);
    }
    changes.saveIn(this.#tables);
    const { invocations, usageLines } = changes;
    const rows = blocks.reduce((sum, { count }) => sum + count, 0);
    return { invocations, duplicates: rows - invocations, usageLines };
  }
}
