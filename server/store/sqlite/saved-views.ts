/** Saved views in SQLite. */
import type { SavedViewStore, StoredView } from '../saved-views.ts';
import type { Database } from './open-database.ts';

const LIST = 'SELECT name, search, saved_at_ms AS savedAtMs FROM saved_view ORDER BY name';
const SAVE = `
  INSERT OR REPLACE INTO saved_view (name, search, saved_at_ms)
  VALUES (@name, @search, @savedAtMs)`;
const REMOVE = 'DELETE FROM saved_view WHERE name = ?';

/** @param write runs work as a write of the store, with its errors made ours. */
export function openSavedViews(
  database: Database,
  write: <Answer>(work: () => Answer) => Answer,
): SavedViewStore {
  return {
    list: () => database.prepare<[], StoredView>(LIST).all(),
    save: (view) => void write(() => database.prepare<[StoredView]>(SAVE).run(view)),
    remove: (name) => write(() => database.prepare<[string]>(REMOVE).run(name)).changes > 0,
  };
}
