/** What the embedded store is opened with. */
import type { TenantFact } from '../../../shared/tenants.ts';
import type { Privacy } from '../privacy.ts';
import type { Migrated } from './migrate.ts';
import type { PromotedTag } from './promotion.ts';
import type { DiskRoom } from './room.ts';
import type { ReadLimits } from './read-budget.ts';

export interface SqliteStoreOptions {
  /** File, or `:memory:`. */
  readonly path: string;
  /** Tag keys that become dimensions of rollups. */
  readonly promotedTags: readonly PromotedTag[];
  /** Series of a day that tell all dimensions apart; more are told apart by fewer. */
  readonly seriesOfDayMax?: number;
  /** Facts of tenants that take the place of those stored; left out, those stay. */
  readonly tenants?: readonly TenantFact[];
  /** Reads beside another connection that writes. */
  readonly isReadOnly?: boolean;
  /** What is kept of callers; left out, all is, unless the file was told otherwise. */
  readonly privacy?: Privacy;
  /** Keeps every other server away until it is closed. */
  readonly isServer?: boolean;
  /** Told of a file that an older release had written. */
  readonly onMigrated?: (migrated: Migrated) => void;
  /** How much room there is; the disk of the file when left out. */
  readonly room?: () => DiskRoom;
  /** So large the file may become, in pages of 4 KiB. */
  readonly pagesMax?: number;
  /** How much one question may read. */
  readonly limits?: ReadLimits;
}
