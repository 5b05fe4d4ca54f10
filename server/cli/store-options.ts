/** What a store is opened with by whoever has read a config. */
import type { Config } from '../config/config.ts';
import type { SqliteStoreOptions } from '../store/sqlite/store-options.ts';

export function storeOptionsOf(
  config: Pick<Config, 'database' | 'promotedTags' | 'tenants'>,
): SqliteStoreOptions {
  const { database, promotedTags, tenants } = config;
  return { path: database, promotedTags, tenants };
}
