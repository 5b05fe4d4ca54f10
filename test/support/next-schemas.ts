/** Schemas that may come: what later releases will do to real tables, proved today. */
import { addCell, emptyCell, type RollupCell } from '../../server/rollup/rollup.ts';
import { DAY_MS } from '../../shared/window.ts';
import { statements, type Migration } from '../../server/store/sqlite/migrate.ts';
import { addStored, encodeCell, type StoredCell } from '../../server/store/sqlite/rollup-table.ts';
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

interface HourRow extends StoredCell {
  readonly bucket_start_ms: number;
  readonly series_id: number;
}

function rebuildDays(reach: () => void): Migration {
  return (database) => {
    const days = new Map<string, RollupCell>();
    for (const row of database.prepare<[], HourRow>('SELECT * FROM rollup_hour').iterate()) {
      const dayMs = Math.floor(row.bucket_start_ms / DAY_MS) * DAY_MS;
      const key = `${dayMs}/${row.series_id}`;
      const day = days.get(key) ?? emptyCell(dayMs, row.series_id);
      days.set(key, day);
      const hour = emptyCell(dayMs, row.series_id);
      addStored(hour, row);
      addCell(day, hour);
    }
    database.exec('DELETE FROM rollup_day');
    const insert = database.prepare(`
      INSERT INTO rollup_day
        (bucket_start_ms, series_id, invocations, quantities, latency, first_token)
      VALUES (?, ?, ?, ?, ?, ?)`);
    for (const day of days.values()) {
      const { invocations, quantities, latency, first_token } = encodeCell(day);
      const place = [day.bucketStartMs, day.seriesId, invocations];
      insert.run(...place, quantities, latency, first_token);
      reach();
    }
  };
}
