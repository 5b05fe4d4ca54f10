/** What a store is opened with by whoever has read a config. */
import type { Config } from '../config/config.ts';
import type { SqliteStoreOptions } from '../store/sqlite/store-options.ts';
import { privacyOf } from './identity-key.ts';

/** @throws UsageError when the key of hashed identities cannot be read or made. */
export function storeOptionsOf(
  config: Pick<Config, 'database' | 'promotedTags' | 'tenants' | 'privacy'>,
): SqliteStoreOptions {
  const { database, promotedTags, tenants } = config;
  return { path: database, promotedTags, tenants, privacy: privacyOf(config) };
}
