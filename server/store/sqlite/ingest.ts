/** Writes one batch: rows, rollups, dedupe keys, ledger and cursor stand or fall together. */
import { RollupCells, type RollupCell, type RollupEntry } from '../../rollup/rollup.ts';
import type { MeteredInvocation } from '../../meter/metered.ts';
import type { IngestBatch, IngestCounts } from '../store.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Dictionary } from './dictionary.ts';
import type { Database } from './open-database.ts';
import { BUCKET_MS, LEVELS, RollupTable, type Level } from './rollup-table.ts';
import { RowWriter } from './row-writer.ts';
import { minuteKey } from './series.ts';

/** The statements of ingest, prepared once. */
export class IngestWriter {
  readonly #dictionaries: Dictionaries;
  readonly #tables: Readonly<Record<Level, RollupTable>>;
  readonly #rows: RowWriter;
  readonly #insertObject;
  readonly #insertProblem;
  readonly #saveSource;

  constructor(database: Database, dictionaries: Dictionaries, promotedTags: readonly string[]) {
    this.#dictionaries = dictionaries;
    this.#rows = new RowWriter(database, dictionaries, promotedTags);
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
    const added = new LevelCells(this.#dictionaries);
    const removed = new LevelCells(this.#dictionaries);
    let invocations = 0;
    let usageLines = 0;
    for (const metered of rows) {
      const change = this.#rows.write(metered);
      if (change.added) added.add(change.added);
      if (change.removed) removed.add(change.removed);
      if (!change.added || change.removed) continue;
      invocations += 1;
      usageLines += metered.usage.length;
    }
    for (const level of LEVELS) {
      this.#tables[level].add(added.sorted(level));
      this.#tables[level].subtract(removed.sorted(level)); // What it takes away is there by now.
    }
    return { invocations, duplicates: rows.length - invocations, usageLines };
  }
}

/** What a batch does to the rollups of all levels. */
class LevelCells {
  readonly #series: Dictionary;
  readonly #cells: Readonly<Record<Level, RollupCells>> = {
    day: new RollupCells(BUCKET_MS.day),
    hour: new RollupCells(BUCKET_MS.hour),
    minute: new RollupCells(BUCKET_MS.minute),
  };
  readonly #minuteIds = new Map<number, number>();

  constructor({ series }: Dictionaries) {
    this.#series = series;
  }

  add(entry: RollupEntry): void {
    this.#cells.day.add(entry);
    this.#cells.hour.add(entry);
    this.#cells.minute.add({ ...entry, seriesId: this.#minuteId(entry.seriesId) });
  }

  sorted(level: Level): readonly RollupCell[] {
    return this.#cells[level].sorted();
  }

  #minuteId(seriesId: number): number {
    const known = this.#minuteIds.get(seriesId);
    if (known !== undefined) return known;
    const id = this.#series.idOf(minuteKey(this.#series.keyOf(seriesId)));
    this.#minuteIds.set(seriesId, id);
    return id;
  }
}
