/** Names of deleted tenants, which a connection may still hold after another has erased them. */
import type { Database } from './open-database.ts';

export class ErasedNames {
  readonly #last;
  readonly #forget: () => void;
  #knownAtMs: number | null = null;

  /** @param forget drops all names from memory. */
  constructor(database: Database, forget: () => void) {
    this.#last = database
      .prepare<[], number | null>('SELECT max(ended_at_ms) FROM deleted_tenant')
      .pluck();
    this.#forget = forget;
  }

  /** Call it before names are told. */
  heed(): void {
    const atMs = this.#last.get() ?? null;
    if (atMs !== this.#knownAtMs) this.#forget();
    this.#knownAtMs = atMs;
  }
}
