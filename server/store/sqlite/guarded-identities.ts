/** Identities on their way into the file: what it may hold of them, and what stays in memory. */
import type { InventoryPass, ResourceVersion } from '../../source/inventory.ts';
import { checkOfKey, IdentityGuard, KEEP_ALL, type Privacy } from '../privacy.ts';
import { StoreError, type IngestBatch } from '../store.ts';
import type { Database } from './open-database.ts';

/** What the file was told when it was last written to. */
interface StoredPrivacy {
  readonly identities: string;
  readonly metadata: string;
  readonly key_check: string;
}

const NOTHING_STORED: StoredPrivacy = { identities: '', metadata: '', key_check: '' };

/** Guards one file. */
export class GuardedIdentities {
  readonly #guard: IdentityGuard;
  readonly #mayWrite: () => void;
  readonly #database: Database;
  /** Roles and users with their tags, which a file that hides callers does not hold. */
  readonly #known = new Map<string, ResourceVersion>();

  /** @param privacy left out by verbs without a config: they write no calls into such a file. */
  constructor(database: Database, privacy: Privacy | undefined) {
    this.#database = database;
    this.#guard = new IdentityGuard(privacy ?? KEEP_ALL);
    this.#mayWrite = privacy ? () => this.#note(privacy) : () => this.#mustKeepAll();
  }

  /** The batch as it is written; call it in the transaction of the write. @throws StoreError */
  batch(batch: IngestBatch): IngestBatch {
    this.#mayWrite();
    return { ...batch, blocks: batch.blocks.map((one) => this.#guard.block(one)) };
  }

  /** The part of an inventory that is written down; the rest is remembered. */
  inventory(pass: InventoryPass): InventoryPass {
    if (this.#guard.keepsIdentities) return pass;
    const isCaller = (kind: string): boolean => kind === 'role' || kind === 'user';
    for (const fact of pass.facts.filter(({ kind }) => isCaller(kind))) {
      const span = { validFromMs: pass.atMs, validToMs: null };
      const seen = { firstSeenAtMs: pass.atMs, lastSeenAtMs: pass.atMs };
      const { account, region } = pass;
      this.#known.set(fact.arn, { account, region, fact, ...span, ...seen });
    }
    return { ...pass, facts: pass.facts.filter(({ kind }) => !isCaller(kind)) };
  }

  /** What is stored of the inventory, with what is remembered. */
  resources(stored: readonly ResourceVersion[]): readonly ResourceVersion[] {
    return this.#known.size === 0 ? stored : [...stored, ...this.#known.values()];
  }

  #stored(): StoredPrivacy | undefined {
    return this.#database
      .prepare<[], StoredPrivacy>('SELECT identities, metadata, key_check FROM privacy')
      .get();
  }

  #mustKeepAll(): void {
    const stored = this.#stored();
    if (!stored || (stored.identities === 'keep' && stored.metadata === 'keep')) return;
    const hint = 'Name the config of its server with --config: it says what is hidden, and how.';
    throw new StoreError('privacy', 'This database hides who called.', hint);
  }

  #note({ identities, metadata, key }: Privacy): void {
    const stored = this.#stored() ?? NOTHING_STORED;
    const isHashing = identities === 'hash' || metadata === 'hash';
    const check = isHashing ? checkOfKey(key) : stored.key_check;
    if (stored.key_check !== '' && stored.key_check !== check) throw otherKey();
    const now = [identities, metadata, check];
    const before = [stored.identities, stored.metadata, stored.key_check];
    if (now.every((one, index) => one === before[index])) return;
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO privacy (only, identities, metadata, key_check)
         VALUES (1, ?, ?, ?)`,
      )
      .run(identities, metadata, check);
  }
}

function otherKey(): StoreError {
  const hint =
    'Put the old key file back: with another key, one caller would be two. Or start with a ' +
    'new database.';
  return new StoreError('privacy', 'The key of hashed identities is another one.', hint);
}
