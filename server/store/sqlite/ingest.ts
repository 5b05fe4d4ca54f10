/** Writes one batch: rows, rollups, dedupe keys, ledger and cursor stand or fall together. */
import type { IngestBatch, IngestCounts } from '../store.ts';
import type { RowBlock } from '../row-block.ts';
import { addNotes } from './source-notes.ts';
import { BlockIds } from './block-ids.ts';
import type { Dictionaries } from './dictionaries.ts';
import { readHorizons } from './horizons.ts';
import { KnownTexts } from './known-texts.ts';
import { changeLogs, LevelChanges } from './level-changes.ts';
import type { Promotion } from './promotion.ts';
import type { Database } from './open-database.ts';
import type { Packs } from './packs.ts';
import { RollupTable, type Level } from './rollup-table.ts';
import { RowWriter } from './row-writer.ts';
import { TenantBars } from './tenant-bars.ts';
import { TooOld } from './too-old.ts';

/** The statements of ingest, prepared once. */
export class IngestWriter {
  readonly #dictionaries: Dictionaries;
  readonly #database: Database;
  readonly #tooOld: TooOld;
  readonly #bars: TenantBars;
  readonly #tables: Readonly<Record<Level, RollupTable>>;
  readonly #rows: RowWriter;
  readonly #known: KnownTexts;
  readonly #logs = changeLogs();
  readonly #insertObject;
  readonly #insertProblem;
  readonly #saveSource;

  constructor(database: Database, dictionaries: Dictionaries, packs: Packs, promotion: Promotion) {
    this.#database = database;
    this.#dictionaries = dictionaries;
    this.#tooOld = new TooOld(database);
    this.#bars = new TenantBars(database);
    this.#rows = new RowWriter(database, dictionaries, { tooOld: this.#tooOld, bars: this.#bars });
    this.#known = new KnownTexts(dictionaries, promotion);
    this.#tables = {
      day: new RollupTable(database, 'day', packs),
      hour: new RollupTable(database, 'hour', packs),
      minute: new RollupTable(database, 'minute', packs),
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

  /** Forgets what a transaction that failed has given ids. */
  forget(): void {
    this.#known.forget();
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
    addNotes(this.#database, batch, batch.notes);
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
    const records = counts.invocations + counts.duplicates + counts.tooOld + quarantined;
    return { ...counts, quarantined, records };
  }

  #writeBlocks(blocks: readonly RowBlock[]): Omit<IngestCounts, 'records' | 'quarantined'> {
    const horizons = readHorizons(this.#database);
    const changes = new LevelChanges(this.#dictionaries, horizons.minutesMs, this.#logs);
    this.#tooOld.begin(horizons.rowsMs);
    this.#bars.begin();
    for (const block of blocks) {
      const ids = new BlockIds(block, this.#known);
      this.#rows.write(block, ids, changes);
    }
    changes.saveIn(this.#tables);
    const tooOld = this.#tooOld.save();
    const { invocations, usageLines } = changes;
    const rows = blocks.reduce((sum, { count }) => sum + count, 0);
    return { invocations, duplicates: rows - tooOld - invocations, tooOld, usageLines };
  }
}
