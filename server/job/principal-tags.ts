/** Learns the tags of the IAM roles and users that call, before their calls are attributed. */
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { LearnCallers } from './new-callers.ts';
import { parsePrincipal } from '../record/principal.ts';
import type { AwsClients } from '../source/clients.ts';
import { identityFact, type ResourceFact } from '../source/inventory.ts';
import { readPrincipalTags, type IamIdentity } from '../source/principal-tags.ts';
import type { AccountSettings } from '../source/settings.ts';
import { SourceError } from '../source/source.ts';
import type { Store } from '../store/store.ts';

export const IDENTITIES_KIND = 'principalTags';

/** Tags of a caller are asked for again when it calls and they are older than this. */
export const REFRESH_MS = 6 * HOUR_MS;
/** After a refusal nothing is asked of an account for so long. */
const REST_MS = 10 * MINUTE_MS;
/** So many callers a batch; the others have their turn with the next batch that they are in. */
const ASKED_MAX = 100;
/** Callers of an account whose tags are kept. */
const IDENTITIES_MAX = 10_000;

export interface PrincipalTagsParts {
  readonly store: Store;
  readonly clients: AwsClients;
  readonly accounts: readonly AccountSettings[];
  readonly nowMs: () => number;
}

export function principalTagsSourceId(account: string): string {
  return `${IDENTITIES_KIND}:${account}`;
}

/** One for all sources of a process: no caller is asked about twice. */
export class PrincipalTags {
  readonly #parts: PrincipalTagsParts;
  readonly #accounts: ReadonlyMap<string, AccountSettings>;
  /** When the tags of each ARN were read, or it was found to be gone. */
  readonly #readAtMs = new Map<string, number>();
  readonly #restToMs = new Map<string, number>();
  readonly #ending = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: PrincipalTagsParts) {
    this.#parts = parts;
    const asked = parts.accounts.filter((one) => one.principalTags === true);
    this.#accounts = new Map(asked.map((account) => [account.id, account]));
    for (const { fact, lastSeenAtMs } of parts.store.resources()) {
      if (fact.kind === 'role' || fact.kind === 'user') this.#readAtMs.set(fact.arn, lastSeenAtMs);
    }
  }

  /** Ends what is being asked; the calls at hand are stored with what is known. */
  close(): void {
    this.#ending.abort();
  }

  get sourceIds(): readonly string[] {
    return [...this.#accounts.keys()].map(principalTagsSourceId);
  }

  /**
   * Sees to it that the store has the tags of these callers, as far as they can be had.
   *
   * @param arns of roles and users, without sessions; those of accounts that are not to be asked
   *   are passed over. What AWS refuses stands with the source of the account. @throws StoreError
   */
  readonly learn: LearnCallers = (arns) => {
    if (this.#accounts.size === 0) return Promise.resolve();
    // One after another, so that two batches with one new caller both wait for its tags.
    const turn = this.#turn.then(() => this.#learn(arns));
    this.#turn = turn.catch(() => undefined); // The next one has its turn all the same.
    return turn;
  };

  async #learn(arns: readonly string[]): Promise<void> {
    const due = new Map<string, Due[]>();
    for (const arn of new Set(arns)) {
      const one = this.#dueOf(arn);
      const asked = one ? (due.get(one.account.id) ?? []) : [];
      if (one && asked.length < ASKED_MAX) due.set(one.account.id, [...asked, one]);
    }
    for (const [account, asked] of due) await this.#ask(account, asked);
  }

  #dueOf(arn: string): Due | null {
    const identity = identityOf(arn);
    const account = identity && this.#accounts.get(identity.accountId);
    if (!identity || !account) return null;
    const nowMs = this.#parts.nowMs();
    if (nowMs < (this.#restToMs.get(account.id) ?? 0)) return null;
    const readAtMs = this.#readAtMs.get(arn);
    if (readAtMs !== undefined) {
      return nowMs - readAtMs >= REFRESH_MS ? { arn, account, identity } : null;
    }
    return this.#readAtMs.size < IDENTITIES_MAX ? { arn, account, identity } : null;
  }

  async #ask(accountId: string, due: readonly Due[]): Promise<void> {
    const { store, nowMs } = this.#parts;
    const { signal } = this.#ending;
    const sourceId = principalTagsSourceId(accountId);
    const facts: ResourceFact[] = [];
    let error: SourceError | null = null;
    for (const one of due) {
      if (signal.aborted) return;
      try {
        const tags = await this.#tagsOf(one);
        if (tags) facts.push(identityFact(one.arn, one.identity, tags));
        this.#readAtMs.set(one.arn, nowMs());
      } catch (caught) {
        if (!(caught instanceof SourceError)) throw caught;
        error = caught;
        break;
      }
    }
    const atMs = nowMs();
    store.saveInventory({ account: accountId, region: 'global', atMs, complete: [], facts });
    if (error === null) {
      const read = { sourceId, kind: IDENTITIES_KIND, cursor: null, completeToMs: null };
      store.saveSourceProgress({ ...read, nowMs: atMs });
    } else if (!signal.aborted) {
      this.#restToMs.set(accountId, atMs + REST_MS);
      const { code, message, hint } = error;
      store.saveSourceError(sourceId, IDENTITIES_KIND, { code, message, hint }, atMs);
    }
  }

  #tagsOf({ account, identity }: Due): Promise<ReadonlyMap<string, string> | null> {
    const client = this.#parts.clients.iam(account, account.regions[0] ?? 'us-east-1');
    return readPrincipalTags(client, identity, this.#ending.signal);
  }
}

interface Due {
  readonly arn: string;
  readonly account: AccountSettings;
  readonly identity: IamIdentity;
}

/** Null for callers that have no tags: roots, federated users, services and unknown forms. */
function identityOf(arn: string): (IamIdentity & { readonly accountId: string }) | null {
  const { kind, name } = parsePrincipal(arn);
  const accountId = /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
  if (accountId === undefined || name === '') return null;
  return kind === 'role' || kind === 'user' ? { kind, name, accountId } : null;
}
