/** Control data in the store: sources, alarms, outbox, reports; small and by key. */
import type { Window } from '../../../shared/window.ts';
import type { Silence } from '../../alarm/mute.ts';
import type { OutboxEntry } from '../../notify/outbox.ts';
import type { QuarantineCode } from '../../record/record-problems.ts';
import type { CloudWatchAlarm } from '../../source/metric.ts';
import type { SourceMove, SourceState, StoredAlarmState, StoredTransition } from '../store.ts';
import { fromJson, toJson } from './map-json.ts';
import { addEntry } from './outbox-rows.ts';
import type { Database } from './open-database.ts';
import { countTooOld } from './too-old.ts';

interface SourceRow {
  readonly source_id: string;
  readonly kind: string;
  readonly cursor: string | null;
  readonly complete_to_ms: number | null;
  readonly progress_done: number;
  readonly progress_total: number;
  readonly updated_at_ms: number;
  readonly error: string | null;
}

/** How every source stands. */
export function readSourceStates(database: Database): readonly SourceState[] {
  const rows = database
    .prepare<[], SourceRow>(
      `SELECT * FROM source WHERE is_retired = 0 AND kind != 'backfill' ORDER BY source_id`,
    )
    .all();
  return rows.map(toSourceState);
}

/** How one source stands; null before its first batch. */
export function readSourceState(database: Database, sourceId: string): SourceState | null {
  const row = database
    .prepare<[string], SourceRow>('SELECT * FROM source WHERE source_id = ?')
    .get(sourceId);
  return row ? toSourceState(row) : null;
}

function toSourceState(row: SourceRow): SourceState {
  return {
    sourceId: row.source_id,
    kind: row.kind,
    cursor: row.cursor,
    completeToMs: row.complete_to_ms,
    progress: {
      completeToMs: row.complete_to_ms,
      done: row.progress_done,
      total: row.progress_total,
    },
    updatedAtMs: row.updated_at_ms,
    error: row.error === null ? null : (JSON.parse(row.error) as SourceState['error']), // Ours.
  };
}

/** Records that no sum holds, by reason: all, or those that were last seen in a window. */
export function readQuarantineCounts(
  database: Database,
  seen: Window | null,
): readonly { readonly code: string; readonly count: number }[] {
  const counts = database
    .prepare<[number, number], { code: string; count: number }>(
      `SELECT code, count(*) AS count FROM quarantine
        WHERE last_at_ms >= ? AND last_at_ms < ? GROUP BY code ORDER BY code`,
    )
    .all(seen?.startMs ?? 0, seen?.endMs ?? Number.MAX_SAFE_INTEGER);
  if (seen) return counts;
  const tooOld = countTooOld(database);
  const reason: QuarantineCode = 'tooOld';
  return tooOld > 0 ? [...counts, { code: reason, count: tooOld }] : counts;
}

/** Hides sources that the config no longer names; their cursors wait in case it does again. */
export function retireSourcesBut(database: Database, sourceIds: readonly string[]): void {
  database
    .prepare(`UPDATE source SET is_retired = source_id NOT IN (SELECT value FROM json_each(?))`)
    .run(JSON.stringify(sourceIds));
}

/** Notes that a source failed; the next batch clears it. */
export function writeSourceError(
  database: Database,
  source: { readonly id: string; readonly kind: string },
  error: SourceState['error'],
  nowMs: number,
): void {
  database
    .prepare(
      `INSERT INTO source (source_id, kind, progress_done, progress_total, updated_at_ms, error)
       VALUES (?, ?, 0, 0, ?, ?)
       ON CONFLICT (source_id)
         DO UPDATE SET error = excluded.error, updated_at_ms = excluded.updated_at_ms`,
    )
    .run(source.id, source.kind, nowMs, error === null ? null : JSON.stringify(error));
}

export function writeSourceProgress(database: Database, move: SourceMove): void {
  const { sourceId, kind, cursor, completeToMs, nowMs, progress = { done: 1, total: 1 } } = move;
  database
    .prepare(
      `INSERT OR REPLACE INTO source (source_id, kind, cursor, complete_to_ms,
         progress_done, progress_total, updated_at_ms, error, is_retired)
       VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0)`,
    )
    .run(sourceId, kind, cursor, completeToMs, progress.done, progress.total, nowMs);
}

/** Replaces what is known of the alarms of one account and Region. */
export function writeCloudWatchAlarms(
  database: Database,
  account: string,
  region: string,
  alarms: readonly CloudWatchAlarm[],
): void {
  database
    .prepare('DELETE FROM cloudwatch_alarm WHERE account = ? AND region = ?')
    .run(account, region);
  const insert = database.prepare(
    'INSERT OR REPLACE INTO cloudwatch_alarm (account, region, arn, body) VALUES (?, ?, ?, ?)',
  );
  for (const alarm of alarms) insert.run(account, region, alarm.arn, toJson(alarm));
}

export function readCloudWatchAlarms(database: Database): readonly CloudWatchAlarm[] {
  const rows = database
    .prepare<[], string>('SELECT body FROM cloudwatch_alarm ORDER BY account, region, arn')
    .pluck()
    .all();
  return rows.map((body) => fromJson(body) as CloudWatchAlarm); // Written by writeCloudWatchAlarms.
}

export function readAlarmStates(database: Database): readonly StoredAlarmState[] {
  const rows = database
    .prepare<[], string>('SELECT body FROM alarm_state ORDER BY key')
    .pluck()
    .all();
  return rows.map((body) => fromJson(body) as StoredAlarmState); // Written by writeAlarmPass.
}

/** Writes one pass of alarms; the caller holds the transaction. */
export function writeAlarmPass(
  database: Database,
  states: readonly StoredAlarmState[],
  transitions: readonly StoredTransition[],
  outbox: readonly OutboxEntry[],
): void {
  const saveState = database.prepare(
    'INSERT OR REPLACE INTO alarm_state (key, body) VALUES (?, ?)',
  );
  const addTransition = database.prepare(
    'INSERT INTO alarm_transition (at_ms, key, body) VALUES (?, ?, ?)',
  );
  for (const one of states) saveState.run(keyOf(one), toJson(one));
  for (const one of transitions) {
    addTransition.run(one.transition.occurredAtMs, keyOf(one), toJson(one));
  }
  for (const entry of outbox) addEntry(database, entry);
}

/** Under which the state and the changes of one alarm and group are kept. */
function keyOf({ alarm, group }: Pick<StoredAlarmState, 'alarm' | 'group'>): string {
  return JSON.stringify([alarm, group]);
}

export function readTransitions(database: Database, limit: number): readonly StoredTransition[] {
  const rows = database
    .prepare<[number], string>('SELECT body FROM alarm_transition ORDER BY id DESC LIMIT ?')
    .pluck()
    .all(limit);
  return rows.map((body) => fromJson(body) as StoredTransition); // Written by writeAlarmPass.
}

export function readSilences(database: Database): readonly Silence[] {
  const rows = database.prepare<[], string>('SELECT body FROM silence ORDER BY id').pluck().all();
  return rows.map((body) => fromJson(body) as Silence); // Written by writeSilence.
}

/** Sets a silence, or changes the one of this id. */
export function writeSilence(database: Database, silence: Silence): void {
  database
    .prepare('INSERT OR REPLACE INTO silence (id, body) VALUES (?, ?)')
    .run(silence.id, toJson(silence));
}

export function readOpenOutbox(database: Database, limit: number): readonly OutboxEntry[] {
  const rows = database
    .prepare<[number], string>(
      `SELECT body FROM outbox WHERE state IN ('held', 'pending', 'sending')
        ORDER BY state = 'held', next_attempt_at_ms, id LIMIT ?`,
    )
    .pluck()
    .all(limit);
  return rows.map((body) => fromJson(body) as OutboxEntry); // Written by us.
}
