/** What sources note beside rows, in the store: by day, span or instant. */
import { DAY_MS, type Window } from '../../../shared/window.ts';
import type { AlarmChange } from '../../source/metric.ts';
import type { BatchNotes, LostSpan, SourceBodyReads, SourceNotes } from '../source-notes.ts';
import type { Database } from './open-database.ts';

/** Older counts of bodies tell nothing about now. */
const KEPT_MS = 62 * DAY_MS;
const CHANGES_MAX = 1_000;

type Write = <Answer>(work: () => Answer) => Answer;

/** Reads notes; those of a batch are written with it, by addNotes. */
export class SourceNoteTables implements SourceNotes {
  readonly #database: Database;
  readonly #write: Write;

  constructor(database: Database, write: Write) {
    this.#database = database;
    this.#write = write;
  }

  bodyReads(sinceMs: number): readonly SourceBodyReads[] {
    return this.#database
      .prepare<[number], SourceBodyReads>(
        `SELECT source_id AS sourceId, outcome, sum(records) AS records FROM body_read
          WHERE day_start_ms >= ? GROUP BY source_id, outcome ORDER BY source_id, outcome`,
      )
      .all(startOfDay(sinceMs));
  }

  lostSpans(): readonly LostSpan[] {
    return this.#database
      .prepare<[], LostSpan>(
        `SELECT source_id AS sourceId, start_ms AS startMs, end_ms AS endMs FROM lost_span
          ORDER BY start_ms DESC, source_id`,
      )
      .all();
  }

  saveAlarmChanges(changes: readonly AlarmChange[]): void {
    if (changes.length === 0) return;
    this.#write(() => {
      const add = this.#database.prepare(
        `INSERT OR IGNORE INTO cloudwatch_alarm_change (account, region, name, at_ms, before, after)
         VALUES (@account, @region, @name, @atMs, @from, @to)`,
      );
      for (const change of changes) add.run(change);
    });
  }

  alarmChanges(sinceMs: number): readonly AlarmChange[] {
    return this.#database
      .prepare<[number], AlarmChange>(
        `SELECT account, region, name, at_ms AS atMs, before AS "from", after AS "to"
           FROM cloudwatch_alarm_change WHERE at_ms >= ?
          ORDER BY at_ms DESC, account, region, name LIMIT ${CHANGES_MAX}`,
      )
      .all(sinceMs)
      .reverse();
  }
}

/** Adds what a batch notes; the caller holds the transaction. */
export function addNotes(
  database: Database,
  batch: { readonly sourceId: string; readonly nowMs: number },
  notes: BatchNotes,
): void {
  if (notes.bodies.length > 0) addBodyReads(database, batch, notes.bodies);
  if (notes.lost.length > 0) addLostSpans(database, batch.sourceId, notes.lost);
}

function addBodyReads(
  database: Database,
  { sourceId, nowMs }: { readonly sourceId: string; readonly nowMs: number },
  reads: BatchNotes['bodies'],
): void {
  const dayStartMs = startOfDay(nowMs);
  database.prepare('DELETE FROM body_read WHERE day_start_ms < ?').run(dayStartMs - KEPT_MS);
  const add = database.prepare(
    `INSERT INTO body_read (day_start_ms, source_id, outcome, records) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET records = records + excluded.records`,
  );
  for (const { outcome, records } of reads) add.run(dayStartMs, sourceId, outcome, records);
}

/** What begins at one instant is one span: it grows while its source stands still. */
function addLostSpans(database: Database, sourceId: string, lost: readonly Window[]): void {
  const add = database.prepare(
    `INSERT INTO lost_span (source_id, start_ms, end_ms) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET end_ms = max(end_ms, excluded.end_ms)`,
  );
  for (const { startMs, endMs } of lost) add.run(sourceId, startMs, endMs);
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}
