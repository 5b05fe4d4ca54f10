/** Alarms of the store about itself, in SQLite. */
import type { OwnAlarm, OwnAlarmLedger } from '../own-alarms.ts';
import type { Database } from './open-database.ts';
import { addEntry } from './outbox-rows.ts';

const ALL = 'SELECT name, opened_at_ms AS openedAtMs, sequence FROM own_alarm ORDER BY name';
const SAVE = `
  INSERT OR REPLACE INTO own_alarm (name, opened_at_ms, sequence)
  VALUES (@name, @openedAtMs, @sequence)`;

/** @param write runs work as a write of the store, with its errors made ours. */
export function openOwnAlarms(
  database: Database,
  write: <Answer>(work: () => Answer) => Answer,
): OwnAlarmLedger {
  return {
    all: () => database.prepare<[], OwnAlarm>(ALL).all(),
    save: (alarm, owed) =>
      write(() => {
        database.prepare<[OwnAlarm]>(SAVE).run(alarm);
        for (const entry of owed) addEntry(database, entry);
      }),
  };
}
