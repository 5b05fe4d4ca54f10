/** Calls of tenants that were deleted: what is older than the deletion is not counted again. */
import { digestOfTenant } from '../tenant-eraser.ts';
import type { RowBlock } from '../row-block.ts';
import type { Database } from './open-database.ts';
import { indexInKey } from './series.ts';

/** Looks deletions up once a batch. */
export class TenantBars {
  readonly #read;
  readonly #digests = new Map<string, string>();
  #barMs = new Map<string, number>();

  constructor(database: Database) {
    this.#read = database
      .prepare<[], [string, number]>('SELECT digest, requested_at_ms FROM deleted_tenant')
      .raw();
  }

  begin(): void {
    this.#barMs = new Map(this.#read.all());
    if (this.#barMs.size === 0) this.#digests.clear();
  }

  /** For each series of a block the instant before which its calls are gone; null for none. */
  of({ series }: RowBlock): readonly number[] | null {
    if (this.#barMs.size === 0) return null;
    const bars = series.map(({ values }) => {
      return this.#barMs.get(this.#digestOf(values[indexInKey('tenant')] ?? '')) ?? 0;
    });
    return bars.some((one) => one > 0) ? bars : null;
  }

  #digestOf(tenant: string): string {
    const known = this.#digests.get(tenant);
    if (known !== undefined) return known;
    const digest = digestOfTenant(tenant);
    if (this.#digests.size >= DIGESTS_MAX) this.#digests.clear();
    this.#digests.set(tenant, digest);
    return digest;
  }
}

/** Callers choose the names. */
const DIGESTS_MAX = 20_000;
