/** The dictionaries that rows and series point into. */
import { Dictionary } from './dictionary.ts';
import type { Database } from './open-database.ts';

export interface Dictionaries {
  readonly usageSet: Dictionary;
  readonly series: Dictionary;
  readonly scope: Dictionary;
  readonly detail: Dictionary;
  readonly tagSet: Dictionary;
}

export function openDictionaries(database: Database): Dictionaries {
  return {
    usageSet: new Dictionary(database, 'usage_set'),
    series: new Dictionary(database, 'series'),
    scope: new Dictionary(database, 'scope'),
    detail: new Dictionary(database, 'detail'),
    tagSet: new Dictionary(database, 'tag_set'),
  };
}
