/** What tags rows have, told from the sets of tags that they share. */
import type { Database } from './open-database.ts';

/** Keys of all tags, at most 200. */
export function readTagKeys(database: Database): readonly string[] {
  return database
    .prepare<[], string>(
      `SELECT DISTINCT json_extract(tag.value, '$[0]') AS key
         FROM tag_set, json_each(tag_set.key) AS tag ORDER BY key LIMIT 200`,
    )
    .pluck()
    .all();
}

/** Values of the tags with this key, at most 10,000. */
export function readTagValues(database: Database, key: string): readonly string[] {
  return database
    .prepare<[string], string>(
      `SELECT DISTINCT json_extract(tag.value, '$[1]')
         FROM tag_set, json_each(tag_set.key) AS tag
        WHERE json_extract(tag.value, '$[0]') = ? LIMIT 10000`,
    )
    .pluck()
    .all(key);
}
