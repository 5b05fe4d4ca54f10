/** Schemas that may come: what later releases will do to real tables, proved today. */
import { emptyCell, type RollupCell } from '../../server/rollup/rollup.ts';
import type { EncodedCell } from '../../server/rollup/rollup-log.ts';
import { DAY_MS } from '../../shared/window.ts';
import { statements, type Migration } from '../../server/store/sqlite/migrate.ts';
import { addStored, CELL_COLUMNS, encodeCell } from '../../server/store/sqlite/rollup-table.ts';
import { MIGRATIONS } from '../../server/store/sqlite/schema.ts';

/**
 * Three more schemas: a column for the largest table, a rollup copied into a new form by SQL, and
 * one worked out anew by code.
 *
 * @param reach told of each point at which a process may die, with the step's number from 0 on.
 */
export function nextSchemas(reach: (step: number) => void): readonly Migration[] {
  const steps = [addColumn, copyHours, rebuildDays];
  return [...MIGRATIONS, ...steps.map((step, index) => step(() => reach(index)))];
}

function addColumn(reach: () => void): Migration {
  const change = statements(`
    ALTER TABLE invocation ADD COLUMN note TEXT;
    CREATE TABLE asked (at_ms INTEGER PRIMARY KEY) STRICT;
  `);
  return (database) => {
    reach();
    change(database);
    reach();
  };
}

function copyHours(reach: () => void): Migration {
  return (database) => {
    database.function('reach', () => {
      reach();
      return 0;
    });
    database.exec(`
      CREATE TABLE rollup_hour_new (
        bucket_start_ms INTEGER NOT NULL,
        series_id INTEGER NOT NULL,
        invocations INTEGER NOT NULL,
        quantities BLOB,
        latency BLOB,
        first_token BLOB,
        changed_at_ms INTEGER,
        PRIMARY KEY (bucket_start_ms, series_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO rollup_hour_new
        SELECT bucket_start_ms, series_id, invocations, quantities, latency, first_token, reach()
          FROM rollup_hour;
      DROP TABLE rollup_hour;
      ALTER TABLE rollup_hour_new RENAME TO rollup_hour;
    `);
    reach();
  };
}

function rebuildDays(reach: () => void): Migration {
  return (database) => {
    const days = new Map<string, RollupCell>();
    const hours = database.prepare<[], EncodedCell>(`SELECT ${CELL_COLUMNS} FROM rollup_hour`);
    for (const row of hours.iterate()) {
      const dayMs = Math.floor(row.bucketStartMs / DAY_MS) * DAY_MS;
      const key = `${dayMs}/${row.seriesId}`;
      const day = days.get(key) ?? emptyCell(dayMs, row.seriesId);
      days.set(key, day);
      addStored(day, row);
    }
    database.exec('DELETE FROM rollup_day');
    const insert = database.prepare(`
      INSERT INTO rollup_day
        (bucket_start_ms, series_id, invocations, quantities, latency, first_token)
      VALUES (?, ?, ?, ?, ?, ?)`);
    for (const day of days.values()) {
      const { invocations, quantities, latency, firstToken } = encodeCell(day);
      const place = [day.bucketStartMs, day.seriesId, invocations];
      insert.run(...place, quantities, latency, firstToken);
      reach();
    }
  };
}
