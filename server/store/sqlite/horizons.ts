/** From when on each kind of data is kept: written by retention, heeded by reading and ingest. */
import type { Database } from './open-database.ts';
import type { Horizons } from './plan.ts';

/** @returns epoch ms, 0 where nothing has been forgotten yet. */
export function readHorizons(database: Database): Horizons {
  const rows = database
    .prepare<[], { kind: string; from_ms: number }>('SELECT kind, from_ms FROM horizon')
    .all();
  const from = new Map(rows.map(({ kind, from_ms: fromMs }) => [kind, fromMs]));
  return {
    rowsMs: from.get('rows') ?? 0,
    minutesMs: from.get('minutes') ?? 0,
    hoursMs: from.get('hours') ?? 0,
  };
}

/** Moves horizons forward; they never come back, since what lay behind them is gone. */
export function moveHorizons(database: Database, { rowsMs, minutesMs, hoursMs }: Horizons): void {
  const move = database.prepare<[string, number]>(`
    INSERT INTO horizon (kind, from_ms) VALUES (?, ?)
      ON CONFLICT (kind) DO UPDATE SET from_ms = max(from_ms, excluded.from_ms)`);
  move.run('rows', rowsMs);
  move.run('minutes', minutesMs);
  move.run('hours', hoursMs);
}
